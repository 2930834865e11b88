"""Drafts, titles, and what is deleted."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from playground.chat.models import Conversation, Message, Status
from playground.chat.refusal import Refusal
from playground.chat.services.conversations import compare, delete, draft_for, rename, restore
from playground.chat.services.panes import change_settings
from playground.chat.services.turns import send
from tests.factories import endpoint as new_endpoint
from tests.factories import model as new_model

from . import factories


def test_a_newcomer_gets_two_panes_with_different_models(alice, model):
    new_model()
    models = [pane.model for pane in draft_for(alice).panes.all()]
    assert len(set(models)) == 2


def test_with_one_model_the_panes_differ_in_temperature(alice, model):
    panes = draft_for(alice).panes.all()
    assert [(pane.model, pane.params) for pane in panes] == [
        (model, {"temperature": 0.2}),
        (model, {"temperature": 1.0}),
    ]


def test_models_that_come_later_are_put_into_the_draft(alice, endpoint):
    draft = draft_for(alice)
    assert [pane.model for pane in draft.panes.all()] == [None, None]
    model = new_model(endpoint)
    assert [pane.model for pane in draft_for(alice).panes.all()] == [model, model]


def test_models_that_are_switched_off_are_not_chosen(alice, model):
    model.enabled = False
    model.save()
    assert [pane.model for pane in draft_for(alice).panes.all()] == [None, None]


def test_there_is_one_draft(alice, model):
    assert draft_for(alice) == draft_for(alice)


def test_the_next_draft_has_the_panes_of_the_last_conversation(alice, model):
    first = draft_for(alice)
    first.panes.filter(position=1).update(system_prompt="Be brief.", params={"seed": 7})
    send(first, "Hello", "n1")
    panes = draft_for(alice).panes.all()
    assert [(pane.system_prompt, pane.params) for pane in panes] == [
        ("", {"temperature": 0.2}),
        ("Be brief.", {"seed": 7}),
    ]
    assert [pane.head_id for pane in panes] == [None, None]


def test_the_models_of_an_endpoint_are_compared(alice, model, endpoint):
    draft = draft_for(alice)
    other = new_endpoint()
    theirs = [new_model(other) for _ in range(5)]
    assert compare(alice, other.pk) == (draft, 1)
    assert [pane.model for pane in draft.panes.open()] == theirs[:4]
    assert all(pane.params == {} for pane in draft.panes.open())


def test_what_was_set_in_the_draft_is_kept_when_models_are_compared(alice, model, endpoint):
    first, last = draft_for(alice).panes.open()
    change_settings(first, "Be brief.", {"temperature": 0.2})
    change_settings(last, "Be kind.", {"seed": 7})
    other = new_endpoint()
    _theirs = [new_model(other) for _ in range(3)]
    draft, _others = compare(alice, other.pk)
    assert [(pane.system_prompt, pane.params) for pane in draft.panes.open()] == [
        ("Be brief.", {"temperature": 0.2}),
        ("Be kind.", {"seed": 7}),
        ("Be kind.", {"seed": 7}),
    ]


def test_where_there_is_nothing_to_compare_the_draft_stays(alice, model):
    panes = list(draft_for(alice).panes.open())
    assert list(compare(alice, 999_999)[0].panes.open()) == panes


def test_models_of_other_groups_are_not_compared(alice, model, endpoint):
    panes = list(draft_for(alice).panes.open())
    endpoint.groups.add(Group.objects.create(name="Others"))
    assert list(compare(alice, endpoint.pk)[0].panes.open()) == panes


def test_a_title_is_kept_on_one_line_and_short(conversation):
    rename(conversation, "  A\x00\nB " + "x" * 300)
    conversation.refresh_from_db()
    assert conversation.title.startswith("A\ufffd B x")
    assert len(conversation.title) == 200


def test_an_empty_title_is_refused(conversation):
    with pytest.raises(Refusal):
        rename(conversation, "  ")


def test_renaming_does_not_move_it_up_the_list(conversation):
    before = conversation.updated_at
    rename(conversation, "Other")
    conversation.refresh_from_db()
    assert conversation.updated_at == before


def test_deleting_hides_it_and_stops_its_answers(alice, conversation, panes):
    running = factories.answer(panes[0], status=Status.RUNNING).generation
    delete(conversation)
    assert not Conversation.objects.of(alice.pk).exists()
    running.refresh_from_db()
    assert running.stop_requested


def test_a_deleted_one_can_be_restored(alice, conversation, panes):
    factories.answer(panes[0])
    delete(conversation)
    restore(conversation)
    assert Conversation.objects.of(alice.pk).get() == conversation
    assert Message.objects.count() == 2


def test_a_draft_is_not_deleted(alice, model):
    with pytest.raises(Refusal):
        delete(draft_for(alice))


def test_what_was_deleted_long_ago_goes_for_good(alice, bob, model):
    old, recent, bobs = (factories.conversation(owner, model) for owner in (alice, alice, bob))
    for _ in range(5):
        factories.answer(old.panes.get())
    long_ago = timezone.now() - timedelta(days=31)
    Conversation.objects.filter(pk__in=[old.pk, bobs.pk]).update(deleted_at=long_ago)
    delete(recent)
    assert set(Conversation.objects.all()) == {recent, bobs}
    assert Message.objects.count() == 0
