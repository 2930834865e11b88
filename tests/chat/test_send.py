"""A question to several panes."""

import pytest
from django.test import override_settings

from playground.chat.models import Generation, Message, Role, Status, Turn
from playground.chat.refusal import Refusal
from playground.chat.services.panes import change_settings, choose_model, remove_pane
from playground.chat.services.turns import regenerate, send

from . import factories


def test_the_first_turn_is_one_question_with_an_answer_for_each_pane(conversation, panes):
    sent = send(conversation, "Why is the sky blue?", "n1")
    asked = Message.objects.get(role=Role.USER)
    answers = Message.objects.filter(role=Role.ASSISTANT)
    assert [answer.parent_id for answer in answers] == [asked.pk, asked.pk]
    assert [generation.status for generation in sent.generations] == [Status.QUEUED, Status.QUEUED]
    assert [pane.head_id for pane in conversation.panes.all()] == [answer.pk for answer in answers]


def test_diverged_panes_each_get_the_question_below_their_own_head(conversation, panes):
    send(conversation, "one", "n1")
    factories.finish(*panes)
    send(conversation, "two", "n2")
    heads = [pane.head for pane in conversation.panes.all()]
    assert heads[0].parent_id != heads[1].parent_id
    assert {head.parent.text for head in heads} == {"two"}
    assert heads[0].parent.parent.generation.pane_id == panes[0].pk


def test_only_the_addressed_panes_are_asked(conversation, panes):
    sent = send(conversation, "one", "n1", [panes[1].pk])
    assert [generation.pane_id for generation in sent.generations] == [panes[1].pk]


def test_a_skipped_pane_stands_on_the_question_and_can_be_asked_later(conversation, panes, model):
    conversation.panes.filter(pk=panes[0].pk).update(model=None)
    send(conversation, "one", "n1")
    panes[0].refresh_from_db()
    assert (panes[0].head.role, panes[0].head.text) == (Role.USER, "one")
    choose_model(panes[0], model)
    assert regenerate(panes[0], panes[0].head).message.parent == panes[0].head


def test_a_pane_that_lost_its_model_while_answering_is_waited_for(conversation, panes):
    send(conversation, "one", "n1")
    factories.finish(panes[1])
    conversation.panes.filter(pk=panes[0].pk).update(model=None)
    with pytest.raises(Refusal, match="still answering"):
        send(conversation, "two", "n2")


def test_closed_panes_are_not_asked(conversation, panes):
    conversation.panes.filter(pk=panes[0].pk).update(closed_at="2026-01-01T00:00Z")
    assert [generation.pane_id for generation in send(conversation, "one", "n1").generations] == [panes[1].pk]


def test_panes_that_were_removed_say_so(conversation, panes):
    remove_pane(panes[0])
    with pytest.raises(Refusal, match="panes were removed"):
        send(conversation, "one", "n1", [panes[0].pk])
    assert Turn.objects.count() == 0


def test_the_generation_remembers_what_was_asked(conversation, panes, model):
    change_settings(panes[0], "Be brief.", {"temperature": 0.2})
    generation = send(conversation, "one", "n1", [panes[0].pk]).generations[0]
    change_settings(panes[0], "", {})
    generation.refresh_from_db()
    assert (generation.system_prompt, generation.params) == ("Be brief.", {"temperature": 0.2})
    assert (generation.provider, generation.endpoint_name) == (model.endpoint.provider, model.endpoint.name)
    assert generation.model_name == model.name


def test_it_is_announced_when_committed(conversation, queued, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        sent = send(conversation, "one", "n1")
        assert queued == []
    callbacks[0]()
    assert queued == [generation.pk for generation in sent.generations]


def test_the_first_question_makes_the_draft_a_conversation_with_a_title(alice, model):
    draft = factories.draft(alice, model)
    sent = send(draft, "\n# Tea or   coffee?\nExplain.", "n1")
    draft.refresh_from_db()
    assert sent.is_first
    assert (draft.title, draft.is_draft) == ("Tea or coffee?", False)


def test_the_same_form_twice_makes_one_turn(conversation):
    send(conversation, "one", "n1")
    again = send(conversation, "one", "n1")
    assert again.is_repeat
    assert (Turn.objects.count(), Generation.objects.count()) == (1, 2)


def test_a_form_changed_before_it_is_sent_again_makes_another(conversation, panes):
    send(conversation, "one", "n1")
    factories.finish(*panes)
    assert not send(conversation, "two", "n1").is_repeat
    factories.finish(*panes)
    assert send(conversation, "two", "n1").is_repeat
    assert Turn.objects.count() == 2


def test_a_busy_pane_refuses_and_nothing_changes(conversation):
    send(conversation, "one", "n1")
    with pytest.raises(Refusal, match="still answering"):
        send(conversation, "two", "n2")
    assert Turn.objects.count() == 1


def test_a_pane_without_a_model_is_skipped_and_named(conversation, panes):
    conversation.panes.filter(pk=panes[0].pk).update(model=None)
    sent = send(conversation, "one", "n1")
    assert [pane.pk for pane in sent.skipped] == [panes[0].pk]
    assert [generation.pane_id for generation in sent.generations] == [panes[1].pk]


def test_without_any_usable_model_it_is_refused(conversation, model):
    model.endpoint.enabled = False
    model.endpoint.save()
    with pytest.raises(Refusal, match="No pane has a model") as refusal:
        send(conversation, "one", "n1")
    assert refusal.value.text.startswith("Small model: Switched off by an admin: choose another. Nothing was sent")
    assert Turn.objects.count() == 0


@override_settings(GENERATIONS_PER_USER=3)
def test_the_limit_counts_all_conversations_of_the_user(alice, bob, conversation, model):
    send(factories.conversation(bob, model, model), "one", "n1")
    send(conversation, "one", "n1")
    with pytest.raises(Refusal, match="Too many"):
        send(factories.conversation(alice, model, model), "one", "n1")


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 21])
def test_nothing_and_too_much_are_refused(conversation, text):
    with override_settings(MESSAGE_CHARACTERS=20), pytest.raises(Refusal):
        send(conversation, text, "n1")


def test_what_no_database_keeps_is_replaced(conversation):
    send(conversation, "a\x00b\ud800c\r\nd", "n1")
    assert Message.objects.get(role=Role.USER).text == "a\ufffdb\ufffdc\nd"


def test_a_deleted_conversation_refuses(conversation):
    conversation.deleted_at = "2026-01-01T00:00Z"
    conversation.save()
    with pytest.raises(Refusal, match="deleted"):
        send(conversation, "one", "n1")
