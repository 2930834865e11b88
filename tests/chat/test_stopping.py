"""Asking answers to end."""

from playground.chat.models import Status
from playground.chat.services.stopping import stop, stop_all

from . import factories


def test_a_running_answer_is_asked_to_end(panes, stopped, django_capture_on_commit_callbacks):
    generation = factories.answer(panes[0], status=Status.RUNNING).generation
    with django_capture_on_commit_callbacks(execute=True):
        stop(generation)
    generation.refresh_from_db()
    assert (generation.stop_requested, generation.status) == (True, Status.RUNNING)
    assert stopped == [generation.pk]


def test_an_ended_answer_stays_as_it_is(panes, stopped, django_capture_on_commit_callbacks):
    generation = factories.answer(panes[0]).generation
    with django_capture_on_commit_callbacks(execute=True):
        stop(generation)
    generation.refresh_from_db()
    assert not generation.stop_requested
    assert stopped == []


def test_all_answers_of_a_conversation(alice, model, conversation, panes, stopped, django_capture_on_commit_callbacks):
    live = [factories.answer(panes[0], status=Status.QUEUED), factories.answer(panes[1], status=Status.RUNNING)]
    elsewhere = factories.answer(factories.conversation(alice, model).panes.get(), status=Status.RUNNING).generation
    with django_capture_on_commit_callbacks(execute=True):
        stop_all(conversation)
    assert sorted(stopped) == [message.generation.pk for message in live]
    elsewhere.refresh_from_db()
    assert not elsewhere.stop_requested
