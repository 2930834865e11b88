"""The same question again, or an edited one."""

import pytest

from playground.chat.models import Generation, Message, Role
from playground.chat.refusal import Refusal
from playground.chat.services.turns import edit, regenerate, send

from . import factories


def test_another_answer_stands_beside_the_first(panes):
    first = factories.answer(panes[0])
    generation = regenerate(panes[0], first)
    assert generation.message.parent_id == first.parent_id
    assert generation.message.turn_id == first.turn_id
    panes[0].refresh_from_db()
    assert panes[0].head_id == generation.message_id


def test_a_question_can_be_answered_again_as_well(panes):
    first = factories.answer(panes[0])
    assert regenerate(panes[0], first.parent).message.parent_id == first.parent_id


def test_neighbours_stay(panes):
    first = factories.answer(panes[0])
    regenerate(panes[0], first)
    panes[1].refresh_from_db()
    assert panes[1].head_id is None


def test_a_busy_pane_refuses(conversation, panes):
    [generation] = send(conversation, "one", "n1", [panes[0].pk]).generations
    with pytest.raises(Refusal, match="still answering"):
        regenerate(panes[0], generation.message)
    assert Generation.objects.count() == 1


def test_a_pane_without_a_model_refuses(panes):
    first = factories.answer(panes[0])
    panes[0].model = None
    panes[0].save()
    with pytest.raises(Refusal, match="no model"):
        regenerate(panes[0], first)


def test_an_edited_question_is_a_sibling_in_a_turn_of_its_own(panes):
    first = factories.answer(panes[0])
    edit(panes[0], first.parent, "Why not?", "n9")
    changed = Message.objects.get(text="Why not?")
    assert changed.parent_id == first.parent.parent_id
    assert changed.turn_id != first.turn_id
    panes[0].refresh_from_db()
    assert panes[0].head.parent_id == changed.pk


def test_an_edit_sent_twice_is_one(panes):
    first = factories.answer(panes[0])
    edit(panes[0], first.parent, "Why not?", "n9")
    edit(panes[0], first.parent, "Why not?", "n9")
    assert Message.objects.filter(text="Why not?").count() == 1


def test_an_edit_changed_before_it_is_sent_again_is_another(panes):
    first = factories.answer(panes[0])
    edit(panes[0], first.parent, "Why not?", "n9")
    factories.finish(panes[0])
    edit(panes[0], first.parent, "Why not now?", "n9")
    panes[0].refresh_from_db()
    assert panes[0].head.parent.text == "Why not now?"


def test_answers_cannot_be_edited(panes):
    first = factories.answer(panes[0])
    with pytest.raises(Refusal, match="Only questions"):
        edit(panes[0], first, "Lies.", "n9")
    assert Message.objects.filter(role=Role.USER).count() == 1


def test_a_question_is_edited_wherever_it_was_asked(conversation, panes):
    first = factories.answer(panes[0])
    factories.answer(panes[1], to=first.parent)
    third = factories.answer(panes[0], text="The third stands further down.")
    edit(panes[0], first.parent, "Why not?", "n9", everywhere=True)
    [changed] = Message.objects.filter(text="Why not?")
    assert changed.parent_id == first.parent.parent_id
    assert [pane.head.parent for pane in conversation.panes.open()] == [changed, changed]
    assert Message.objects.filter(pk=third.pk).exists()


def test_it_stands_below_each_panes_own_history(conversation, panes):
    answers = [factories.answer(pane) for pane in panes]
    later = send(conversation, "And then?", "n1").generations
    for pane in panes:
        factories.finish(pane)
    edit(panes[0], later[0].message.parent, "And now?", "n9", everywhere=True)
    changed = Message.objects.filter(text="And now?")
    assert {question.parent_id for question in changed} == {each.pk for each in answers}
    assert [pane.head.parent.text for pane in conversation.panes.open()] == ["And now?"] * 2


def test_a_pane_that_shows_another_turn_is_left_alone(conversation, panes):
    first = factories.answer(panes[0])
    elsewhere = factories.answer(panes[1], text="Another turn.")
    edit(panes[0], first.parent, "Why not?", "n9", everywhere=True)
    panes[1].refresh_from_db()
    assert panes[1].head_id == elsewhere.pk


def test_a_pane_that_cannot_answer_is_left_alone(conversation, panes):
    first = factories.answer(panes[0])
    theirs = factories.answer(panes[1], to=first.parent)
    panes[1].model = None
    panes[1].save()
    edit(panes[0], first.parent, "Why not?", "n9", everywhere=True)
    panes[1].refresh_from_db()
    assert panes[1].head_id == theirs.pk


def test_a_busy_neighbour_refuses_an_edit_for_all(conversation, panes):
    generations = send(conversation, "one", "n1").generations
    factories.finish(panes[0])
    with pytest.raises(Refusal, match="still answering"):
        edit(panes[0], generations[0].message.parent, "two", "n9", everywhere=True)
    assert not Message.objects.filter(text="two").exists()
