"""Which models somebody may choose."""

import pytest
from django.contrib.auth.models import AnonymousUser

from playground.accounts.models import User
from playground.catalog.access import models_for
from playground.catalog.models import Endpoint, LanguageModel
from tests import factories


def test_everybody_who_is_signed_in_sees_enabled_models(alice: User, model: LanguageModel) -> None:
    assert list(models_for(alice)) == [model]


def test_switched_off_models_and_endpoints_are_hidden(alice: User, endpoint: Endpoint) -> None:
    factories.model(endpoint, enabled=False)
    factories.model(factories.endpoint(enabled=False))
    assert not models_for(alice).exists()


@pytest.mark.parametrize("stranger", [AnonymousUser(), User(is_active=False)])
def test_nobody_else_sees_any(stranger, model: LanguageModel) -> None:
    assert not models_for(stranger).exists()


def test_endpoints_come_in_the_same_query(alice: User, model: LanguageModel, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert [found.endpoint.name for found in models_for(alice)] == [model.endpoint.name]
