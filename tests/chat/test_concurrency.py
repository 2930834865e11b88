"""Real threads, each with its own connection."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from playground.chat.models import Conversation, Generation, Message, Status, Turn
from playground.chat.refusal import Refusal
from playground.chat.services.conversations import draft_for
from playground.chat.services.panes import add_pane
from playground.chat.services.turns import send
from tests.factories import user

from . import factories

# PostgreSQL allows a hundred connections in all
MANY = 100 if connection.vendor == "sqlite" else 30

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """What each call returned or refused, all having started together."""
    start = Barrier(len(calls))

    def run(call):
        try:
            start.wait(60)
            return call()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def test_of_two_tabs_one_wins_and_the_other_is_refused(conversation):
    results = at_once(*[lambda n=n: send(conversation, f"from tab {n}", f"n{n}") for n in range(2)])
    assert sorted(type(result).__name__ for result in results) == ["Refusal", "Sent"]
    assert (Turn.objects.count(), Generation.objects.count()) == (1, 2)


def test_the_same_form_from_two_requests_is_one_turn(conversation):
    results = at_once(*[lambda: send(conversation, "twice", "same")] * 2)
    assert sorted(result.is_repeat for result in results) == [False, True]
    assert Turn.objects.count() == 1


def test_two_requests_find_the_same_draft(alice, model):
    drafts = at_once(*[lambda: draft_for(alice)] * 4)
    assert len({draft.pk for draft in drafts}) == 1
    assert drafts[0].panes.count() == 2


def test_the_limit_of_a_user_holds_across_conversations(settings, alice, model):
    settings.GENERATIONS_PER_USER = 3
    conversations = [factories.conversation(alice, model) for _ in range(6)]
    results = at_once(*[lambda each=each: send(each, "Hello", "n1") for each in conversations])
    assert Generation.objects.live().count() == 3
    assert sum(isinstance(result, Refusal) for result in results) == 3


def test_panes_added_at_once_have_different_places(conversation):
    at_once(*[lambda: add_pane(conversation)] * 3)
    assert [pane.position for pane in conversation.panes.open()] == [0, 1, 2, 3, 4]


def test_many_first_messages_at_once_are_all_kept(model):
    drafts = [factories.draft(user(), model) for _ in range(MANY)]
    results = at_once(*[lambda each=each: send(each, "First!", "n1") for each in drafts])
    assert all(len(result.generations) == 1 for result in results)
    assert Message.objects.filter(text="First!").count() == MANY
    assert Generation.objects.filter(status=Status.QUEUED).count() == MANY
    assert not Conversation.objects.filter(is_draft=True).exists()
