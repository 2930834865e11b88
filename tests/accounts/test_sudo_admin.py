"""A form of the admin panel that was open for too long comes back filled in, and wants the password."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from playground.accounts import brake, sudo
from playground.accounts.models import User
from tests.factories import PASSWORD

ADD = "/admin/auth/group/add/"


@pytest.fixture
def stale(client: Client, admin: User) -> Client:
    """An admin, signed in long ago."""
    client.force_login(admin)
    session = client.session
    session[sudo.TYPED_AT] = 1
    session.save()
    return client


def add(browser: Client, **more: str) -> str:
    return browser.post(ADD, {"name": "Lab", **more}, follow=True).content.decode()


def test_nothing_is_saved_and_nothing_typed_is_lost(stale: Client) -> None:
    page = add(stale)
    assert not Group.objects.exists()
    assert "Nothing was saved yet" in page
    assert 'value="Lab"' in page
    assert 'name="again-password"' in page


def test_with_the_password_it_is_saved(stale: Client) -> None:
    add(stale, **{"again-password": PASSWORD})
    assert Group.objects.get().name == "Lab"
    assert stale.get(ADD).status_code == 200


def test_a_wrong_one_is_told_and_not_echoed(stale: Client) -> None:
    page = add(stale, **{"again-password": "a wrong guess"})
    assert "The password is wrong." in page
    assert "a wrong guess" not in page
    assert not Group.objects.exists()


def test_guessing_waits(stale: Client) -> None:
    for _ in range(brake.FREE):
        add(stale, **{"again-password": "guess"})
    assert "Too many attempts." in add(stale, **{"again-password": PASSWORD})
    assert not Group.objects.exists()


@pytest.mark.parametrize("path", [ADD, "/admin/accounts/user/add/", "/admin/accounts/invitation/add/"])
def test_a_page_is_opened_with_the_password_only(stale: Client, path: str) -> None:
    assert stale.get(path).headers["Location"].startswith("/password/again/")


def test_every_form_has_room_for_it(stale: Client) -> None:
    for path in ("user", "invitation"):
        page = stale.post(f"/admin/accounts/{path}/add/", {"username": "dora"}).content.decode()
        assert 'name="again-password"' in page
    assert not User.objects.filter(username="dora").exists()


def test_deleting_and_actions_want_it_as_well(stale: Client) -> None:
    lab = Group.objects.create(name="Lab")
    stale.post(f"/admin/auth/group/{lab.pk}/delete/", {"post": "yes"})
    stale.post("/admin/auth/group/", {"action": "delete_selected", "_selected_action": [lab.pk], "post": "yes"})
    assert Group.objects.exists()
