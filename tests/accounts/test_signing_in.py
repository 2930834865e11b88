"""Sign-in, sign-out, and what strangers are told."""

from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from playground.accounts import brake
from playground.accounts.models import User
from tests.factories import PASSWORD


def sign_in(client: Client, name: str, password: str = PASSWORD, **more: str):
    return client.post("/sign-in/", {"username": name, "password": password, **more})


def test_the_right_password_leads_home(client: Client, alice: User) -> None:
    assert sign_in(client, "alice").headers["Location"] == "/"


def test_and_back_to_where_one_came_from(client: Client, alice: User) -> None:
    assert sign_in(client, "alice", next="/password/").headers["Location"] == "/password/"


def test_but_not_to_another_site(client: Client, alice: User) -> None:
    assert sign_in(client, "alice", next="//evil.example/").headers["Location"] == "/"


def test_a_new_session_begins(client: Client, alice: User) -> None:
    client.get("/sign-in/")
    before = client.cookies["parley_session"].value
    sign_in(client, "alice")
    assert client.cookies["parley_session"].value != before


@pytest.mark.parametrize("name", ["alice", "nobody", "gone"])
def test_wrong_password_unknown_and_barred_get_the_same_answer(client: Client, alice: User, name: str) -> None:
    User.objects.create_user("gone", password=PASSWORD, is_active=False)
    page = sign_in(client, name, "wrong")
    assert page.status_code == 200
    assert "The name or the password is wrong." in page.content.decode()


def test_who_is_switched_off_is_told_after_the_right_password_alone(client: Client, db: None) -> None:
    User.objects.create_user("gone", password=PASSWORD, is_active=False)
    assert "This account is switched off." in sign_in(client, "gone").content.decode()
    assert "_auth_user_id" not in client.session
    for _ in range(brake.FREE):
        page = sign_in(client, "gone")
    assert "Too many attempts." in page.content.decode()


def test_one_password_is_checked_whoever_asks(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    User.objects.create_user("gone", password=PASSWORD, is_active=False)
    hashed: list[str] = []
    monkeypatch.setattr(MD5PasswordHasher, "encode", spied(MD5PasswordHasher.encode, hashed))
    for name in ("gone", "nobody"):
        sign_in(client, name, "wrong")
        assert len(hashed) == 1
        hashed.clear()


def spied(encode: Any, calls: list[str]) -> Any:
    def spy(self: Any, password: str, *args: Any) -> str:
        calls.append(password)
        return encode(self, password, *args)

    return spy


def test_sign_out_ends_the_session(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.post("/sign-out/").headers["Location"] == "/sign-in/"
    assert client.get("/password/").headers["Location"] == "/sign-in/?next=/password/"


def test_sign_out_is_not_a_link(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.get("/sign-out/").status_code == 405


def test_htmx_takes_the_whole_page_to_the_sign_in(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/c/7/"}
    refused = client.get("/password/", headers=headers)
    assert refused.status_code == 401
    assert refused.headers["HX-Redirect"] == "/sign-in/?next=/c/7/"


def test_what_is_no_address_leads_back_home(client: Client) -> None:
    response = client.get("/", headers={"HX-Request": "true", "HX-Current-URL": "http://["})
    assert response.headers["HX-Redirect"] == "/sign-in/?next=/"


@pytest.mark.parametrize("key", ['"\\000aaaaaaaaaaaa"', "x" * 5000, "A" * 32])
def test_a_key_that_no_session_has_is_none(client: Client, db: None, key: str) -> None:
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert client.get("/").status_code == 302


def test_a_form_without_token_is_refused(alice: User) -> None:
    assert sign_in(Client(enforce_csrf_checks=True), "alice").status_code == 403


@pytest.mark.parametrize("path", ["/sign-up/", "/register/", "/accounts/signup/"])
def test_nobody_can_sign_up(client: Client, db: None, path: str) -> None:
    assert client.get(path).status_code == 404
