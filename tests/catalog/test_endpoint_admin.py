"""Superusers add endpoints, keys and models; keys are written, never read."""

import re
from typing import Any

import pytest
from django.test import Client

from playground.accounts.models import User
from playground.catalog.models import Credential, Endpoint, LanguageModel
from playground.catalog.services import is_usable, set_key

KEY = "sk-live-0123456789wxyz"
ADD = "/admin/catalog/endpoint/add/"


@pytest.fixture
def panel(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


def answers(endpoint: Endpoint | None = None, **changes: Any) -> dict[str, Any]:
    """What the form sends for an endpoint: new with one key and one model, or as it is."""
    old = endpoint is not None
    return {
        "name": "Lab",
        "provider": "openai",
        "base_url": "https://api.example.com/v1/",
        "enabled": "on",
        "first_token_seconds": "120",
        "idle_seconds": "60",
        "headers": "{}",
        "request_defaults": "{}",
        "credentials-TOTAL_FORMS": "1",
        "credentials-INITIAL_FORMS": str(int(old)),
        "credentials-0-id": str(endpoint.credentials.get().pk) if old else "",
        "credentials-0-endpoint": str(endpoint.pk) if old else "",
        "credentials-0-label": "default",
        "credentials-0-key": "" if old else KEY,
        "models-TOTAL_FORMS": "0" if old else "1",
        "models-INITIAL_FORMS": "0",
        "models-0-name": "m-1",
        "models-0-enabled": "on",
        "models-0-capabilities": "[]",
        **changes,
    }


def url(endpoint: Endpoint) -> str:
    return f"/admin/catalog/endpoint/{endpoint.pk}/change/"


@pytest.fixture
def lab(panel: Client) -> Endpoint:
    panel.post(ADD, answers())
    return Endpoint.objects.get()


def test_an_endpoint_with_key_and_model_is_made(lab: Endpoint, admin: User) -> None:
    assert lab.base_url == "https://api.example.com/v1"
    assert LanguageModel.objects.get().name == "m-1"
    credential = Credential.objects.get()
    assert is_usable(credential)
    assert (credential.set_by, credential.hint) == (admin, "wxyz")


def test_the_key_is_not_shown_again(panel: Client, lab: Endpoint) -> None:
    page = panel.get(url(lab)).content.decode()
    assert KEY not in page
    assert lab.credentials.get().secret not in page
    assert "…wxyz" in page
    assert "in force" in page


def test_a_wrong_key_is_not_echoed(panel: Client, db: None) -> None:
    page = panel.post(ADD, answers(**{"credentials-0-key": "sk-with blanks inside"})).content.decode()
    assert "without blanks" in page
    assert "with blanks inside" not in page


def test_saving_without_a_key_keeps_the_stored_one(panel: Client, lab: Endpoint) -> None:
    before = lab.credentials.get().secret
    panel.post(url(lab), answers(lab, note="ours"))
    assert Endpoint.objects.get().note == "ours"
    assert lab.credentials.get().secret == before


def test_a_new_key_replaces_the_stored_one(panel: Client, lab: Endpoint) -> None:
    panel.post(url(lab), answers(lab, **{"credentials-0-key": "sk-other-0123456789abcd"}))
    assert lab.credentials.get().hint == "abcd"


def test_a_changed_origin_says_that_keys_are_left_behind(panel: Client, lab: Endpoint) -> None:
    page = panel.post(url(lab), answers(lab, base_url="https://other.example/v1"), follow=True)
    assert "Enter them again." in page.content.decode()
    assert "unusable" in panel.get(url(lab)).content.decode()


def test_a_key_entered_with_the_new_address_is_bound_to_it(panel: Client, lab: Endpoint) -> None:
    changes = {"base_url": "https://other.example/v1", "credentials-0-key": KEY}
    page = panel.post(url(lab), answers(lab, **changes), follow=True)
    assert is_usable(Credential.objects.get())
    assert "Enter them again." not in page.content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"base_url": "https://user:pw@host/"}, "must not contain a name or password"),
        ({"base_url": "http://api.example.com/"}, "Use https"),
        ({"base_url": "gopher://host/"}, "must start with https"),
        ({"headers": '{"Authorization": "Bearer x"}'}, "keys go into the API key field"),
        ({"headers": "[1]"}, "Headers are written as"),
        ({"request_defaults": '{"api_key": "x"}'}, "only temperature"),
        ({"provider": "unheard-of"}, "Select a valid choice"),
        ({"provider": "echo"}, "Select a valid choice"),
        ({"credentials-0-key": "", "credentials-0-label": "second"}, "Enter the key."),
    ],
)
def test_bad_input_gets_a_sentence(panel: Client, changes: dict[str, str], sentence: str) -> None:
    assert sentence in panel.post(ADD, answers(**changes)).content.decode()
    assert not Endpoint.objects.exists()


def test_what_is_left_empty_is_not_known(panel: Client) -> None:
    panel.post(ADD, answers(**{"models-0-capabilities": "", "headers": "", "request_defaults": ""}))
    model = LanguageModel.objects.get()
    assert (model.capabilities, model.input_price, model.context_window) == ([], None, None)
    assert (model.endpoint.headers, model.endpoint.request_defaults) == ({}, {})


def test_plain_http_is_for_local_endpoints(panel: Client) -> None:
    panel.post(ADD, answers(base_url="http://ollama:11434/v1", private_network="on"))
    assert Endpoint.objects.get().base_url == "http://ollama:11434/v1"


def test_its_pages_run_no_inline_script_or_style(panel: Client, lab: Endpoint) -> None:
    for path in ["/admin/", "/admin/catalog/endpoint/", ADD, url(lab), "/admin/accounts/user/"]:
        response = panel.get(path)
        assert "script-src 'self'" in response.headers["Content-Security-Policy"]
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", response.content.decode())


def test_deleting_a_key_ends_its_use(panel: Client, endpoint: Endpoint) -> None:
    set_key(endpoint, KEY)
    changes = {"base_url": endpoint.base_url, "private_network": "on", "credentials-0-DELETE": "on"}
    panel.post(url(endpoint), answers(endpoint, **changes))
    assert not Credential.objects.exists()
