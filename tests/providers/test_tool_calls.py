"""Tool calls are put together whatever the server makes of the protocol."""

from collections.abc import Callable
from typing import Any

import pytest

from providers.openai import ChatOpenAI
from tests.upstream import Answer, Upstream
from tests.upstream import openai as wire

Build = Callable[..., ChatOpenAI]


def delta(arguments: Any, **more: Any) -> dict[str, Any]:
    name = {"name": more.pop("name")} if "name" in more else {}
    return {**more, "function": {**name, "arguments": arguments}}


STREAMS: dict[str, list[list[dict[str, Any]]]] = {
    "by the book": [[delta("", index=0, id="c", name="f")], [delta('{"a"', index=0)], [delta(":1}", index=0)]],
    "in one piece": [[delta('{"a":1}', index=0, id="c", name="f")]],
    "no index": [[delta("", id="c", name="f")], [delta('{"a"')], [delta(":1}")]],
    "no index, same id": [[delta('{"a"', id="c", name="f")], [delta(":1}", id="c")]],
    "new ids, several in one event": [
        [delta('{"a"', index=0, id="c", name="f"), delta(":", index=0, id="d", name="f")],
        [delta("1}", index=0, id="e")],
    ],
    "arguments as an object": [[delta({"a": 1}, index=0, id="c", name="f")]],
}


@pytest.mark.parametrize("name", STREAMS)
@pytest.mark.parametrize("beat", [0.0, 0.02])
async def test_one_call(model: Build, upstream: Upstream, name: str, beat: float) -> None:
    steps = [wire.chunk({"tool_calls": calls}) for calls in STREAMS[name]]
    upstream.script(Answer.of_events([*steps, *wire.end("tool_calls")]))
    chunks = [chunk async for chunk in model(beat=beat).astream("hi")]
    whole = sum(chunks[1:], start=chunks[0])
    assert whole.tool_calls == [{"name": "f", "args": {"a": 1}, "id": "c", "type": "tool_call"}]
    assert whole.response_metadata["finish_reason"] == "tool_calls"


async def test_parallel_calls(model: Build, upstream: Upstream) -> None:
    deltas = [[delta("{", index=i, id=f"c{i}", name="f")] for i in (0, 1)] + [[delta("}", index=i)] for i in (0, 1)]
    upstream.script(Answer.of_events([wire.chunk({"tool_calls": calls}) for calls in deltas] + wire.end("tool_calls")))
    chunks = [chunk async for chunk in model().astream("hi")]
    assert [call["id"] for call in sum(chunks[1:], start=chunks[0]).tool_calls] == ["c0", "c1"]


TWO: dict[str, list[list[dict[str, Any]]]] = {
    "no index, no id": [[delta('{"a":1}', name="f"), delta("{}", name="g")]],
    "no index, no id, later": [[delta('{"a":1}', name="f")], [delta("{}", name="g")]],
    "one index for all": [[delta('{"a":1}', index=0, id="c", name="f")], [delta("{}", index=0, id="d", name="g")]],
    "one index, same tool": [
        [delta('{"a":1}', index=0, id="c", name="f"), delta('{"a":2}', index=0, id="d", name="f")],
        [delta("", index=0, id="e", name="f")],
    ],
}


@pytest.mark.parametrize("name", TWO)
@pytest.mark.parametrize("beat", [0.0, 0.02])
async def test_a_second_call_is_not_lost_in_the_first(model: Build, upstream: Upstream, name: str, beat: float) -> None:
    steps = [wire.chunk({"tool_calls": calls}) for calls in TWO[name]]
    upstream.script(Answer.of_events([*steps, *wire.end("tool_calls")]))
    chunks = [chunk async for chunk in model(beat=beat).astream("hi")]
    first, second = sum(chunks[1:], start=chunks[0]).tool_calls
    assert (first["args"], second["args"]) == ({"a": 1}, {"a": 2} if "same" in name else {})
    assert first["id"] != second["id"]


async def test_a_call_without_id_gets_one(model: Build, upstream: Upstream) -> None:
    upstream.script(Answer.of_events([wire.chunk({"tool_calls": [delta("{}", index=0, name="f")]}), *wire.end()]))
    chunks = [chunk async for chunk in model().astream("hi")]
    assert str(sum(chunks[1:], start=chunks[0]).tool_calls[0]["id"]).startswith("call_")


@pytest.mark.parametrize(("arguments", "args"), [('{"a": 1}', {"a": 1}), ("", {}), ({"a": 1}, {"a": 1})])
def test_whole_answers(model: Build, upstream: Upstream, arguments: Any, args: Any) -> None:
    calls = [{"id": "c", "type": "function", "function": {"name": "f", "arguments": arguments}}]
    upstream.script(Answer.of_json(wire.completion(None, "tool_calls", tool_calls=calls)))
    message = model().invoke("hi")
    assert message.tool_calls == [{"name": "f", "args": args, "id": "c", "type": "tool_call"}]


def test_arguments_that_are_none_stay_visible(model: Build, upstream: Upstream) -> None:
    calls = [{"id": "c", "type": "function", "function": {"name": "f", "arguments": '{"a": '}}]
    upstream.script(Answer.of_json(wire.completion(None, "tool_calls", tool_calls=calls)))
    message = model().invoke("hi")
    assert (message.tool_calls, message.invalid_tool_calls[0]["args"]) == ([], '{"a": ')


def test_vendor_fields_of_calls_are_kept(model: Build, upstream: Upstream) -> None:
    call = {"id": "c", "function": {"name": "f", "arguments": "{}"}, "extra_content": {"sig": 1}}
    upstream.script(Answer.of_json(wire.completion(None, tool_calls=[call])), Answer.of_json(wire.completion()))
    message = model().invoke("hi")
    model().invoke([("human", "hi"), message, ("human", "go on")])
    assert upstream.last["messages"][1]["tool_calls"][0]["extra_content"] == {"sig": 1}
