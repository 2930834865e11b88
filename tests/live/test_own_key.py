"""A generation that was paid with the user's own key says so, from its first request on."""

import secrets

import pytest

from playground.catalog.errors import OwnKeyGone
from playground.catalog.keys import remove, set_key, set_own_key
from playground.chat.models import Generation
from playground.chat.services import conversations, turns
from playground.limits.models import Limit
from playground.live.job import job_of
from playground.live.store import Outcome, finish
from playground.usage.models import Day
from tests import factories


@pytest.fixture
def generation(alice):
    """One that runs, at an endpoint that takes keys of people's own."""
    model = factories.model(factories.endpoint(own_keys=True))
    set_key(model.endpoint, "sk-shared-0123456789abcd")
    draft = conversations.draft_for(alice)
    turns.send(draft, "Hello", secrets.token_hex(4))
    Generation.objects.update(status="running", owner="me")
    return Generation.objects.select_related("model__endpoint", "message").first()


def paid_by_themselves(generation):
    job_of(generation, on_wait=lambda *_: None)
    finish(generation, "me", Outcome("completed"))
    return Day.objects.get().own_key, Generation.objects.get(pk=generation.pk).own_key


def test_with_a_key_of_their_own(generation, alice):
    set_own_key(generation.model.endpoint, "sk-own-0123456789efgh", alice)
    assert paid_by_themselves(generation) == (True, True)


def test_with_the_shared_one(generation, bob):
    set_own_key(generation.model.endpoint, "sk-own-0123456789efgh", bob)
    assert paid_by_themselves(generation) == (False, False)


def test_a_key_removed_while_a_question_waits_is_not_replaced_by_the_shared_one(alice):
    model = factories.model(factories.endpoint(own_keys=True))
    set_key(model.endpoint, "sk-shared-0123456789abcd")
    own = set_own_key(model.endpoint, "sk-own-0123456789efgh", alice)
    Limit.objects.create(kind="everybody", tokens_per_day=0)
    [generation, *_] = turns.send(conversations.draft_for(alice), "Hello", "nonce").generations
    remove(own, by=alice)
    with pytest.raises(OwnKeyGone):
        job_of(generation, on_wait=lambda *_: None)
