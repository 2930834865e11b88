"""Whatever JSON a server sends, the only errors are ours."""

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core.messages import AIMessageChunk

from providers import ChatAnthropic, ChatOpenAI, ProviderError
from providers.discovery import read_models
from providers.limits import Limits
from providers.net.exchange import Reply
from providers.net.refusals import from_response
from providers.wire.anthropic_answers import AnthropicParser
from providers.wire.openai_answers import OpenAIParser
from providers.wire.reading import Parser, Reading
from providers.wire.runpod_output import WorkerOutput
from tests.providers.conftest import KEY
from tests.upstream import anthropic, openai

KEYS = [
    "choices",
    "delta",
    "message",
    "content",
    "text",
    "tokens",
    "tool_calls",
    "function",
    "name",
    "arguments",
    "index",
    "id",
    "usage",
    "error",
    "type",
    "code",
    "reasoning",
    "logprobs",
    "finish_reason",
    "model",
    "output",
    "data",
    "pricing",
    "capabilities",
    "meta",
    "details",
    "detail",
    "request_id",
]
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5)
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=12,
)
CALL = {"index": 0, "id": "c", "function": {"name": "f", "arguments": "{}"}}
OPENAI = [
    *openai.text("a"),
    openai.chunk({"reasoning_content": "r", "tool_calls": [CALL]}, choice={"logprobs": {"content": [{"token": "a"}]}}),
    *openai.end(),
]
ANTHROPIC = [
    anthropic.start(),
    *anthropic.thinking("h"),
    *anthropic.text("t", index=1),
    *anthropic.tool("f", "{}", index=2),
    *anthropic.end(),
]
PROTOCOLS: dict[str, tuple[list[Any], Callable[[], Parser]]] = {
    "openai": (OPENAI, lambda: OpenAIParser("m")),
    "anthropic": (ANTHROPIC, lambda: AnthropicParser("m", None, blocks=True)),
}


def spoilt(value: Any, place: int, junk: Any) -> tuple[Any, int]:
    """`value` with the node at `place` replaced by `junk`, and how many nodes it has."""
    if place == 0:
        return junk, 1
    seen = 1
    items: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    copy = dict(value) if isinstance(value, dict) else list(value) if isinstance(value, list) else value
    for key, inner in items:
        copy[key], count = spoilt(inner, place - seen, junk)
        seen += count
    return copy, seen


@pytest.mark.parametrize("protocol", PROTOCOLS)
@given(which=st.integers(0, 20), place=st.integers(0, 30), junk=JSON)
@settings(max_examples=300, deadline=None)
def test_streams(protocol: str, which: int, place: int, junk: Any) -> None:
    steps, parser = PROTOCOLS[protocol]
    events = [json.loads(line[6:]) for step in steps for line in step.split(b"\n") if line.startswith(b"data: {")]
    chosen = which % len(events)
    events[chosen], _ = spoilt(events[chosen], place, junk)
    reading = Reading(parser(), Limits())
    with suppress(ProviderError):
        chunks = [chunk for body in events for chunk in reading.feed(b"data: %s\n\n" % json.dumps(body).encode())]
        chunks += reading.end()
        assert isinstance(sum(chunks[1:], start=chunks[0]), AIMessageChunk)


@pytest.mark.parametrize("kind", [ChatOpenAI, ChatAnthropic])
@given(place=st.integers(0, 30), junk=JSON)
@settings(max_examples=200, deadline=None)
def test_whole_answers(kind: type[ChatOpenAI] | type[ChatAnthropic], place: int, junk: Any) -> None:
    blocks = [{"type": "text", "text": "x"}, {"type": "tool_use", "id": "i", "name": "f", "input": {}}]
    body = openai.completion("x", tool_calls=[CALL]) if kind is ChatOpenAI else anthropic.message(*blocks)
    answer, _ = spoilt(body, place, junk)
    with suppress(ProviderError):
        kind(api_key=KEY, model="m")._result(Reply(200, {}, json.dumps(answer).encode()), {"model": "m"})


@given(JSON)
@settings(max_examples=300, deadline=None)
def test_everything_else(body: Any) -> None:
    with suppress(ProviderError):
        read_models(body)
    with suppress(ProviderError):
        WorkerOutput(OpenAIParser("m"), Limits()).feed(body)
    assert isinstance(from_response(400, {}, json.dumps(body).encode(), provider="x"), ProviderError)
