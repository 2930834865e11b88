"""The admin panel is for superusers and staff, who sign in where everybody does."""

import pytest
from django.contrib import admin as panel
from django.test import Client

from playground.accounts.models import User
from playground.catalog.site import ParleyAdminSite


def test_it_is_parley_s_own_site() -> None:
    assert isinstance(panel.site, ParleyAdminSite)
    assert panel.site.site_header == "Parley"


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/admin/catalog/endpoint/add/"])
def test_strangers_are_sent_to_the_sign_in(client: Client, db: None, path: str) -> None:
    assert client.get(path, follow=True).redirect_chain[-1][0].startswith("/sign-in/")


def test_others_stay_outside(client: Client, bob: User) -> None:
    client.force_login(bob)
    assert client.get("/admin/", follow=True).status_code == 403


def test_staff_enter_and_may_do_nothing_that_was_not_allowed(client: Client, bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(is_staff=True)
    client.force_login(bob)
    assert client.get("/admin/").status_code == 200
    assert client.get("/admin/catalog/endpoint/").status_code == 403


def test_superusers_enter(client: Client, admin: User) -> None:
    client.force_login(admin)
    assert client.get("/admin/").status_code == 200
