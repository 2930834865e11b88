"""What the compare screen shows."""

import pytest
from django.utils.translation import override

from playground.chat.models import MAX_PANES, Message, Status
from playground.chat.screen_build import answer_view, changed_context, finished_context, screen_of
from playground.chat.services.branches import continue_from
from playground.chat.services.panes import add_pane, change_settings, choose_model, remove_pane
from playground.chat.services.turns import edit, regenerate, send
from playground.localmodel import register
from playground.markdown import RENDERER_VERSION
from tests.factories import model as new_model

from . import factories


def columns(user, conversation):
    return screen_of(user, conversation).panes


def view_of_pane(pane):
    return changed_context(pane)["pane"]


def test_each_pane_shows_its_own_history(alice, conversation, panes):
    first = factories.answer(panes[0], text="one")
    factories.answer(panes[1], to=first.parent, text="two")
    factories.answer(panes[1], text="three")
    texts = [[row.answer.message.text for row in column.rows] for column in columns(alice, conversation)]
    assert texts == [["one"], ["two", "three"]]


def test_rows_of_one_turn_have_one_number(alice, conversation, panes):
    send(conversation, "Hello", "n1")
    left, right = columns(alice, conversation)
    assert left.rows[0].number == right.rows[0].number == 1


@pytest.mark.parametrize(
    ("status", "state", "label"),
    [
        (Status.QUEUED, "queued", "Queued"),
        (Status.RUNNING, "streaming", "Streaming"),
        (Status.COMPLETED, "done", "Done"),
        (Status.STOPPED, "stopped", "Stopped"),
        (Status.FAILED, "failed", "Failed"),
        (Status.INTERRUPTED, "interrupted", "Interrupted"),
    ],
)
def test_a_pane_is_in_the_state_of_its_last_answer(panes, status, state, label):
    factories.answer(panes[0])
    factories.answer(panes[0], status=status)
    view = view_of_pane(panes[0])
    assert (view.state, view.state_label) == (state, label)
    assert view.is_live == (state in {"queued", "streaming"})


def test_a_pane_waits_until_its_answer_begins(panes):
    factories.answer(panes[0], text="", status=Status.RUNNING)
    view = view_of_pane(panes[0])
    assert (view.state, view.state_label) == ("streaming", "Waiting")


def test_an_empty_pane_is_ready(panes):
    assert (view_of_pane(panes[0]).state, view_of_pane(panes[0]).rows) == ("empty", [])


def test_alternatives_can_be_stepped_through(panes):
    first = factories.answer(panes[0])
    second = factories.answer(panes[0], to=first.parent)
    third = factories.answer(panes[0], to=first.parent)
    panes[0].head = second
    panes[0].save()
    [row] = view_of_pane(panes[0]).rows
    siblings = row.answer.siblings
    assert (siblings.position, siblings.count, siblings.previous, siblings.next) == (2, 3, first.pk, third.pk)
    assert row.question.siblings is None
    assert answer_view(second.generation.pk)[0].siblings == siblings


def test_the_answers_of_other_panes_are_no_alternatives(panes):
    first = factories.answer(panes[0])
    factories.answer(panes[1], to=first.parent)
    assert view_of_pane(panes[0]).rows[0].answer.siblings is None
    assert answer_view(first.generation.pk)[0].siblings is None


def test_what_a_pane_stands_on_is_an_alternative_when_its_answer_ends_too(conversation, panes):
    first = factories.answer(panes[0])
    continue_from(conversation, first)
    panes[1].refresh_from_db()
    factories.answer(panes[1])
    regenerate(panes[1], first)
    factories.finish(panes[1])
    panes[1].refresh_from_db()
    siblings = view_of_pane(panes[1]).rows[-1].answer.siblings
    assert siblings.previous == first.pk
    assert answer_view(panes[1].head.generation.pk)[0].siblings == siblings


def test_an_edited_question_has_the_first_one_beside_it(panes):
    first = factories.answer(panes[0])
    edit(panes[0], first.parent, "Why not?", "n1")
    siblings = view_of_pane(panes[0]).rows[0].question.siblings
    assert (siblings.position, siblings.previous) == (2, first.parent_id)


def test_the_neighbour_of_an_edited_question_sees_no_alternative(panes):
    first = factories.answer(panes[0])
    factories.answer(panes[1], to=first.parent)
    edit(panes[0], first.parent, "Why not?", "n1")
    assert view_of_pane(panes[1]).rows[0].question.siblings is None


def test_the_best_of_a_row_is_marked(alice, conversation, panes):
    first = factories.answer(panes[0], ttft_ms=100)
    factories.answer(panes[1], to=first.parent, ttft_ms=200)
    assert [column.metrics.figures[0].best for column in columns(alice, conversation)] == [True, False]


def test_answers_to_different_questions_are_not_compared(alice, conversation, panes):
    factories.answer(panes[0], ttft_ms=100)
    factories.answer(panes[1], ttft_ms=200)
    assert [column.metrics.figures[0].best for column in columns(alice, conversation)] == [False, False]


def test_an_answer_shared_by_two_panes_is_compared_with_others_only(alice, conversation, panes):
    continue_from(conversation, factories.answer(panes[0], ttft_ms=100))
    assert not any(column.metrics.figures[0].best for column in columns(alice, conversation))


@pytest.mark.parametrize(("text", "can_go_on"), [("Half an", True), ("", False)])
def test_an_answer_that_reached_max_tokens_says_so(panes, text, can_go_on):
    factories.answer(panes[0], text=text, finish_reason="length")
    answer = view_of_pane(panes[0]).rows[0].answer
    assert (answer.state, answer.problem, bool(answer.remark.nonce)) == ("done", None, can_go_on)
    assert answer.remark.is_cut
    assert "ax tokens" in answer.remark.text


@pytest.mark.parametrize(("text", "finish_reason", "is_said"), [("", "stop", True), ("Hi", "stop", False)])
def test_an_answer_without_a_word_says_so(panes, text, finish_reason, is_said):
    factories.answer(panes[0], text=text, finish_reason=finish_reason)
    remark = view_of_pane(panes[0]).rows[0].answer.remark
    assert bool(remark and "without writing anything" in remark.text) == is_said


def test_an_answer_by_another_model_than_the_panes_is_marked(panes, endpoint):
    factories.answer(panes[0])
    assert not view_of_pane(panes[0]).rows[0].answer.is_others
    choose_model(panes[0], new_model(endpoint))
    assert view_of_pane(panes[0]).rows[0].answer.is_others


def test_an_answers_html_is_rendered_once_and_kept(panes):
    message = factories.answer(panes[0], text="**bold**")
    html = view_of_pane(panes[0]).rows[0].answer.html
    assert "<strong>bold</strong>" in html
    message.refresh_from_db()
    assert (message.html, message.html_version) == (html, RENDERER_VERSION)


def test_html_of_an_older_renderer_is_not_shown(panes):
    message = factories.answer(panes[0], text="new")
    Message.objects.filter(pk=message.pk).update(html="<p>old</p>", html_version=RENDERER_VERSION - 1)
    assert "new" in view_of_pane(panes[0]).rows[0].answer.html


def test_what_is_still_written_is_shown_and_not_kept(panes):
    message = factories.answer(panes[0], text="half", status=Status.RUNNING)
    assert "half" in view_of_pane(panes[0]).rows[0].answer.html
    message.refresh_from_db()
    assert message.html == ""


def test_reasoning_is_shown_as_text(panes):
    message = factories.answer(panes[0], reasoning_tokens=1200)
    Message.objects.filter(pk=message.pk).update(reasoning="<b>hm</b>")
    answer = view_of_pane(panes[0]).rows[0].answer
    assert answer.reasoning_html == "&lt;b&gt;hm&lt;/b&gt;"
    assert answer.reasoning_label == "Reasoning, 1,200 tokens"


def test_a_removed_model_keeps_its_name(panes, model):
    factories.answer(panes[0], model_name="gone-7b")
    model.delete()
    panes[0].refresh_from_db()
    view = view_of_pane(panes[0])
    assert (view.name, view.has_model) == ("Choose a model", False)
    assert view.rows[0].answer.model_label == "gone-7b"


def test_a_pane_that_was_not_asked_shows_the_question_and_no_older_error(conversation, panes):
    factories.answer(panes[0], status=Status.FAILED)
    conversation.panes.filter(pk=panes[0].pk).update(model=None)
    send(conversation, "And now?", "n1")
    panes[0].refresh_from_db()
    view = view_of_pane(panes[0])
    assert (view.state, view.rows[-1].question.message.text, view.rows[-1].answer) == ("empty", "And now?", None)


def test_the_demo_models_words_come_in_the_readers_language(panes, model):
    model.endpoint.name, model.endpoint.note = register.NAME, register.DEMO_NOTE
    model.endpoint.managed = True
    model.endpoint.save()
    panes[0].refresh_from_db()
    with override("zh-hans"):
        view = view_of_pane(panes[0])
    assert (view.endpoint_name, view.note) == ("本地演示模型", "微型演示模型，只懂英文，常常出错；请接入更好的模型")


def test_a_model_that_is_switched_off_says_so(panes, model):
    model.enabled = False
    model.save()
    view = view_of_pane(panes[0])
    assert (view.name, view.has_model) == ("Small model", False)
    assert view.why_not == "Switched off by an admin: choose another."


def test_chips_name_what_sets_a_pane_apart(alice, conversation, panes):
    conversation.panes.update(params={"temperature": 0.7, "max_tokens": 512})
    conversation.panes.filter(position=1).update(
        params={"temperature": 1.0, "max_tokens": 512, "stop": ["END", "."]}, system_prompt="Be brief."
    )
    assert [column.chips for column in columns(alice, conversation)] == [
        ["Temperature 0.7"],
        ["System prompt", "Temperature 1", "Stop END, ."],
    ]


def test_an_empty_pane_shows_what_it_took_over(alice, conversation, panes):
    conversation.panes.update(params={"temperature": 0.7})
    column = columns(alice, conversation)[0]
    assert (column.chips, column.settings) == ([], ["Temperature 0.7"])


def test_a_pane_alone_shows_all_its_params(alice, conversation, panes):
    remove_pane(panes[1])
    conversation.panes.update(params={"seed": 7})
    [column] = columns(alice, conversation)
    assert (column.chips, column.is_only) == (["Seed 7"], True)


def test_a_pane_keeps_its_colour_when_others_leave(alice, conversation, panes):
    remove_pane(panes[0])
    assert [column.hue for column in columns(alice, conversation)] == [2]


def test_a_pane_keeps_its_letter_when_others_leave(alice, conversation, panes):
    remove_pane(panes[0])
    assert [column.letter for column in columns(alice, conversation)] == ["B"]


def test_no_two_panes_have_one_colour(alice, conversation, panes):
    conversation.panes.filter(position=1).update(position=8)
    while conversation.panes.count() < MAX_PANES:
        add_pane(conversation)
    screen = screen_of(alice, conversation)
    assert sorted(column.hue for column in screen.panes) == list(range(1, 9))
    assert not screen.can_add_pane


def test_a_draft_offers_questions_to_start_with(alice, model):
    draft = factories.draft(alice, model)
    assert screen_of(alice, draft).examples
    assert screen_of(alice, draft).title == "New conversation"


def test_without_any_model_a_new_conversation_says_so_and_others_show_their_answers(alice, conversation, model):
    draft = factories.draft(alice, model)
    assert not screen_of(alice, draft).no_models
    model.endpoint.delete()
    assert screen_of(alice, draft).no_models
    assert not screen_of(alice, conversation).no_models


def test_what_changes_when_an_answer_ends(conversation, panes):
    first = factories.answer(panes[0], ttft_ms=100, output_tokens=12)
    factories.answer(panes[1], to=first.parent, ttft_ms=200)
    context = finished_context(first.generation.pk)
    assert context["answer"].state == "done"
    assert [strip.pane_id for strip in context["strips"]] == [pane.pk for pane in panes]
    assert context["strips"][0].figures[0].best
    assert context["status"] == "Small model has finished, 12 tokens."


def test_what_changes_with_a_pane_is_what_the_whole_screen_shows(alice, conversation, panes):
    conversation.panes.update(params={"temperature": 0.2})
    first = factories.answer(panes[0], ttft_ms=100)
    factories.answer(panes[1], to=first.parent, ttft_ms=200)
    change_settings(panes[1], "", {"temperature": 0.9})
    context = changed_context(panes[1])
    [left, right] = columns(alice, conversation)
    assert context["pane"] == right
    assert context["chips"] == [(panes[0].pk, left.chips)] == [(panes[0].pk, ["Temperature 0.2"])]
    assert context["strips"] == [left.metrics]
    assert left.metrics.figures[0].best


def test_the_strip_of_a_neighbour_that_is_answering_is_left_to_it(panes):
    first = factories.answer(panes[0])
    factories.answer(panes[1], to=first.parent, status=Status.RUNNING)
    assert changed_context(panes[0])["strips"] == []
