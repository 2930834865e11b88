"""Admins add colleagues."""

from django.test import Client

from playground.accounts.models import User
from tests.factories import PASSWORD


def test_an_admin_adds_a_colleague_who_can_sign_in(client: Client, admin: User) -> None:
    client.force_login(admin)
    client.post(
        "/admin/accounts/user/add/",
        {"username": "dora", "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert Client().login(username="dora", password=PASSWORD)
    assert not User.objects.get(username="dora").is_superuser


def test_an_admin_ends_somebodys_access(client: Client, admin: User, bob: User) -> None:
    session = Client()
    session.force_login(bob)
    User.objects.filter(pk=bob.pk).update(is_active=False)
    assert session.get("/password/").status_code == 302


def test_the_page_of_a_person_opens(client: Client, admin: User, bob: User) -> None:
    client.force_login(admin)
    page = client.get(f"/admin/accounts/user/{bob.pk}/change/")
    assert page.status_code == 200
    assert bob.password.encode() not in page.content
