"""The deltas of tool calls in OpenAI's streams, made whole.

Servers differ: some leave the index out, some repeat an index with a new id on every delta,
some send arguments as an object. A call keeps the id and the name that came first.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from langchain_core.messages import InvalidToolCall, ToolCall
from langchain_core.messages.tool import (
    ToolCallChunk,
    invalid_tool_call,
    tool_call,
    tool_call_chunk,
)

from providers.errors import BrokenAnswer
from providers.wire.bounds import CallBounds
from providers.wire.decode import dumps, loads


class ToolCallDeltas:
    """Collects deltas between two chunks."""

    def __init__(self) -> None:
        self.extras: dict[str, dict[str, Any]] = {}
        self._bounds = CallBounds()
        self._ids: dict[int, str] = {}
        self._named: set[int] = set()
        self._last = -1
        self._pending: dict[int, ToolCallChunk] = {}

    def add(self, deltas: Any) -> None:
        """Take in the `tool_calls` of one delta."""
        for delta in deltas if isinstance(deltas, list) else ():
            if isinstance(delta, dict):
                self._add(delta)

    def take(self) -> list[ToolCallChunk]:
        """What came since the last time, at most one piece per call."""
        taken, self._pending = list(self._pending.values()), {}
        return taken

    def _add(self, delta: dict[str, Any]) -> None:
        raw = delta.get("function")
        function = raw if isinstance(raw, dict) else {}
        index = self._index(delta)
        piece = self._pending.get(index)
        if piece is None:
            piece = tool_call_chunk(name=None, args="", id=None, index=index)
            self._pending[index] = piece
        if index not in self._ids:
            self._bounds.call()
            self._ids[index] = str(delta.get("id") or f"call_{uuid4().hex}")
            piece["id"] = self._ids[index]
        if function.get("name") and index not in self._named:
            self._named.add(index)
            piece["name"] = str(function["name"])
        text = self._bounds.arguments(arguments_text(function.get("arguments")))
        piece["args"] = (piece["args"] or "") + text
        if isinstance(delta.get("extra_content"), dict):
            self.extras[self._ids[index]] = {"extra_content": delta["extra_content"]}

    def _index(self, delta: dict[str, Any]) -> int:
        index = delta.get("index")
        if not isinstance(index, int):
            index = self._index_of(delta.get("id"))
        self._last = max(self._last, index)
        return index

    def _index_of(self, call_id: Any) -> int:
        """Which call a delta without an index belongs to."""
        for index, known in self._ids.items():
            if call_id == known:
                return index
        return self._last + 1 if call_id or self._last < 0 else self._last


def arguments_text(arguments: Any) -> str:
    """Arguments as the JSON text that the protocol asks for."""
    if arguments is None or isinstance(arguments, str):
        return arguments or ""
    return dumps(arguments).decode()


def settle(chunks: list[ToolCallChunk]) -> tuple[list[ToolCall], list[InvalidToolCall]]:
    """Whole calls: those whose arguments are an object, and those whose are not."""
    good: list[ToolCall] = []
    bad: list[InvalidToolCall] = []
    for chunk in chunks:
        name, call_id, text = chunk["name"] or "", chunk["id"], chunk["args"] or ""
        try:
            args = loads(text.encode("utf-8", "replace")) if text.strip() else {}
        except BrokenAnswer:
            args = None
        if isinstance(args, dict):
            good.append(tool_call(name=name, args=args, id=call_id))
        else:
            words = "the arguments are not a JSON object"
            bad.append(invalid_tool_call(name=name, args=text, id=call_id, error=words))
    return good, bad
