"""Keys of an endpoint: several at a time, revoked at once, never shown; the password comes first."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils.html import escape

from playground.catalog.errors import NoKey
from playground.catalog.keys import is_usable, revoke, set_header, set_key
from playground.catalog.models import Credential, Endpoint, Inquiry
from playground.catalog.services import resolve
from tests import factories
from tests.factories import PASSWORD

from .pages import KEY, answers, change_url

OTHER = "sk-other-0123456789abcd"


@pytest.fixture
def url(endpoint: Endpoint) -> str:
    return f"/admin/catalog/endpoint/{endpoint.pk}/keys/"


def used(endpoint: Endpoint) -> str:
    key = resolve(factories.model(endpoint)).key
    assert key is not None
    return key.reveal()


def test_the_password_is_asked_for_first(panel: Client, url: str) -> None:
    stale(panel)
    for answer in (panel.get(url), panel.post(url, {"label": "x", "key": KEY})):
        assert answer.headers["Location"].startswith("/password/again/")
    assert not Credential.objects.exists()


@pytest.mark.parametrize(
    ("path", "sent", "kept"),
    [
        ("keys", {"label": "work & play", "key": KEY}, "label"),
        ("headers", {"name": "X-Gate", "value": KEY}, "name"),
    ],
)
def test_after_the_password_all_is_back_but_the_secret(panel, endpoint, url, path, sent, kept) -> None:
    stale(panel)
    asked = panel.post(
        f"/admin/catalog/endpoint/{endpoint.pk}/{path}/", sent, headers={"Referer": "http://testserver/"}
    )
    assert KEY not in asked.headers["Location"]
    back = parse_qs(urlsplit(asked.headers["Location"]).query)["next"][0]
    page = panel.post("/password/again/", {"password": PASSWORD, "next": back}, follow=True).content.decode()
    assert f'value="{escape(sent[kept])}"' in page
    assert page.count("Type it again") == 1
    assert KEY not in page
    assert not Credential.objects.exists()


@pytest.mark.parametrize("path", ["key/{key}/revoke/", "endpoint/{endpoint}/headers/remove/"])
def test_from_a_page_of_errors_the_password_leads_to_the_keys(panel: Client, endpoint: Endpoint, url, path) -> None:
    headers = f"/admin/catalog/endpoint/{endpoint.pk}/headers/"
    path = path.format(key=set_key(endpoint, KEY).pk, endpoint=endpoint.pk)
    stale(panel)
    asked = panel.post(f"/admin/catalog/{path}", headers={"Referer": f"http://testserver{headers}"})
    back = parse_qs(urlsplit(asked.headers["Location"]).query)["next"][0]
    assert back == headers
    page = panel.post("/password/again/", {"password": PASSWORD, "next": back}, follow=True)
    assert (page.status_code, page.request["PATH_INFO"]) == (200, url)
    assert Credential.objects.get().revoked_at is None


def test_a_test_that_comes_too_late_leaves_the_form_open(panel: Client, endpoint: Endpoint) -> None:
    stale(panel)
    for path in ("check/", f"{endpoint.pk}/check/"):
        response = panel.post(f"/admin/catalog/endpoint/{path}", answers(key=KEY), headers={"HX-Request": "true"})
        assert response.status_code == 422
        assert "HX-Redirect" not in response.headers
        assert "Type it in another tab" in response.content.decode()
    assert not Inquiry.objects.exists()


def test_a_key_of_an_endpoint_s_form_must_be_typed_again(panel: Client, endpoint: Endpoint) -> None:
    stale(panel)
    page = panel.post(change_url(endpoint), answers(base_url=endpoint.base_url, private_network="on", key=KEY))
    assert page.context["adminform"].form.errors["key"] == ["Type it again: secrets are not kept."]
    assert KEY not in page.content.decode()


def stale(panel: Client) -> None:
    session = panel.session
    del session["password_typed_at"]
    session.save()


def test_a_second_key_takes_over_while_the_first_stays(panel: Client, endpoint: Endpoint, url: str) -> None:
    for label, key in (("old", KEY), ("new", OTHER)):
        panel.post(url, {"label": label, "key": key})
    assert used(endpoint) == OTHER
    panel.post(f"/admin/catalog/key/{Credential.objects.get(label='new').pk}/revoke/", {"revoke": ""})
    assert used(endpoint) == KEY


def test_the_page_says_which_of_several_keys_is_used(panel: Client, endpoint: Endpoint, url: str) -> None:
    sealed_elsewhere = set_key(factories.endpoint(), KEY).secret
    for label in ("old", "new", "elsewhere", "gone"):
        set_key(endpoint, KEY, label=label)
    revoke(Credential.objects.get(endpoint=endpoint, label="gone"), by=None)
    Credential.objects.filter(endpoint=endpoint, label="elsewhere").update(secret=sealed_elsewhere)
    rows = panel.get(url).context["credentials"]
    states = {"gone": "revoked", "new": "used", "old": "waiting", "elsewhere": "unusable"}
    assert {credential.label: state for credential, state in rows} == states
    assert panel.get(url).content.decode().count("used now") == 1


def test_a_key_for_an_earlier_address_is_passed_over(endpoint: Endpoint) -> None:
    set_key(endpoint, KEY, label="here")
    Endpoint.objects.update(base_url="http://127.0.0.1:10/v1")
    endpoint.refresh_from_db()
    set_key(endpoint, OTHER, label="there")
    Endpoint.objects.update(base_url="http://127.0.0.1:9/v1")
    endpoint.refresh_from_db()
    assert used(endpoint) == KEY


def test_a_revoked_key_is_used_no_more_and_can_be_deleted(panel: Client, url: str) -> None:
    claude = factories.endpoint(provider="anthropic")
    credential = set_key(claude, KEY)
    revoke(credential, by=None)
    with pytest.raises(NoKey):
        resolve(factories.model(claude))
    panel.post(f"/admin/catalog/key/{credential.pk}/revoke/", {"delete": ""})
    assert not Credential.objects.exists()


def test_the_page_shows_ends_and_dates_alone(panel: Client, endpoint: Endpoint, url: str) -> None:
    panel.post(url, {"label": "work", "key": KEY})
    set_header(endpoint, "X-Team-Secret", "hush-hush-hush", by=None)
    page = panel.get(url).content.decode()
    assert all(text in page for text in ("work", "…wxyz", "in force", "root", "X-Team-Secret"))
    assert not any(text in page for text in (KEY, "hush", Credential.objects.get().secret))


@pytest.mark.parametrize("key", ["", "with blanks inside", "sk-a\r\nHost: evil", "sk-ключ"])
def test_a_bad_key_is_an_error_at_the_field(panel: Client, url: str, key: str) -> None:
    response = panel.post(url, {"label": "x", "key": key})
    assert response.status_code == 422
    assert response.context["form"].errors["key"]
    assert not key or key not in response.content.decode()


def test_a_secret_header_is_sent_and_can_be_replaced_and_deleted(panel: Client, endpoint: Endpoint) -> None:
    url = f"/admin/catalog/endpoint/{endpoint.pk}/headers/"
    for value in ("first-value", "second-value"):
        panel.post(url, {"name": "X-Gate", "value": value})
    endpoint.refresh_from_db()
    assert resolve(factories.model(endpoint)).secret_headers["X-Gate"].reveal() == "second-value"
    assert "value" not in str(endpoint.secret_headers)
    panel.post(f"{url}remove/", {"name": "X-Gate"})
    assert Endpoint.objects.get().secret_headers == {}


@pytest.mark.parametrize("data", [{"name": "Authorization", "value": "x"}, {"name": "X-A", "value": "é"}, {}])
def test_a_bad_header_is_an_error(panel: Client, endpoint: Endpoint, data: dict[str, Any]) -> None:
    response = panel.post(f"/admin/catalog/endpoint/{endpoint.pk}/headers/", data)
    assert response.status_code == 422
    assert response.context["header_form"].errors
    assert Endpoint.objects.get().secret_headers == {}


def test_secrets_do_not_move_with_the_address(endpoint: Endpoint) -> None:
    credential = set_key(endpoint, KEY)
    set_header(endpoint, "X-Gate", "first-value", by=None)
    Endpoint.objects.update(base_url="https://elsewhere.example/v1")
    credential.refresh_from_db()
    assert not is_usable(Credential.objects.get())
