"""A question, two panes, one socket."""

import re
from contextlib import contextmanager

from playground.markdown import render
from tests.live.client import GENERATION, frames
from tests.live.conftest import eventually
from tests.upstream import Answer, Held, openai


@contextmanager
def follow(client, generation):
    """A socket that watches."""
    with client.socket() as socket:
        socket.send(f'{{"follow": {generation}}}')
        yield socket


def words(text):
    """The numbers of the words that a text or a frame contains."""
    return [int(number) for number in re.findall(r"\bw(\d+)\b", text)]


def test_both_panes_answer_over_one_socket(alice_there):
    conversation = alice_there.open()
    first, second = alice_there.send(conversation, "Hello")
    finished = {}
    with alice_there.socket() as socket:
        for generation in (first, second):
            socket.send(f'{{"follow": {generation}}}')
        while finished.keys() != {first, second}:
            frame = frames(socket, 'id="generation-')[-1]
            finished |= {int(generation): frame for generation in GENERATION.findall(frame)}
    assert all("You said: Hello" in frame for frame in finished.values())


def test_an_answer_grows_and_the_final_one_is_whole(alice_there, upstream):
    conversation = alice_there.open()
    generation = alice_there.send(conversation, "count 60 0.02 held", pane=alice_there.panes[0])[0]
    with follow(alice_there, generation) as socket:
        received = frames(socket, "w30")
        upstream.rest.set()
        received += frames(socket, f'id="generation-{generation}"')
    assert len(received) > 3
    assert words(received[-1]) == list(range(1, 61))


def test_what_was_rendered_for_the_page_is_saved_as_a_whole_rendering(alice_there, upstream):
    text = ["# Title\n\n", "See [docs] and `code`.\n\n", "```python\nx = 1\n", "```\n\n- a\n- **b", "**\n"]
    steps = [step for piece in text for step in (*openai.text(piece), 0.1)]
    upstream.handler = lambda request: Answer.of_events([*steps, *openai.end()])
    conversation = alice_there.open()
    generation = alice_there.send(conversation, "How?", pane=alice_there.panes[0])[0]
    with follow(alice_there, generation) as socket:
        frames(socket, f'id="generation-{generation}"')
    assert alice_there.row(generation)["html"] == render("".join(text))


def final_frame(client, upstream, *pieces):
    """The last frame of an answer whose last piece comes when the ones before it stand on the page."""
    *first, last = pieces
    steps = [*openai.text(*first), Held(), *openai.text(last), *openai.end()]
    upstream.handler = lambda request: Answer.of_events(steps)
    generation = client.send(client.open(), "How?", pane=client.panes[0])[0]
    with follow(client, generation) as socket:
        frames(socket, first[-1].split()[-1])
        upstream.rest.set()
        return frames(socket, f'id="generation-{generation}"')[-1]


def test_the_end_leaves_what_stands_on_the_page(alice_there, upstream):
    frame = final_frame(alice_there, upstream, "# Title\n\nFirst.\n\nSec", "ond.")
    assert "Second." in frame
    assert "First." not in frame
    assert 'hx-swap-oob="outerMorph"' in frame


def test_an_end_that_changes_what_stood_there_brings_the_whole_answer(alice_there, upstream):
    frame = final_frame(alice_there, upstream, "See [docs].\n\nSec", "ond.\n\n[docs]: https://example.com/\n")
    assert '<a href="https://example.com/"' in frame
    assert 'hx-swap-oob="outerMorph"' not in frame


def test_the_row_has_the_text_and_the_figures(alice_there):
    conversation = alice_there.open()
    generation = alice_there.send(conversation, "count 20 0.01", pane=alice_there.panes[0])[0]
    with follow(alice_there, generation) as socket:
        frames(socket, f'id="generation-{generation}"')
    row = alice_there.row(generation)
    assert row["status"] == "completed"
    assert row["output_tokens"] == 9
    assert 0 <= row["ttft_ms"] <= row["duration_ms"]
    assert words(alice_there.text_of(generation)) == list(range(1, 21))


def test_who_comes_late_sees_everything_from_the_start(alice_there):
    conversation = alice_there.open()
    generation = alice_there.send(conversation, "count 80 held", pane=alice_there.panes[0])[0]
    with follow(alice_there, generation) as early:
        frames(early, "w40")
    with follow(alice_there, generation) as late:
        assert words(frames(late, "w")[0]) == list(range(1, 41))


def test_nobody_watching_changes_nothing(alice_there, upstream):
    conversation = alice_there.open()
    generation = alice_there.send(conversation, "count 20 held", pane=alice_there.panes[0])[0]
    with follow(alice_there, generation) as socket:
        frames(socket, "w10")
    upstream.rest.set()
    eventually(lambda: alice_there.row(generation)["status"] == "completed")
    with follow(alice_there, generation) as socket:
        frames(socket, f'id="generation-{generation}"')
    assert words(alice_there.text_of(generation)) == list(range(1, 21))


def test_a_finished_answer_can_still_be_followed(alice_there):
    conversation = alice_there.open()
    generation = alice_there.send(conversation, "Hello", pane=alice_there.panes[0])[0]
    for _time in range(2):
        with follow(alice_there, generation) as socket:
            assert "You said: Hello" in frames(socket, f'id="generation-{generation}"')[-1]


def test_each_pane_goes_on_in_its_own_history(alice_there, upstream):
    conversation = alice_there.open()
    for question in ("First", "Second"):
        for generation in alice_there.send(conversation, question):
            with follow(alice_there, generation) as socket:
                frames(socket, f'id="generation-{generation}"')
    asked = [message["content"] for message in upstream.last["messages"]]
    assert asked == ["First", "You said: First", "Second"]


def test_an_element_that_is_new_on_the_page_gets_a_snapshot(alice_there):
    conversation = alice_there.open()
    generation = alice_there.send(conversation, "count 80 held", pane=alice_there.panes[0])[0]
    with follow(alice_there, generation) as socket:
        frames(socket, "w10")
        socket.send(f'{{"follow": {generation}}}')
        again = frames(socket, f'id="d{generation}" hx-swap-oob="innerHTML"')[-1]
        assert words(again)[:10] == list(range(1, 11))


def test_who_watches_is_told_how_long_the_provider_wants_to_be_left_alone(alice_there, upstream):
    busy = Answer.of_json({"error": {"message": "slow down"}}, 429, retry_after="2")
    busy.steps = [Held(), *busy.steps]
    upstream.script(busy, openai.stream("w1 "))
    conversation = alice_there.open()
    generation = alice_there.send(conversation, "Hello", pane=alice_there.panes[0])[0]
    with follow(alice_there, generation) as socket:
        received = frames(socket, f'id="d{generation}"')
        upstream.rest.set()
        received += frames(socket, f'id="generation-{generation}"')
    assert re.search(r"asks us to slow down\. Asking again in [12] seconds?\.", "".join(received))
    assert words(received[-1]) == [1]
    assert "".join(received).index(">Waiting</span>") < "".join(received).index(">Done</span>")


def test_the_badge_says_that_the_answer_has_begun(alice_there):
    conversation = alice_there.open()
    generation = alice_there.send(conversation, "count 40 held", pane=alice_there.panes[0])[0]
    with follow(alice_there, generation) as socket:
        assert ">Streaming</span>" in "".join(frames(socket, "w9"))
