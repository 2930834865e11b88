"""Every page that is added to the admin panel, for everybody who may not open it."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import get_resolver, reverse

from playground.accounts.models import User
from playground.catalog import panel
from playground.catalog.models import Credential, Endpoint, LanguageModel
from tests import factories
from tests.upstream import Upstream

from .pages import ADD, KEY, answers

ADMIN = next(part for part in get_resolver().url_patterns if getattr(part, "namespace", "") == "admin")
ADDRESSES = {pattern.name: pattern.pattern.converters for pattern in ADMIN.url_patterns if hasattr(pattern, "name")}
OURS = [page.name for page in panel.pages]


def address(name: str) -> str:
    return reverse(f"admin:{name}", kwargs=dict.fromkeys(ADDRESSES[name], 1))


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", OURS)
def test_nobody_is_asked_to_sign_in(client: Client, db: None, name: str, method: str) -> None:
    answer = getattr(client, method)(address(name))
    assert answer.status_code == 302
    assert "sign-in" in answer.url or "login" in answer.url


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", OURS)
def test_others_stay_outside(client: Client, bob: User, name: str, method: str) -> None:
    client.force_login(bob)
    assert getattr(client, method)(address(name), follow=True).status_code == 403


@pytest.mark.parametrize("name", [page.name for page in panel.pages if page.permission])
def test_a_page_with_a_permission_is_not_for_those_without(rf, bob: User, name: str) -> None:
    page = next(page for page in panel.pages if page.name == name)
    assert not page.may_open(bob)
    app, codename = page.permission.split(".")
    assert Permission.objects.filter(content_type__app_label=app, codename=codename).exists()


@pytest.mark.parametrize("name", OURS)
def test_a_form_without_its_token_is_refused(admin: User, name: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(admin)
    assert browser.post(address(name)).status_code in {403, 405}


@pytest.mark.parametrize("name", [name for name in OURS if "pk" in ADDRESSES[name]])
def test_what_does_not_exist_is_not_found(panel: Client, name: str) -> None:
    url = reverse(f"admin:{name}", kwargs={"pk": 999_999})
    assert {panel.get(url).status_code, panel.post(url).status_code} <= {404, 405}


@pytest.mark.parametrize("name", ["own-keys", "store-own-key", "remove-own-key"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_has_keys_of_their_own(client: Client, db: None, name: str, method: str) -> None:
    url = reverse(f"catalog:{name}", args=[] if name == "own-keys" else [1])
    assert getattr(client, method)(url).url.startswith("/sign-in/")


def test_pages_open_for_superusers(panel: Client) -> None:
    for name in ("catalog_endpoint_pick", "catalog_endpoint_address"):
        assert panel.get(address(name)).status_code == 200
    for name in ("catalog_endpoint_keys", "catalog_endpoint_models"):
        assert panel.get(reverse(f"admin:{name}", args=[factories.endpoint().pk])).status_code == 200


@pytest.fixture
def helper(client: Client, bob: User) -> Client:
    """Staff who may change endpoints, and nothing else."""
    User.objects.filter(pk=bob.pk).update(is_staff=True)
    bob.user_permissions.add(*Permission.objects.filter(codename__in=["add_endpoint", "change_endpoint"]))
    client.force_login(bob)
    return client


def test_who_may_not_set_keys_sets_none_with_an_endpoint(helper: Client, endpoint: Endpoint) -> None:
    url = f"/admin/catalog/endpoint/{endpoint.pk}/change/"
    assert 'name="key"' not in helper.get(url).content.decode()
    helper.post(url, answers(base_url=endpoint.base_url, private_network="on", key=KEY, note="theirs"))
    assert Endpoint.objects.get().note == "theirs"
    assert not Credential.objects.exists()


def test_nor_does_such_a_key_go_anywhere(helper: Client, upstream: Upstream, answered: Any) -> None:
    with answered():
        sent = answers(base_url=f"{upstream.url}/v1", private_network="on", key=KEY)
        helper.post("/admin/catalog/endpoint/check/?vendor=compatible", sent)
    assert "authorization" not in upstream.requests[0].headers


def test_pages_of_keys_and_models_are_closed_to_them(helper: Client, endpoint: Endpoint) -> None:
    for page in ("keys", "models"):
        assert helper.get(f"/admin/catalog/endpoint/{endpoint.pk}/{page}/").status_code == 403


def test_an_endpoint_that_they_add_leads_to_the_list(helper: Client) -> None:
    assert helper.post(ADD, answers()).headers["Location"] == "/admin/catalog/endpoint/"


def test_nor_does_it_offer_the_model_that_was_tried(helper: Client) -> None:
    assert "offer when you save" not in helper.get(ADD).content.decode()
    helper.post(ADD, answers(model="tried"))
    assert Endpoint.objects.exists()
    assert not LanguageModel.objects.exists()


@pytest.mark.parametrize("may_change", [True, False])
def test_who_may_only_add_models_switches_none_on(helper: Client, bob: User, may_change: bool) -> None:
    model = factories.model(enabled=False)
    codenames = ["add_languagemodel", *(["change_languagemodel"] if may_change else [])]
    bob.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    helper.post(f"/admin/catalog/endpoint/{model.endpoint_id}/models/", {"name": model.name})
    assert LanguageModel.objects.get().enabled == may_change
