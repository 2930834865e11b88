"""The deltas of tool calls in OpenAI's streams, made whole.

Servers differ: some leave the index out, some repeat an index with a new id on every delta, some
give all calls the same index, some send arguments as an object. A call keeps the id and the name
that came first.
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
        self._names: dict[int, str] = {}
        self._single: dict[int, str] = {}  # arguments of calls that came in one piece
        self._moved: dict[int, int] = {}
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
        name, text = str(function.get("name") or ""), arguments_text(function.get("arguments"))
        index = self._index(delta, name, text)
        piece = self._pending.get(index)
        if piece is None:
            piece = tool_call_chunk(name=None, args="", id=None, index=index)
            self._pending[index] = piece
        if index not in self._ids:
            self._bounds.call()
            self._ids[index] = str(delta.get("id") or f"call_{uuid4().hex}")
            piece["id"] = self._ids[index]
        if name and index not in self._names:
            piece["name"] = self._names[index] = name
        if text:
            self._single[index] = "" if index in self._single else text
        piece["args"] = (piece["args"] or "") + self._bounds.arguments(text)
        if isinstance(delta.get("extra_content"), dict):
            self.extras[self._ids[index]] = {"extra_content": delta["extra_content"]}

    def _index(self, delta: dict[str, Any], name: str, text: str) -> int:
        """Which call a delta belongs to, by its index or without one."""
        given, call_id = delta.get("index"), delta.get("id")
        if not isinstance(given, int):
            index = self._index_of(call_id, name)
        else:
            index = self._moved.get(given, given)
            if call_id and call_id != self._ids.get(index) and self._begins(index, name, text):
                index = self._moved[given] = self._last + 1
        self._last = max(self._last, index)
        return index

    def _index_of(self, call_id: Any, name: str) -> int:
        for index, known in self._ids.items():
            if call_id == known:
                return index
        starts = call_id or self._last < 0 or (name and self._last in self._names)
        return self._last + 1 if starts else self._last

    def _begins(self, index: int, name: str, text: str) -> bool:
        """Whether a delta with a new id is another call, after one that came whole in one piece."""
        more = name and (text or name != self._names.get(index))
        return bool(more) and _object(self._single.get(index, "")) is not None


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
        args = _object(text) if text.strip() else {}
        if args is not None:
            good.append(tool_call(name=name, args=args, id=call_id))
        else:
            words = "the arguments are not a JSON object"
            bad.append(invalid_tool_call(name=name, args=text, id=call_id, error=words))
    return good, bad


def _object(text: str) -> dict[str, Any] | None:
    try:
        value = loads(text.encode("utf-8", "replace"))
    except BrokenAnswer:
        return None
    return value if isinstance(value, dict) else None
