"""Every address of sign-in and what belongs to it, as nobody, and without a form's token."""

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from playground.accounts.models import User

ACCOUNTS = next(part for part in get_resolver().url_patterns if getattr(part, "namespace", "") == "accounts")
ADDRESSES = {
    pattern.name: reverse(f"accounts:{pattern.name}", kwargs=dict.fromkeys(pattern.pattern.converters, "wrong"))
    for pattern in ACCOUNTS.url_patterns
}
DOORS = {"setup", "invitation", "sign-in", "sign-out"}  # whoever knocks may


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ADDRESSES.keys() - DOORS)
def test_nobody_is_asked_to_sign_in(client: Client, db: None, name: str, method: str) -> None:
    answer = getattr(client, method)(ADDRESSES[name])
    assert (answer.status_code, answer.url.split("?")[0]) == (302, "/sign-in/")


@pytest.mark.parametrize("name", ["setup", "invitation"])
def test_a_wrong_link_is_not_found(client: Client, db: None, name: str) -> None:
    assert client.get(ADDRESSES[name]).status_code == client.post(ADDRESSES[name]).status_code == 404


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_form_without_its_token_is_refused(alice: User, name: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(alice)
    assert browser.post(ADDRESSES[name]).status_code == 403


@pytest.mark.parametrize("name", ADDRESSES)
def test_nothing_is_kept_by_a_cache(client: Client, alice: User, name: str) -> None:
    client.force_login(alice)
    assert "no-store" in client.get(ADDRESSES[name]).headers["Cache-Control"]
