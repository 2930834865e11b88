"""A key of one's own: where an admin allows it, for its owner alone."""

import re

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from playground.accounts.models import User
from playground.catalog.errors import NoOwnKey
from playground.catalog.keys import set_key, set_own_key
from playground.catalog.models import Credential, Endpoint, LanguageModel
from playground.catalog.services import resolve
from tests import factories
from tests.factories import PASSWORD

SHARED = "sk-shared-0123456789abcd"
OWN = "sk-own-0123456789efgh"


@pytest.fixture
def open_endpoint(db: None) -> Endpoint:
    return factories.endpoint(own_keys=True)


@pytest.fixture
def model(open_endpoint: Endpoint) -> LanguageModel:
    return factories.model(open_endpoint)


def used(model: LanguageModel, user: User | None) -> str:
    key = resolve(model, user and user.pk).key
    return key.reveal() if key else ""


def test_it_is_used_for_its_owner_alone(model: LanguageModel, alice: User, bob: User) -> None:
    set_key(model.endpoint, SHARED)
    set_own_key(model.endpoint, OWN, alice)
    assert (used(model, alice), used(model, bob), used(model, None)) == (OWN, SHARED, SHARED)
    assert resolve(model, alice.pk).own_key
    assert not resolve(model, bob.pk).own_key


def test_without_the_admin_s_leave_it_is_not_used(model: LanguageModel, alice: User) -> None:
    set_own_key(model.endpoint, OWN, alice)
    Endpoint.objects.update(own_keys=False)
    model.endpoint.refresh_from_db()
    assert used(model, alice) == ""


def test_others_need_a_key_of_theirs(alice: User, bob: User) -> None:
    model = factories.model(factories.endpoint(provider="anthropic", own_keys=True))
    set_own_key(model.endpoint, OWN, alice)
    assert used(model, alice) == OWN
    with pytest.raises(NoOwnKey, match="key of your own"):
        resolve(model, bob.pk)


def test_people_store_and_delete_it_themselves(client: Client, alice: User, model: LanguageModel) -> None:
    client.force_login(alice)
    client.post(f"/keys/{model.endpoint_id}/", {"key": OWN})
    page = client.get("/keys/").content.decode()
    assert "…efgh" in page
    assert OWN not in page
    assert used(model, alice) == OWN
    client.post(f"/keys/{model.endpoint_id}/remove/")
    assert not Credential.objects.exists()


def test_one_replaces_the_other(client: Client, alice: User, model: LanguageModel) -> None:
    client.force_login(alice)
    for key in (SHARED, OWN):
        client.post(f"/keys/{model.endpoint_id}/", {"key": key})
    assert Credential.objects.get().hint == "efgh"


def test_a_bad_key_is_an_error_and_not_echoed(client: Client, alice: User, model: LanguageModel) -> None:
    client.force_login(alice)
    response = client.post(f"/keys/{model.endpoint_id}/", {"key": "with blanks inside"})
    assert response.status_code == 422
    assert b"with blanks inside" not in response.content


def test_each_endpoint_has_a_field_and_a_label_of_its_own(client: Client, alice: User, model: LanguageModel) -> None:
    other = factories.model(factories.endpoint(own_keys=True)).endpoint
    client.force_login(alice)
    pages = client.get("/keys/"), client.post(f"/keys/{other.pk}/", {"key": "with blanks"})
    for page in (response.content.decode() for response in pages):
        fields = re.findall(r'<input type="password"[^>]* id="([^"]+)"', page)
        labels = re.findall(r'<label for="([^"]+)"', page)
        assert fields == labels
        assert len(set(fields)) == 2


def test_an_endpoint_that_takes_none_is_not_found(client: Client, alice: User, endpoint: Endpoint) -> None:
    factories.model(endpoint)
    client.force_login(alice)
    assert client.post(f"/keys/{endpoint.pk}/", {"key": OWN}).status_code == 404


def test_nor_is_one_of_a_group_of_others(client: Client, alice: User, model: LanguageModel) -> None:
    model.endpoint.groups.add(Group.objects.create(name="lab"))
    client.force_login(alice)
    assert client.post(f"/keys/{model.endpoint_id}/", {"key": OWN}).status_code == 404
    assert model.endpoint.name not in client.get("/keys/").content.decode()


def test_nobody_deletes_somebody_else_s(client: Client, alice: User, bob: User, model: LanguageModel) -> None:
    set_own_key(model.endpoint, OWN, alice)
    client.force_login(bob)
    client.post(f"/keys/{model.endpoint_id}/remove/")
    assert Credential.objects.exists()


def test_the_password_comes_first(client: Client, alice: User, model: LanguageModel) -> None:
    client.force_login(alice)
    session = client.session
    del session["password_typed_at"]
    session.save()
    assert client.get("/keys/").status_code == client.post(f"/keys/{model.endpoint_id}/", {"key": OWN}).status_code
    assert not Credential.objects.exists()
    asked = client.post(f"/keys/{model.endpoint_id}/", {"key": OWN})
    page = client.post(asked.headers["Location"], {"password": PASSWORD}, follow=True).content.decode()
    assert page.count("Type it again") == 1


def test_from_a_page_of_errors_the_password_leads_to_the_keys(client: Client, alice: User, model) -> None:
    client.force_login(alice)
    page = client.get(f"/keys/{model.endpoint_id}/", follow=True)
    assert (page.status_code, page.request["PATH_INFO"]) == (200, "/keys/")
