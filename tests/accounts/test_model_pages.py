"""Every page of every model in the admin panel, for everybody who may not open it."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, reverse

from playground.accounts.models import User
from tests import factories


def addresses() -> dict[str, str]:
    """The models' pages, by name; those that take an id, for one that does not exist."""
    found = {}
    for model_admin in admin.site._registry.values():
        for pattern in model_admin.get_urls():
            if isinstance(pattern, URLPattern) and pattern.name:
                kwargs = dict.fromkeys(pattern.pattern.converters, "999999")
                found[pattern.name] = reverse(f"admin:{pattern.name}", kwargs=kwargs)
    return found


ADDRESSES = addresses()


@pytest.fixture
def staff(client: Client, db: None) -> Client:
    """Somebody who may enter the panel, and nothing more."""
    client.force_login(factories.user("clerk", is_staff=True))
    return client


def test_there_are_pages() -> None:
    assert {"accounts_user_changelist", "audit_entry_export", "limits_limit_add"} <= ADDRESSES.keys()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ADDRESSES)
def test_nobody_is_asked_to_sign_in(client: Client, db: None, name: str, method: str) -> None:
    answer = getattr(client, method)(ADDRESSES[name])
    assert (answer.status_code, answer.url.split("?")[0]) == (302, "/sign-in/")


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ADDRESSES)
def test_users_stay_outside(client: Client, bob: User, name: str, method: str) -> None:
    client.force_login(bob)
    assert getattr(client, method)(ADDRESSES[name], follow=True).status_code == 403


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ADDRESSES)
def test_staff_without_permissions_see_nothing(staff: Client, name: str, method: str) -> None:
    answer = getattr(staff, method)(ADDRESSES[name], follow=True)
    # Django leads from what does not exist to the panel's first page, and says so.
    assert answer.status_code == 403 or answer.redirect_chain[-1][0] == "/admin/"


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_form_without_its_token_is_refused(admin: User, name: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(admin)
    assert browser.post(ADDRESSES[name]).status_code in {403, 405}
