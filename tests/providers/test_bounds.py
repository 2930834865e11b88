"""An answer cannot hold more than can be put together without delay."""

from collections.abc import Callable
from typing import Any

import pytest

from providers.errors import BrokenAnswer, LimitExceeded
from providers.wire.anthropic_answers import AnthropicParser
from providers.wire.bounds import MOST_ARGUMENTS, MOST_CALLS
from providers.wire.decode import loads
from providers.wire.openai_answers import OpenAIParser
from providers.wire.reading import Parser
from providers.wire.sse import Event
from providers.wire.usage import count
from tests.upstream import anthropic, openai


def feed(parser: Parser, steps: list[Any]) -> None:
    for step in steps:
        for data in (line[6:] for line in step.split(b"\n") if line.startswith(b"data: ")):
            parser.feed(Event("", data))


def openai_calls(count: int) -> list[Any]:
    calls = [{"index": i, "id": f"c{i}", "function": {"name": "f", "arguments": ""}} for i in range(count)]
    return [openai.chunk({"tool_calls": calls})]


def openai_arguments(size: int) -> list[Any]:
    call = {"index": 0, "id": "c", "function": {"name": "f", "arguments": "x" * (size // 4)}}
    return [openai.chunk({"tool_calls": [call]})] * 4


def anthropic_calls(count: int) -> list[Any]:
    return [step for i in range(count) for step in anthropic.tool("f", index=i)]


def anthropic_arguments(size: int) -> list[Any]:
    return anthropic.tool("f", *["x" * (size // 4)] * 4)


def openai_parser() -> OpenAIParser:
    return OpenAIParser("m")


def anthropic_parser() -> AnthropicParser:
    return AnthropicParser("m", None, blocks=True)


STREAMS: list[tuple[Callable[[], Parser], Callable[[int], list[Any]], int]] = [
    (openai_parser, openai_calls, MOST_CALLS),
    (openai_parser, openai_arguments, MOST_ARGUMENTS),
    (anthropic_parser, anthropic_calls, MOST_CALLS),
    (anthropic_parser, anthropic_arguments, MOST_ARGUMENTS),
]


@pytest.mark.parametrize(("parser", "steps", "most"), STREAMS)
def test_tool_calls(parser: Callable[[], Parser], steps: Callable[[int], list[Any]], most: int) -> None:
    feed(parser(), steps(most))
    with pytest.raises(LimitExceeded):
        feed(parser(), steps(most + 4))


@pytest.mark.parametrize("index", [-1, 1000, 10**9, True])
def test_blocks_have_a_plausible_index(index: int) -> None:
    with pytest.raises(BrokenAnswer):
        feed(anthropic_parser(), anthropic.block(index, {"type": "text", "text": "x"}))


@pytest.mark.parametrize("escape", ["", "\\u0000"])
@pytest.mark.parametrize("number", ["1e999", "-1e999", "9" * 400])
def test_numbers_that_no_one_can_hold(escape: str, number: str) -> None:
    with pytest.raises(BrokenAnswer):
        openai_parser().feed(Event("", f'{{"id": "{escape}", "created": {number}}}'.encode()))


@pytest.mark.parametrize("escape", ["", "\\u0000"])
def test_wide_integers_are_read_alike(escape: str) -> None:
    wide = loads(f'["{escape}", {2**70}, {2**40}]'.encode())[1:]
    assert [(type(number), number) for number in wide] == [(float, 2.0**70), (int, 2**40)]


@pytest.mark.parametrize(
    ("value", "tokens"), [(2**31 - 1, 2**31 - 1), (2**31, None), (1e30, None), (-1, None), (True, None)]
)
def test_implausible_counts_are_unknown(value: Any, tokens: int | None) -> None:
    assert count(value) == tokens
