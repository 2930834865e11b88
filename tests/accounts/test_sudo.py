"""What is dangerous wants the password, unless it was typed lately."""

import time
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from playground.accounts import brake, sudo
from playground.accounts.models import User
from tests.factories import PASSWORD

AGAIN = "/password/again/"


@sudo.required
def dangerous(request: Any) -> HttpResponse:
    return HttpResponse("done")


@pytest.fixture
def ask(rf, client: Client, alice: User):
    """Asks for the dangerous page as Alice, whose password was typed so many minutes ago."""
    client.force_login(alice)

    def ask(minutes: float, method: str = "get", **headers: str) -> HttpResponse:
        request = getattr(rf, method)("/danger/?a=1", headers=headers)
        request.session, request.user = client.session, alice
        request._messages = type("Messages", (list,), {"add": lambda self, *a: self.append(a)})()
        request.session[sudo.TYPED_AT] = time.time() - minutes * 60
        response = dangerous(request)
        response.request = request
        return response

    return ask


def test_it_opens_after_the_password(ask) -> None:
    assert ask(14).content == b"done"


def test_it_is_closed_a_while_later(ask) -> None:
    assert ask(16).headers["Location"] == f"{AGAIN}?next=%2Fdanger%2F%3Fa%3D1"


def test_minutes_are_a_setting(ask, settings) -> None:
    settings.SUDO_MINUTES = 5
    assert ask(6).status_code == 302


def test_a_clock_that_was_set_back_does_not_open_it(ask) -> None:
    assert ask(-10).status_code == 302


def test_using_it_keeps_it_open(ask) -> None:
    used = ask(10).request
    assert time.time() - used.session[sudo.TYPED_AT] < 60


def test_a_form_that_comes_too_late_is_not_carried_out(ask) -> None:
    late = ask(16, "post", Referer="http://testserver/page/?b=2")
    assert late.headers["Location"] == f"{AGAIN}?next=%2Fpage%2F%3Fb%3D2"
    assert "Nothing was saved" in str(late.request._messages)


def test_htmx_takes_the_whole_page(ask) -> None:
    late = ask(16, **{"HX-Request": "true", "HX-Current-URL": "http://testserver/page/"})
    assert (late.status_code, late.headers["HX-Redirect"]) == (401, f"{AGAIN}?next=%2Fpage%2F")


@pytest.fixture
def stale(client: Client, alice: User) -> Client:
    """Alice, signed in long ago."""
    client.force_login(alice)
    session = client.session
    del session[sudo.TYPED_AT]
    session.save()
    return client


def answer(client: Client, password: str, page: str = "/password/") -> HttpResponse:
    return client.post(AGAIN, {"password": password, "next": page})


def test_the_right_password_leads_on(stale: Client) -> None:
    assert answer(stale, PASSWORD).headers["Location"] == "/password/"
    assert sudo.TYPED_AT in stale.session


def test_but_not_to_another_site(stale: Client) -> None:
    assert answer(stale, PASSWORD, "//evil.example/").headers["Location"] == "/"


def test_a_wrong_one_does_not(stale: Client) -> None:
    page = answer(stale, "wrong")
    assert "The password is wrong." in page.content.decode()
    assert 'value="/password/"' in page.content.decode()
    assert sudo.TYPED_AT not in stale.session


def test_guessing_waits(stale: Client) -> None:
    for _ in range(brake.FREE):
        answer(stale, "guess")
    assert "Too many attempts." in answer(stale, PASSWORD).content.decode()


def test_signing_in_is_typing_it(client: Client, alice: User) -> None:
    client.post("/sign-in/", {"username": "alice", "password": PASSWORD})
    assert sudo.TYPED_AT in client.session
