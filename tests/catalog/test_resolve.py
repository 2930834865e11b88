"""From a model to everything that a call needs, or to a sentence that says what is missing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from playground.catalog.errors import EndpointDisabled, NoKey, WrongAddress, WrongMasterKey, WrongOrigin
from playground.catalog.models import Credential, Endpoint, LanguageModel
from playground.catalog.services import CatalogError, resolve, set_key
from tests import factories

KEY = "sk-live-0123456789wxyz"


def test_it_carries_the_endpoint_s_settings(model: LanguageModel, endpoint: Endpoint) -> None:
    endpoint.headers, endpoint.request_defaults = {"X-Team": "a"}, {"seed": 1}
    connection = resolve(model)
    assert (connection.provider, connection.base_url, connection.model) == ("openai", endpoint.base_url, model.name)
    assert (connection.headers, connection.request_defaults) == ({"X-Team": "a"}, {"seed": 1})
    assert (connection.first_token_seconds, connection.idle_seconds, connection.key) == (120, 60, None)


def test_private_networks_are_for_local_endpoints(model: LanguageModel, endpoint: Endpoint, settings) -> None:
    settings.EGRESS_ALLOW_NETS = ["10.0.0.0/8"]
    assert resolve(model).allow_nets == ("10.0.0.0/8",)
    endpoint.private_network = False
    assert resolve(model).allow_nets == ()


def test_without_an_address_the_provider_s_own_is_used(db: None) -> None:
    model = factories.model(factories.endpoint(base_url=""))
    assert resolve(model).base_url == "https://api.openai.com/v1"


def test_the_key_comes_along_unseen(model: LanguageModel, endpoint: Endpoint) -> None:
    set_key(endpoint, KEY)
    connection = resolve(model)
    assert connection.key is not None
    assert connection.key.reveal() == KEY
    assert KEY not in repr(connection)


def test_the_newest_key_in_force_is_used(model: LanguageModel, endpoint: Endpoint) -> None:
    set_key(endpoint, KEY, label="old")
    set_key(endpoint, "sk-revoked-0123456789", label="revoked")
    Credential.objects.filter(label="revoked").update(revoked_at=timezone.now())
    connection = resolve(model)
    assert connection.key is not None
    assert connection.key.reveal() == KEY


@pytest.mark.parametrize("where", ["model", "endpoint"])
def test_switched_off(model: LanguageModel, where: str) -> None:
    (model if where == "model" else model.endpoint).enabled = False
    with pytest.raises(EndpointDisabled):
        resolve(model)


def test_a_missing_key(db: None) -> None:
    with pytest.raises(NoKey, match="no API key"):
        resolve(factories.model(factories.endpoint(provider="anthropic")))


@pytest.mark.parametrize("moved", ["http://127.0.0.1:10/v1", "https://127.0.0.1:9/v1", "http://localhost:9/v1"])
def test_a_changed_address_cannot_have_the_key(model: LanguageModel, endpoint: Endpoint, moved: str) -> None:
    set_key(endpoint, KEY)
    Endpoint.objects.update(base_url=moved)
    model.refresh_from_db()
    with pytest.raises(WrongOrigin, match="enter the key again"):
        resolve(model)


def test_a_key_copied_to_another_endpoint_is_no_use_there(model: LanguageModel, endpoint: Endpoint) -> None:
    set_key(endpoint, KEY)
    other = factories.model(factories.endpoint(base_url=endpoint.base_url))
    Credential.objects.update(endpoint=other.endpoint)
    with pytest.raises(WrongOrigin):
        resolve(other)


def test_another_master_key(model: LanguageModel, endpoint: Endpoint, settings, tmp_path) -> None:
    set_key(endpoint, KEY)
    settings.MASTER_KEY_FILE = tmp_path / "master.key"
    with pytest.raises(WrongMasterKey, match=r"master\.key"):
        resolve(model)


@pytest.mark.parametrize("fields", [{"base_url": "http://a\\@b/"}, {"provider": "unheard-of"}])
def test_an_endpoint_that_makes_no_sense(db: None, fields: dict[str, str]) -> None:
    with pytest.raises(WrongAddress):
        resolve(factories.model(factories.endpoint(**fields)))


def test_each_error_has_a_name_and_a_sentence() -> None:
    errors = CatalogError.__subclasses__()
    assert len({error.kind for error in errors}) == len(errors)
    assert all(str(error()).endswith(".") for error in errors)


def test_the_use_is_noted_but_not_each_time(model, endpoint, django_assert_num_queries) -> None:
    set_key(endpoint, KEY)
    resolve(model)
    assert Credential.objects.get().last_used_at is not None
    with django_assert_num_queries(1):
        resolve(model)
    long_ago = timezone.now() - timedelta(hours=1)
    Credential.objects.update(last_used_at=long_ago)
    resolve(model)
    assert Credential.objects.get().last_used_at > long_ago
