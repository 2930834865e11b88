"""What is sent when answers have ended."""

import pytest

from playground.chat.models import Message
from playground.live import frames
from tests.chat import factories
from tests.live.client import GENERATION

FIRST, SECOND = "<p>First.</p>\n", "<p>Second.</p>\n"


@pytest.fixture
def ended(alice, model):
    """Two answers to one question, in two panes."""
    panes = list(factories.conversation(alice, model, model).panes.all())
    first = factories.answer(panes[0], text="First.\n\nSecond.", output_tokens=12)
    second = factories.answer(panes[1], to=first.parent, text="First.\n\nSecond.", output_tokens=13)
    return [first.generation, second.generation]


def test_several_that_end_together_are_one_frame_with_each_strip_once(ended):
    frame = frames.finished({generation.pk: "" for generation in ended})
    assert GENERATION.findall(frame) == [str(generation.pk) for generation in ended]
    assert [frame.count(f'id="metrics-{generation.pane_id}"') for generation in ended] == [1, 1]
    assert frame.rstrip().endswith(">Small model has finished, 12 tokens. Small model has finished, 13 tokens.</p>")


def test_what_the_page_shows_for_good_is_not_sent_again(ended):
    frame = frames.finished({ended[0].pk: FIRST})
    assert f'<div id="d{ended[0].pk}" hx-swap-oob="beforeend">{SECOND}</div>' in frame
    assert f'<div id="o{ended[0].pk}" hx-swap-oob="innerHTML"></div>' in frame
    assert "First." not in frame
    assert 'hx-swap-oob="outerMorph"' in frame


@pytest.mark.parametrize("shown", ["", "<p>Something else.</p>\n"])
def test_a_page_that_shows_nothing_or_something_else_gets_the_whole_answer(ended, shown):
    frame = frames.finished({ended[0].pk: shown})
    assert FIRST + SECOND in frame
    assert 'hx-swap-oob="outerMorph"' not in frame


def test_reasoning_stays_with_the_reader_even_where_nothing_of_the_answer_does(alice, model):
    pane = factories.conversation(alice, model).panes.get()
    message = factories.answer(pane, text="First.")
    Message.objects.filter(pk=message.pk).update(reasoning="Hm.")
    frame = frames.finished({message.generation.pk: ""})
    assert f'<div id="d{message.generation.pk}" hx-swap-oob="innerHTML">{FIRST}</div>' in frame
    assert f'<details class="think" id="r{message.generation.pk}">' in frame
    assert 'hx-swap-oob="outerMorph"' in frame
