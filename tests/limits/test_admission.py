"""A generation starts when every limit leaves room for it, and not otherwise."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from playground.catalog import keys
from playground.catalog.models import Endpoint
from playground.chat.models import Generation, Message, Status
from playground.chat.refusal import Refusal
from playground.chat.services import turns
from playground.limits.activity import SOURCE, Who
from playground.limits.use import Use
from tests import factories

from .conftest import limit, used


def refused(ask, conversation) -> str:
    """Why the next question is not asked; nothing is left of it."""
    before = Message.objects.count()
    with pytest.raises(Refusal) as refusal:
        ask(conversation)
    assert Message.objects.count() == before
    return f"{refusal.value.title} {refusal.value.text}"


def test_without_a_limit_everything_goes(ask, conversation, alice):
    used(alice, output_tokens=10**12, cost=10**6)
    assert [ask(conversation) for _ in range(5)] == [1] * 5


def test_answers_per_minute(ask, conversation):
    limit(per_minute=2)
    ask(conversation)
    ask(conversation)
    assert "2 answers per minute" in refused(ask, conversation)


def test_a_minute_later_there_is_room_again(ask, conversation):
    limit(per_minute=1)
    ask(conversation)
    Generation.objects.update(queued_at=timezone.now() - timedelta(seconds=61))
    ask(conversation)


def test_every_pane_counts(ask, alice, model):
    limit(per_minute=2)
    four = factories.conversation(alice, model, model, model, model)
    assert "Ask fewer models at a time." in refused(ask, four)


def test_answers_at_a_time(ask, conversation, alice, model):
    limit(at_once=1)
    ask(conversation, goes_on=True)
    other = factories.conversation(alice, model)
    assert "Running: 1 of 1." in refused(ask, other)
    Generation.objects.update(status=Status.STOPPED)
    ask(other)


@pytest.mark.parametrize(
    ("number", "spent"),
    [
        ({"tokens_per_day": 100}, {"input_tokens": 60, "output_tokens": 40}),
        ({"tokens_per_month": 100}, {"input_tokens": 60, "output_tokens": 40}),
        ({"usd_per_day": 5}, {"cost": 5}),
        ({"usd_per_month": 5}, {"cost": 5}),
    ],
)
def test_budgets(ask, conversation, alice, number, spent):
    limit(**number)
    ask(conversation)
    used(alice, **spent)
    assert "Your limit is reached" in refused(ask, conversation)


@pytest.mark.parametrize(
    ("number", "spent"),
    [({"tokens_per_day": 100}, {"assumed_tokens": 100}), ({"usd_per_month": 5}, {"cost": 2, "assumed_cost": 3})],
)
def test_what_providers_did_not_tell_counts_as_an_estimate(ask, conversation, alice, number, spent):
    limit(**number)
    used(alice, **spent)
    assert "Used: about " in refused(ask, conversation)


@pytest.mark.parametrize("number", ["tokens_per_day", "tokens_per_month"])
def test_what_was_used_before_does_not_count(ask, conversation, alice, number):
    limit(**{number: 100})
    before = timezone.localdate().replace(day=1) - timedelta(days=1)
    used(alice, day=before, output_tokens=1000)
    ask(conversation)


def test_what_somebody_paid_with_their_own_key_does_not_count(ask, conversation, alice):
    limit(usd_per_day=5)
    used(alice, cost=10, own_key=True)
    ask(conversation)


@pytest.fixture
def own_key(alice, model):
    """Alice's, at the endpoint of the model."""
    Endpoint.objects.filter(pk=model.endpoint_id).update(own_keys=True)
    model.endpoint.refresh_from_db()
    return keys.set_own_key(model.endpoint, "sk-of-her-own-0123456789", alice)


def test_with_an_own_key_a_budget_of_ours_does_not_hold(ask, conversation, alice, own_key):
    limit(usd_per_day=5)
    used(alice, cost=10)
    ask(conversation)
    assert Generation.objects.get().own_key


def test_an_own_key_is_no_condition_while_a_budget_leaves_room(ask, conversation, own_key):
    limit(usd_per_day=5)
    ask(conversation)
    assert not Generation.objects.get().own_key


def test_but_a_pace_does(ask, conversation, own_key):
    limit(per_minute=1)
    ask(conversation)
    refused(ask, conversation)


@pytest.mark.parametrize("loss", ["revoked", "address", "not allowed any more"])
def test_nor_does_one_that_would_not_be_used(ask, conversation, alice, model, own_key, loss):
    limit(usd_per_day=5)
    used(alice, cost=10)
    if loss == "revoked":
        keys.revoke(own_key, alice)
    change = {"base_url": "http://127.0.0.1:10/v1"} if loss == "address" else {"own_keys": loss == "revoked"}
    Endpoint.objects.update(**change)
    refused(ask, conversation)


def test_what_is_live_is_looked_up_before_what_has_ended(alice, model):
    with CaptureQueriesContext(connection) as queries:
        assert Use(Who("user", alice.pk)).spending.day.tokens == 0
    assert ["chat_generation" in queries[0]["sql"], "usage_userday" in queries[1]["sql"]] == [True, True]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by how much there is")
@pytest.mark.parametrize(("kind", "index"), [("user", "generations_of_a_user"), ("endpoint", "generations_of_a_model")])
def test_an_index_finds_the_last_minute(db, kind, index):
    with CaptureQueriesContext(connection) as queries:
        SOURCE.activity.asked(Who(kind, 1), timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + queries[0]["sql"])
        assert index in str(cursor.fetchall())


def test_what_runs_counts_with_the_average(ask, conversation, alice, model):
    limit(tokens_per_day=1000)
    used(alice, generations=2, output_tokens=900)
    ask(conversation, goes_on=True)
    assert "about 450 by answers that are running" in refused(ask, factories.conversation(alice, model))


def test_what_runs_with_an_own_key_counts_at_a_time_but_not_against_a_budget(ask, alice, model):
    limit(tokens_per_day=4000, at_once=5)
    ask(factories.conversation(alice, *[model] * 4), goes_on=True)
    Generation.objects.update(own_key=True)
    ask(factories.conversation(alice, model), goes_on=True)
    assert "Running: 5 of 5." in refused(ask, factories.conversation(alice, model))


def test_several_at_once_need_room_for_all(ask, alice, model):
    limit(tokens_per_day=1000)
    used(alice, generations=1, output_tokens=400)
    refused(ask, factories.conversation(alice, model, model, model))
    ask(factories.conversation(alice, model, model))


def test_nothing_at_all(ask, conversation):
    limit(usd_per_month=0)
    assert "Ask an admin if you need more." in refused(ask, conversation)


def test_deleted_conversations_count(ask, conversation, alice, model):
    limit(tokens_per_day=100)
    used(alice, output_tokens=100)
    conversation.delete()
    refused(ask, factories.conversation(alice, model))


def test_every_way_to_ask_is_limited(ask, conversation):
    ask(conversation)
    limit(per_minute=1)
    pane = conversation.panes.get()
    question = Message.objects.get(role="user")
    with pytest.raises(Refusal):
        turns.regenerate(pane, question)
    with pytest.raises(Refusal):
        turns.edit(pane, question, "How?", "n")


def test_without_a_limit_it_costs_one_query(ask, conversation):
    ask(conversation)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        ask(conversation)
    assert sum("limits_limit" in query["sql"] for query in queries) == 1
    assert not any("usage_" in query["sql"] for query in queries)
