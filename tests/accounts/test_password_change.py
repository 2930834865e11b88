"""A new password ends the other sessions."""

import pytest
from django.contrib.auth.models import AbstractBaseUser
from django.test import Client

from playground.accounts import brake
from playground.accounts.models import User
from playground.audit.changes import HIDDEN
from playground.audit.models import Entry
from tests.factories import PASSWORD

NEW = "another long secret"


def change(client: Client, old: str):
    return client.post("/password/", {"old_password": old, "new_password1": NEW, "new_password2": NEW}, follow=True)


def test_this_browser_stays_and_others_are_signed_out(client: Client, alice: User) -> None:
    other = Client()
    client.force_login(alice)
    other.force_login(alice)
    assert "The password is changed." in change(client, PASSWORD).content.decode()
    assert client.get("/password/").status_code == 200
    assert other.get("/password/").status_code == 302


def test_the_old_password_is_needed(client: Client, alice: User) -> None:
    client.force_login(alice)
    change(client, "wrong")
    assert User.objects.get().check_password(PASSWORD)


def test_guessing_the_old_one_waits(client: Client, alice: User) -> None:
    client.force_login(alice)
    for _ in range(brake.FREE):
        change(client, "guess")
    assert "Too many attempts." in change(client, PASSWORD).content.decode()
    assert User.objects.get().check_password(PASSWORD)


def test_it_is_in_the_audit(client: Client, alice: User) -> None:
    client.force_login(alice)
    change(client, PASSWORD)
    entry = Entry.objects.get()
    assert (entry.who, entry.name, entry.changes) == ("alice", "alice", {"password": [HIDDEN, HIDDEN]})


def test_other_browsers_are_signed_out_without_a_new_password(client: Client, alice: User) -> None:
    other = Client()
    client.force_login(alice)
    other.force_login(alice)
    assert "have been signed out." in client.post("/sign-out/others/", follow=True).content.decode()
    assert client.get("/password/").status_code == 200
    assert other.get("/password/").status_code == 302


def test_sessions_from_before_the_count_stay_good(client: Client, alice: User) -> None:
    assert alice.get_session_auth_hash() == AbstractBaseUser._get_session_auth_hash(alice)


@pytest.mark.parametrize("page", ["password_change", "password_change/done"])
def test_the_panel_has_no_page_of_its_own(client: Client, admin: User, page: str) -> None:
    client.force_login(admin)
    answers = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert client.post(f"/admin/{page}/", answers).headers["Location"] == "/password/"
    assert User.objects.get().check_password(PASSWORD)
