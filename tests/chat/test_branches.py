"""Heads move, messages stay."""

import pytest

from playground.chat.models import Status
from playground.chat.refusal import Refusal
from playground.chat.services.branches import continue_from, switch
from playground.chat.services.turns import edit, send

from . import factories


def head(pane):
    pane.refresh_from_db()
    return pane.head_id


def test_switching_goes_to_the_newest_answer_of_that_branch(panes):
    first = factories.answer(panes[0])
    below = factories.answer(panes[0])
    factories.answer(panes[0], to=first.parent)
    switch(panes[0], first)
    assert head(panes[0]) == below.pk


def test_switching_between_questions(panes):
    first = factories.answer(panes[0])
    edit(panes[0], first.parent, "Why not?", "n1")
    factories.finish(panes[0])
    switch(panes[0], first.parent)
    assert head(panes[0]) == first.pk


def test_another_panes_branch_is_refused(panes):
    first = factories.answer(panes[0])
    other = factories.answer(panes[1], to=first.parent)
    with pytest.raises(Refusal, match="another pane"):
        switch(panes[0], other)
    assert head(panes[0]) == first.pk


def test_a_busy_pane_does_not_switch(conversation, panes):
    first = factories.answer(panes[0])
    factories.answer(panes[0], to=first.parent, status=Status.RUNNING)
    with pytest.raises(Refusal, match="still answering"):
        switch(panes[0], first)


def test_every_pane_goes_on_from_one_answer(conversation, panes):
    first = factories.answer(panes[0])
    factories.answer(panes[1], to=first.parent)
    continue_from(conversation, first)
    assert [head(pane) for pane in panes] == [first.pk, first.pk]
    sent = send(conversation, "Go on", "n1")
    assert len({generation.message.parent_id for generation in sent.generations}) == 1


def test_a_pane_can_step_back_to_its_own_answer(conversation, panes):
    first = factories.answer(panes[0])
    own = factories.answer(panes[1], to=first.parent)
    continue_from(conversation, first)
    switch(panes[1], own)
    assert head(panes[1]) == own.pk


def test_an_answer_without_text_cannot_be_continued(conversation, panes):
    failed = factories.answer(panes[0], text="", status=Status.FAILED)
    with pytest.raises(Refusal, match="with text"):
        continue_from(conversation, failed)


def test_nothing_is_continued_while_a_pane_is_busy(conversation, panes):
    first = factories.answer(panes[0])
    factories.answer(panes[1], status=Status.RUNNING)
    with pytest.raises(Refusal, match="still answering"):
        continue_from(conversation, first)
