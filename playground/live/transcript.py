"""The fold of a running generation: chunks in; text, reasoning, usage and times out. Pure but for the clock."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from langchain_core.messages import AIMessageChunk

from .events import REASONING, TEXT


class LimitReached(Exception):
    """The answer is longer than one answer may be."""


@dataclass
class Transcript:
    """What a generation has said so far. Times are in ms since it began."""

    max_characters: int
    clock: Callable[[], float] = time.monotonic
    ttft_ms: int | None = None  # None: nothing has come yet
    usage: dict[str, Any] | None = None
    metadata: dict[str, Any] = field(default_factory=dict)
    _text: list[str] = field(default_factory=list)
    _reasoning: list[str] = field(default_factory=list)
    _pending: list[tuple[str, str]] = field(default_factory=list)
    _rich: AIMessageChunk | None = None
    _size: int = 0

    def __post_init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """The request is sent now: times count from here."""
        self._start = self.clock()

    @property
    def ms(self) -> int:
        """The time since the start."""
        return round((self.clock() - self._start) * 1000)

    @property
    def text(self) -> str:
        return "".join(self._text)

    @property
    def reasoning(self) -> str:
        return "".join(self._reasoning)

    @property
    def size(self) -> int:
        """Characters of text and reasoning."""
        return self._size

    def add(self, chunk: AIMessageChunk) -> None:
        """Folds in one chunk.

        Raises:
            LimitReached: the answer has grown beyond its limit; what came before stays.
        """
        for kind, piece in pieces(chunk):
            self._add_piece(kind, piece)
        if chunk.usage_metadata:
            self.usage = dict(chunk.usage_metadata)
        if chunk.response_metadata:
            self._add_metadata(chunk.response_metadata)
        if isinstance(chunk.content, list) or chunk.tool_call_chunks:
            # Rare: blocks that text alone cannot carry, such as signed reasoning or tool calls.
            self._rich = chunk if self._rich is None else self._rich + chunk

    def _add_piece(self, kind: str, piece: str) -> None:
        if self.ttft_ms is None:
            self.ttft_ms = self.ms
        self._size += len(piece)
        if self._size > self.max_characters:
            raise LimitReached
        (self._text if kind == TEXT else self._reasoning).append(piece)
        self._pending.append((kind, piece))

    def _add_metadata(self, new: dict[str, Any]) -> None:
        logprobs = (new.get("logprobs") or {}).get("content")
        if logprobs:
            self.metadata.setdefault("logprobs", []).extend(logprobs)
        self.metadata |= {key: value for key, value in new.items() if key != "logprobs" and value}

    def take(self) -> list[tuple[str, str]]:
        """What has been added since the last call, as (kind, text), neighbours of one kind joined."""
        taken: list[tuple[str, str]] = []
        for kind, piece in self._pending:
            if taken and taken[-1][0] == kind:
                taken[-1] = (kind, taken[-1][1] + piece)
            else:
                taken.append((kind, piece))
        self._pending.clear()
        return taken

    def blocks(self) -> list[dict[str, Any]]:
        """The answer as LangChain standard content blocks."""
        plain = plain_blocks(self.reasoning, self.text)
        if self._rich is None:
            return plain
        try:
            rich = [dict(block) for block in self._rich.content_blocks]
        except (AttributeError, KeyError, TypeError, ValueError):  # a provider's blocks can be of any shape
            return plain
        if isinstance(self._rich.content, str):  # the text came in other chunks
            return plain + [block for block in rich if block["type"] not in {"text", "reasoning"}]
        return rich


def plain_blocks(reasoning: str, text: str) -> list[dict[str, Any]]:
    """Reasoning and text as content blocks; what is empty is left out."""
    return [{"type": "reasoning", "reasoning": reasoning}] * bool(reasoning) + [{"type": "text", "text": text}] * bool(
        text
    )


def pieces(chunk: AIMessageChunk) -> list[tuple[str, str]]:
    """A chunk's reasoning and text, in that order for plain chunks, in block order otherwise."""
    found: list[tuple[str, str]] = []
    reasoning = chunk.additional_kwargs.get("reasoning_content")
    if reasoning:
        found.append((REASONING, reasoning))
    if isinstance(chunk.content, str):
        return [*found, (TEXT, chunk.content)] if chunk.content else found
    for block in chunk.content:
        if isinstance(block, dict):
            found += _of_block(block)
        elif block:
            found.append((TEXT, block))
    return found


def _of_block(block: dict[str, Any]) -> list[tuple[str, str]]:
    for key, kind in (("text", TEXT), ("thinking", REASONING), ("reasoning", REASONING)):
        if block.get("type") == key and block.get(key):
            return [(kind, block[key])]
    return []


def estimated_tokens(text: str) -> float:
    """About how many tokens a text has: a quarter of its ASCII characters, two thirds of the others."""
    others = len(text) - len(text.encode("ascii", "ignore"))
    return (len(text) - others) / 4 + others / 1.5
