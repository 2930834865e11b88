"""A provider that misbehaves: a clear cause, the text so far, a neighbour that notices nothing."""

import pytest

from tests.live.client import frames
from tests.live.conftest import eventually
from tests.live.test_streaming import follow
from tests.upstream import Answer, Close, Reset, openai


def answered(client, upstream, answer, times=3):
    """The row and the final page fragment of a generation that gets this answer, on every try."""
    upstream.script(*[answer] * times)
    generation = client.send(client.open(), "Hello", pane=client.panes[0])[0]
    with follow(client, generation) as socket:
        final = frames(socket, f'id="generation-{generation}"')[-1]
    upstream.queue.clear()
    return client.row(generation), final


@pytest.mark.parametrize("status", [400, 401, 402, 404])
def test_a_refusal_is_shown_with_its_cause(alice_there, upstream, status):
    row, final = answered(alice_there, upstream, Answer.of_json({"error": {"message": "no way"}}, status))
    assert row["status"] == "failed"
    assert row["error_kind"]
    assert 'role="alert"' in final
    assert "no way" in final


BROKEN = {
    "html": Answer(steps=[b"<html><script>alert(1)</script>"], headers={"content-type": "text/html"}),
    "nothing": Answer.of_events([]),
    "cut": Answer.of_events([*openai.text("half"), Close()]),
    "reset": Answer.of_events([*openai.text("half"), 0.2, Reset()]),
    "no end": Answer.of_events(openai.text("half")),
    "not json": Answer.of_events([*openai.text("half"), b"data: {oops\n\n"]),
    "bad bytes": Answer.of_events([*openai.text("half"), b'data: {"choices": "\xff\xfe"}\n\n']),
    "deep": Answer.of_events([b"data: " + b"[" * 100_000 + b"\n\n"]),
    "error event": Answer.of_events([*openai.text("half"), openai.event({"error": {"message": "boom"}})]),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_answer_fails_and_keeps_what_came(alice_there, upstream, name):
    row, final = answered(alice_there, upstream, BROKEN[name])
    assert row["status"] == "failed"
    assert 'role="alert"' in final
    assert "<script" not in final
    if any(b"half" in step for step in BROKEN[name].steps if isinstance(step, bytes)):
        assert "half" in final


def test_characters_that_cannot_be_kept_are_replaced(alice_there, upstream):
    broken = b'data: {"choices":[{"index":0,"delta":{"content":"a\\u0000b\\ud800c"}}]}\n\n'
    row, _final = answered(alice_there, upstream, Answer.of_events([broken, *openai.end()]), times=1)
    assert (row["status"], row["text"]) == ("completed", "a\ufffdb\ufffdc")


def test_hostile_markdown_does_no_harm(alice_there, upstream):
    text = "[" * 20_000 + "<img src=x onerror=alert(1)>" + "![x](http://evil.example/a.png)"
    row, final = answered(alice_there, upstream, openai.stream(text), times=1)
    assert row["status"] == "completed"
    assert "<img" not in final


def test_an_answer_of_ten_megabytes_ends_by_the_limit(alice_there, upstream):
    row, _final = answered(alice_there, upstream, openai.stream(*["x" * 100_000] * 100), times=1)
    assert (row["status"], row["error_kind"]) == ("failed", "too_long")


def test_the_neighbour_notices_nothing(alice_there, upstream):
    upstream.handler = lambda request: (
        Answer.of_json({"error": "no"}, 401) if request.json["model"] == "one" else openai.stream("fine")
    )
    failed, fine = alice_there.send(alice_there.open(), "Hello")
    eventually(lambda: alice_there.row(failed)["status"] == "failed")
    eventually(lambda: alice_there.row(fine)["status"] == "completed")


def test_its_error_never_enters_the_history(alice_there, upstream):
    conversation = alice_there.open()
    upstream.script(Answer.of_json({"error": {"message": "secret trouble"}}, 400))
    pane = alice_there.panes[0]
    failed = alice_there.send(conversation, "First", pane=pane)[0]
    eventually(lambda: alice_there.row(failed)["status"] == "failed")
    again = alice_there.send(conversation, "Second", pane=pane)[0]
    eventually(lambda: alice_there.row(again)["status"] == "completed")
    assert "trouble" not in str(upstream.last)
    assert "First" in str(upstream.last)
    assert "Second" in str(upstream.last)
