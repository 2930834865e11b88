"""Columns come and go."""

import pytest

from playground.chat.models import MAX_PANES, Status
from playground.chat.refusal import Refusal
from playground.chat.services.panes import add_pane, change_settings, choose_model, remove_pane, restore_pane
from tests.factories import model as new_model

from . import factories


def test_a_copy_has_the_settings_and_the_history(conversation, panes):
    change_settings(panes[0], "Be brief.", {"seed": 7})
    first = factories.answer(panes[0])
    copy = add_pane(conversation, panes[0])
    assert (copy.system_prompt, copy.params, copy.head_id) == ("Be brief.", {"seed": 7}, first.pk)
    assert copy.position == 2


def test_an_empty_pane_has_a_model_and_no_history(conversation, panes, model):
    factories.answer(panes[1])
    added = add_pane(conversation)
    assert (added.model, added.head_id, added.system_prompt) == (model, None, "")


def test_a_busy_pane_is_not_copied(conversation, panes):
    factories.answer(panes[0], status=Status.RUNNING)
    with pytest.raises(Refusal, match="still answering"):
        add_pane(conversation, panes[0])


def test_there_is_a_largest_number(conversation):
    while conversation.panes.count() < MAX_PANES:
        add_pane(conversation)
    with pytest.raises(Refusal, match="8 panes"):
        add_pane(conversation)


def test_a_removed_pane_is_closed_and_its_answer_stopped(conversation, panes):
    running = factories.answer(panes[0], status=Status.RUNNING).generation
    remove_pane(panes[0])
    assert list(conversation.panes.open()) == [panes[1]]
    running.refresh_from_db()
    assert running.stop_requested


def test_a_place_can_be_taken_again(conversation, panes):
    remove_pane(panes[1])
    assert add_pane(conversation).position == 1


def test_a_removed_pane_comes_back_where_it_was(conversation, panes):
    remove_pane(panes[0])
    restore_pane(panes[0])
    restore_pane(panes[0])
    assert list(conversation.panes.open()) == panes


def test_a_removed_pane_whose_place_is_taken_comes_back_at_the_end(conversation, panes):
    remove_pane(panes[1])
    added = add_pane(conversation)
    restore_pane(panes[1])
    assert list(conversation.panes.open()) == [panes[0], added, panes[1]]


def test_there_must_be_room_for_a_removed_pane(conversation, panes):
    remove_pane(panes[0])
    while conversation.panes.open().count() < MAX_PANES:
        add_pane(conversation)
    with pytest.raises(Refusal, match="8 panes"):
        restore_pane(panes[0])


def test_the_last_pane_stays(conversation, panes):
    remove_pane(panes[0])
    with pytest.raises(Refusal, match="last pane"):
        remove_pane(panes[1])


def test_removing_twice_is_no_error(conversation, panes):
    remove_pane(panes[0])
    remove_pane(panes[0])
    assert conversation.panes.open().count() == 1


def test_a_model_chosen_while_answering_is_for_the_next_answer(panes, model):
    running = factories.answer(panes[0], status=Status.RUNNING).generation
    choose_model(panes[0], new_model())
    running.refresh_from_db()
    assert running.model == model
