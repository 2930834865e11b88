"""A new password ends the other sessions."""

from django.test import Client

from playground.accounts.models import User
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
