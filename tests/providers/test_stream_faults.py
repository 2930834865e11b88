"""Whatever goes wrong in a stream raises, keeps the text so far, and never becomes text."""

import asyncio
from collections.abc import Callable

import pytest

from providers import errors
from providers.limits import Limits
from providers.openai import ChatOpenAI
from tests.upstream import Answer, Close, Hang, Reset, Upstream
from tests.upstream import openai as wire
from tests.upstream.server import Step

Build = Callable[..., ChatOpenAI]
ERROR = wire.event({"error": {"message": "worker died", "type": "server_error"}})

FAULTS: dict[str, tuple[list[Step], type[errors.ProviderError]]] = {
    "clean end": ([], errors.Truncated),
    "cut": ([Close()], errors.Truncated),
    "reset": ([0.05, Reset()], errors.Truncated),
    "cut inside an event": ([b'data: {"choi', Close()], errors.Truncated),
    "cut inside a character": ([b'data: {"choices":[{"delta":{"content":"\xc3', Close()], errors.Truncated),
    "error event": ([ERROR], errors.Unavailable),
    "named error event": ([b'event: error\ndata: {"message": "no"}\n\n'], errors.Unavailable),
    "error as text": ([wire.event({"error": "no"})], errors.Unavailable),
    "vllm error": ([wire.event({"object": "error", "message": "bad", "code": 400})], errors.InvalidRequest),
    "malformed JSON": ([b"data: {oops\n\n"], errors.BrokenAnswer),
    "invalid UTF-8": ([b'data: {"a": "\xff"}\n\n'], errors.BrokenAnswer),
    "NaN": ([b'data: {"usage": NaN}\n\n'], errors.BrokenAnswer),
    "deep nesting": ([b"data: " + b"[" * 100_000 + b"\n\n"], errors.BrokenAnswer),
    "deep nesting with escapes": ([b'data: ["\\u0000",' + b"[" * 100_000 + b"\n\n"], errors.BrokenAnswer),
    "a number no one can hold": ([b"data: " + b"9" * 5000 + b"\n\n"], errors.BrokenAnswer),
    "not an object": ([b"data: 1\n\n"], errors.BrokenAnswer),
    "strange choices": ([wire.event({"choices": 7})], errors.BrokenAnswer),
    "strange delta": ([wire.event({"choices": [{"delta": [1]}]})], errors.BrokenAnswer),
    "too much": ([b": " + b"x" * 1000 + b"\n"] * 200, errors.LimitExceeded),
    "silence": ([Hang()], errors.TimedOut),
}


@pytest.mark.parametrize("beat", [0.0, 0.01])
@pytest.mark.parametrize("fault", FAULTS)
async def test_fault(model: Build, upstream: Upstream, fault: str, beat: float) -> None:
    steps, kind = FAULTS[fault]
    limits = Limits(idle=1 if fault == "silence" else 60, max_bytes=150_000)
    upstream.script(Answer.of_events([*wire.text("Hel", "lo"), 0.05, *steps]))
    seen = []
    with pytest.raises(kind) as caught:
        async for chunk in model(limits=limits, beat=beat).astream("hi"):
            seen.append(chunk.text)
    assert "".join(seen) == caught.value.partial_text == "Hello"
    assert type(caught.value) is kind
    assert len(upstream.requests) == 1


@pytest.mark.parametrize("fault", ["cut", "error event", "malformed JSON"])
def test_sync(model: Build, upstream: Upstream, fault: str) -> None:
    steps, kind = FAULTS[fault]
    upstream.script(Answer.of_events([*wire.text("Hel", "lo"), *steps]))
    with pytest.raises(kind) as caught:
        list(model().stream("hi"))
    assert caught.value.partial_text == "Hello"


@pytest.mark.parametrize("fault", ["error event", "malformed JSON"])
async def test_an_error_after_the_reason_is_an_error(model: Build, upstream: Upstream, fault: str) -> None:
    steps, kind = FAULTS[fault]
    upstream.script(Answer.of_events([*wire.text("Hello"), wire.chunk({}, "stop"), *steps]))
    with pytest.raises(kind) as caught:
        _ = [chunk async for chunk in model().astream("hi")]
    assert caught.value.partial_text == "Hello"


async def test_text_that_was_held_back_is_part_of_a_cut_answer(model: Build, upstream: Upstream) -> None:
    upstream.script(Answer.of_events([*wire.text(" <thi"), Close()]))
    seen = []
    with pytest.raises(errors.Truncated) as caught:
        async for chunk in model().astream("hi"):
            seen.append(chunk.text)
    assert "".join(seen) == caught.value.partial_text == " <thi"


@pytest.mark.parametrize("last", [[Close()], [Reset()], [], [Hang()]])
async def test_an_answer_is_whole_once_its_reason_is_known(model: Build, upstream: Upstream, last: list[Step]) -> None:
    limits = Limits(idle=1)
    upstream.script(Answer.of_events([*wire.text("ok"), wire.chunk({}, "length"), *last]))
    chunks = [chunk async for chunk in model(limits=limits).astream("hi")]
    assert "".join(chunk.text for chunk in chunks) == "ok"
    assert chunks[-1].response_metadata["finish_reason"] == "length"


async def test_a_server_that_never_closes_does_not_hold_up_the_end(model: Build, upstream: Upstream) -> None:
    upstream.script(Answer.of_events([*wire.text("ok"), *wire.end(), Hang()]))
    assert [chunk.text async for chunk in model().astream("hi")] == ["ok", ""]


TRICKLE = [step for _ in range(200) for step in (b": still here\n\n", 0.02)]
FLOOD = [b": " + b"x" * 2**20 + b"\n"] * 40


@pytest.mark.parametrize("rest", [TRICKLE, FLOOD])
@pytest.mark.parametrize("call", ["stream", "astream"])
async def test_what_follows_the_end_is_not_read_for_ever(
    model: Build, upstream: Upstream, monkeypatch: pytest.MonkeyPatch, rest: list[Step], call: str
) -> None:
    monkeypatch.setattr("providers.net.exchange._DRAIN", 60 if rest is FLOOD else 0.2)
    upstream.script(Answer.of_events([*wire.text("ok"), *wire.end(), *rest]))
    built = model(limits=Limits(max_bytes=150_000))
    chunks = list(built.stream("hi")) if call == "stream" else [chunk async for chunk in built.astream("hi")]
    assert "".join(chunk.text for chunk in chunks) == "ok"
    assert await asyncio.to_thread(upstream.requests[-1].left.wait, 60)


WRONG: dict[str, tuple[Answer, type[errors.ProviderError]]] = {
    "web page": (
        Answer([b"<!doctype html><title>Hi</title>"], headers={"content-type": "text/html"}),
        errors.BrokenAnswer,
    ),
    "whole answer": (Answer.of_json(wire.completion()), errors.NotStreaming),
    "error in a 200": (
        Answer.of_json({"error": {"message": "no", "code": "invalid_api_key"}}),
        errors.NotAuthenticated,
    ),
    "nothing": (Answer.of_events([]), errors.Truncated),
    "compressed": (Answer([b"\x1f\x8b"], headers={"content-encoding": "gzip"}), errors.BrokenAnswer),
    "redirect": (Answer(status=307, headers={"location": "http://127.0.0.1:1/"}), errors.Redirected),
    "not HTTP": (Answer([], status=99), errors.BrokenAnswer),
}


@pytest.mark.parametrize("wrong", WRONG)
async def test_no_stream_at_all(model: Build, upstream: Upstream, wrong: str) -> None:
    answer, kind = WRONG[wrong]
    upstream.script(answer)
    with pytest.raises(kind) as caught:
        [chunk async for chunk in model().astream("hi")]
    assert type(caught.value) is kind
