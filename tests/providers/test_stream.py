"""A stream arrives as it was sent: text, reasoning, usage, reasons, each once."""

from collections.abc import Callable
from typing import Any

import pytest
from langchain_core.messages import AIMessageChunk

from providers.openai import ChatOpenAI
from providers.wire.usage import from_openai
from tests.upstream import Answer, Upstream
from tests.upstream import openai as wire

Build = Callable[..., ChatOpenAI]
PIECES = ["Hel", "lo \u2028", "wörld 😀", "\n", ""]


async def total(model: ChatOpenAI) -> AIMessageChunk:
    chunks = [chunk async for chunk in model.astream("hi")]
    return sum(chunks[1:], start=chunks[0])


async def test_text_usage_reason_and_name(model: Build, upstream: Upstream) -> None:
    upstream.script(wire.stream(*PIECES, x_request_id="r-1"))
    whole = await total(model())
    assert whole.content == "".join(PIECES)
    assert whole.usage_metadata == {"input_tokens": 5, "output_tokens": 9, "total_tokens": 14}
    assert whole.response_metadata["finish_reason"] == "stop"
    assert whole.response_metadata["model_name"] == "m"
    assert whole.response_metadata["request_id"] == "r-1"
    assert whole.chunk_position == "last"


def test_sync_gives_the_same(model: Build, upstream: Upstream) -> None:
    upstream.script(wire.stream(*PIECES))
    assert "".join(str(chunk.content) for chunk in model().stream("hi")) == "".join(PIECES)


@pytest.mark.parametrize("size", [1, 5, 64])
async def test_bytes_may_be_cut_anywhere(model: Build, upstream: Upstream, size: int) -> None:
    data = b"".join(step for step in wire.stream(*PIECES).steps if isinstance(step, bytes))
    upstream.script(Answer.of_events([data[i : i + size] for i in range(0, len(data), size)]))
    assert (await total(model())).content == "".join(PIECES)


async def test_cumulative_usage_is_not_summed(model: Build, upstream: Upstream) -> None:
    steps = [wire.chunk({"content": "x"}, usage={"prompt_tokens": 5, "completion_tokens": n}) for n in (1, 2, 3)]
    upstream.script(Answer.of_events([*steps, *wire.end(usage=None)]))
    usage = (await total(model())).usage_metadata
    assert usage == {"input_tokens": 5, "output_tokens": 3, "total_tokens": 8}


@pytest.mark.parametrize(
    ("told", "known"),
    [
        ({"completion_tokens": 9, "total_tokens": 14}, (5, 9, 14)),
        ({"prompt_tokens": 5, "total_tokens": 14}, (5, 9, 14)),
        ({"completion_tokens": 9}, (0, 9, 9)),
    ],
)
def test_one_count_and_the_total_give_the_other(told: dict[str, int], known: tuple[int, ...]) -> None:
    assert tuple((from_openai(told) or {}).values()) == known


async def test_unknown_usage_stays_unknown(model: Build, upstream: Upstream) -> None:
    upstream.script(Answer.of_events([*wire.text("x"), *wire.end(usage=None)]))
    assert (await total(model())).usage_metadata is None


@pytest.mark.parametrize(
    "deltas",
    [
        [{"reasoning_content": "h"}, {"reasoning_content": "m"}, {"content": "yes"}],
        [{"reasoning": "hm"}, {"content": "yes"}],
        [{"content": "<th"}, {"content": "ink>h"}, {"content": "m</thi"}, {"content": "nk>yes"}],
        [{"content": [{"type": "thinking", "thinking": [{"type": "text", "text": "hm"}]}]}, {"content": "yes"}],
    ],
)
async def test_reasoning_in_every_dialect(model: Build, upstream: Upstream, deltas: list[dict[str, Any]]) -> None:
    upstream.script(Answer.of_events([*map(wire.chunk, deltas), *wire.end()]))
    whole = await total(model())
    assert (whole.content, whole.additional_kwargs["reasoning_content"]) == ("yes", "hm")
    assert [block["type"] for block in whole.content_blocks] == ["reasoning", "text"]


async def test_logprobs_are_joined(model: Build, upstream: Upstream) -> None:
    steps = [
        wire.chunk({"content": c}, choice={"logprobs": {"content": [{"token": c, "logprob": -0.1}]}}) for c in "ab"
    ]
    upstream.script(Answer.of_events([*steps, *wire.end()]))
    logprobs = (await total(model(logprobs=True))).response_metadata["logprobs"]
    assert [entry["token"] for entry in logprobs["content"]] == ["a", "b"]


async def test_odd_but_harmless_events(model: Build, upstream: Upstream) -> None:
    steps = [
        b": ping\n\n",
        wire.event({"id": "c1", "choices": [], "prompt_filter_results": []}),
        wire.chunk({"content": None}),
        *wire.text("ok"),
        wire.chunk({}, "stop"),
        wire.event({"meta": {"usage": {"usd_spent": 0.1}}}),
        wire.DONE,
    ]
    upstream.script(Answer.of_events(steps))
    assert (await total(model())).content == "ok"


async def test_text_without_nul_and_lone_surrogates(model: Build, upstream: Upstream) -> None:
    steps = [wire.event({"choices": [{"index": 0, "delta": {"content": "X"}}]}).replace(b"X", rb"a\u0000b\ud800c")]
    upstream.script(Answer.of_events([*steps, *wire.end()]))
    assert (await total(model())).content == "a\ufffdb\ufffdc"


async def test_usage_is_asked_for_and_left_out_where_refused(model: Build, upstream: Upstream) -> None:
    refusal = Answer.of_json({"error": {"message": "unknown field stream_options"}}, 400)
    upstream.script(refusal, wire.stream("a"), wire.stream("b"))
    built = model()
    assert [(await total(built)).content, (await total(built)).content] == ["a", "b"]
    assert ["stream_options" in request.json for request in upstream.requests] == [True, False, False]


async def test_connections_are_kept(model: Build, upstream: Upstream) -> None:
    upstream.script(*[wire.stream("a")] * 3)
    for _ in range(3):
        await total(model())
    assert upstream.connections == 1
