"""Anthropic's answers and streams become message chunks.

Source: https://docs.anthropic.com/en/docs/build-with-claude/streaming
"""

from __future__ import annotations

from typing import Any

from langchain_core.messages import AIMessage, AIMessageChunk
from langchain_core.messages.ai import InputTokenDetails, OutputTokenDetails, UsageMetadata
from langchain_core.messages.tool import ToolCallChunk, tool_call, tool_call_chunk

from providers.errors import BrokenAnswer
from providers.net import refusals
from providers.wire.bounds import CallBounds
from providers.wire.decode import loads
from providers.wire.sse import Event
from providers.wire.usage import count

_PROVIDER = {"model_provider": "anthropic"}
# How a delta is called, where its content goes, and what kind of block that is.
_DELTAS = {
    "text_delta": ("text", "text"),
    "thinking_delta": ("thinking", "thinking"),
    "signature_delta": ("signature", "thinking"),
    "input_json_delta": ("partial_json", "input_json_delta"),
}
_MOST_BLOCKS = 1000
_STRINGS = {"type", "text", "thinking", "signature", "partial_json", "id", "name", "data"}


class AnthropicParser:
    """Reads the events of one streamed answer.

    blocks: hand out content as blocks, which carry signatures and tool calls, not as text.
    """

    def __init__(self, asked: str, request_id: str | None, *, blocks: bool) -> None:
        self.complete = self.done = False
        self.parts: list[str] = []
        self.usage: dict[str, Any] = {}
        self.metadata: dict[str, Any] = {"model_name": asked}
        self._blocks = blocks
        self._once = {"request_id": request_id} if request_id else {}
        self._bounds = CallBounds()
        self._tools: set[int] = set()
        self._content: dict[int, dict[str, Any]] = {}
        self._calls: dict[int, ToolCallChunk] = {}
        self._reasoning: list[str] = []

    def feed(self, event: Event) -> None:
        """Take in one event.

        Raises:
            ProviderError: the event reports an error.
            BrokenAnswer: the event is not what the protocol promises.
        """
        body = loads(event.data)
        try:
            self._feed(body, body.get("type") or event.name)
        except (AttributeError, KeyError, TypeError):
            raise BrokenAnswer("an event has unexpected fields") from None

    def _feed(self, body: dict[str, Any], kind: str) -> None:
        match kind:
            case "error":
                raise refusals.from_event(body)
            case "message_start":
                self.about(body["message"])
            case "content_block_start":
                self._start(*_checked(body["index"], body["content_block"]))
            case "content_block_delta":
                self._delta(*_checked(body["index"], body["delta"]))
            case "message_delta":
                self.about({**body.get("delta", {}), "usage": body.get("usage")})
            case "message_stop":
                self.complete = self.done = True

    def about(self, message: dict[str, Any]) -> None:
        """Remember what is said about the answer as a whole; counts are cumulative."""
        known = {name: value for name, value in (message.get("usage") or {}).items() if value is not None}
        self.usage |= known
        if model := message.get("model"):
            self.metadata["model_name"] = str(model)
        for name in ("id", "stop_sequence", "container", "stop_details"):
            if value := message.get(name):
                self.metadata[name] = value
        if reason := message.get("stop_reason"):
            self.metadata["stop_reason"] = self.metadata["finish_reason"] = str(reason)
            self.complete = True

    def _start(self, index: int, block: dict[str, Any]) -> None:
        kind = block["type"]
        if kind == "tool_use":
            self._bounds.call()
            self._tools.add(index)
            self._calls[index] = tool_call_chunk(name=block["name"], args="", id=block["id"], index=index)
        if kind == "text" and not block.get("text"):
            return
        if kind == "thinking":
            self._reasoning.append(block.get("thinking", ""))
        self._content[index] = {**block, "index": index}

    def _delta(self, index: int, delta: dict[str, Any]) -> None:
        if delta["type"] == "citations_delta":
            block = self._content.setdefault(index, {"type": "text", "text": "", "index": index})
            block.setdefault("citations", []).append(delta["citation"])
            return
        if delta["type"] not in _DELTAS:
            return
        key, kind = _DELTAS[delta["type"]]
        block = self._content.setdefault(index, {"type": kind, "index": index})
        block[key] = block.get(key, "") + delta[key]
        if key == "thinking":
            self._reasoning.append(delta[key])
        if key == "partial_json":
            self._arguments(index, self._bounds.arguments(delta[key]))

    def _arguments(self, index: int, text: str) -> None:
        if index not in self._tools:
            return
        piece = self._calls.get(index)
        if piece is None:
            self._calls[index] = tool_call_chunk(name=None, args=text, id=None, index=index)
        else:
            piece["args"] = (piece["args"] or "") + text

    def take(self) -> AIMessageChunk | None:
        """What came since the last time, None when nothing did."""
        return self._chunk() if self._content or self._calls else None

    def rest(self) -> AIMessageChunk | None:
        """Like `take`: nothing is held back here."""
        return self.take()

    def finish(self) -> AIMessageChunk:
        """The last chunk: usage, stop reason, model name."""
        chunk = self._chunk()
        chunk.response_metadata.update(self.metadata)
        chunk.usage_metadata = usage_of(self.usage)
        chunk.chunk_position = "last"
        return chunk

    def _chunk(self) -> AIMessageChunk:
        blocks, calls = list(self._content.values()), list(self._calls.values())
        texts = [block.get("text", "") for block in blocks if block["type"] == "text"]
        # A thinking block says it all; as text, reasoning has no other place.
        reasoning = "" if self._blocks else "".join(self._reasoning)
        self.parts += texts
        metadata = {**self._once, **(_PROVIDER if self._blocks else {})}
        self._content, self._calls, self._reasoning, self._once = {}, {}, [], {}
        return AIMessageChunk(
            content=blocks if self._blocks else "".join(texts),  # type: ignore[arg-type]
            tool_call_chunks=calls,
            additional_kwargs={"reasoning_content": reasoning} if reasoning else {},
            response_metadata=metadata,
        )


def _checked(index: Any, block: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """A block or delta whose fields are of the kinds that the rest relies on.

    Raises:
        TypeError: they are not.
    """
    known = {name: value for name, value in block.items() if value is not None}
    texts = [known[name] for name in _STRINGS & known.keys()]
    if type(index) is not int or index not in range(_MOST_BLOCKS) or not all(isinstance(text, str) for text in texts):
        raise TypeError
    return index, known


def whole_message(answer: dict[str, Any], asked: str, request_id: str | None) -> AIMessage:
    """The message of an answer that did not stream."""
    parser = AnthropicParser(asked, request_id, blocks=True)
    parser.about(answer)
    blocks = answer["content"]
    texts = [block for block in blocks if block["type"] == "text"]
    plain = len(texts) == len(blocks) and not any(block.get("citations") for block in texts)
    return AIMessage(
        content="".join(block["text"] for block in texts) if plain else blocks,
        response_metadata={**parser.finish().response_metadata},
        usage_metadata=usage_of(parser.usage),
        tool_calls=[
            tool_call(name=block["name"], args=block["input"], id=block["id"])
            for block in blocks
            if block["type"] == "tool_use"
        ],
    )


def usage_of(usage: dict[str, Any]) -> UsageMetadata | None:
    """Token counts; what was read from or written to the cache counts as input too."""
    sent, made = count(usage.get("input_tokens")), count(usage.get("output_tokens"))
    if sent is None and made is None:
        return None
    creation = usage.get("cache_creation") if isinstance(usage.get("cache_creation"), dict) else {}
    details = {
        "cache_read": count(usage.get("cache_read_input_tokens")),
        "cache_creation": count(usage.get("cache_creation_input_tokens")),
        "ephemeral_5m_input_tokens": count((creation or {}).get("ephemeral_5m_input_tokens")),
        "ephemeral_1h_input_tokens": count((creation or {}).get("ephemeral_1h_input_tokens")),
    }
    known = {name: value for name, value in details.items() if value is not None}
    total_in = (sent or 0) + known.get("cache_read", 0) + known.get("cache_creation", 0)
    result = UsageMetadata(input_tokens=total_in, output_tokens=made or 0, total_tokens=total_in + (made or 0))
    if known:
        result["input_token_details"] = InputTokenDetails(**known)  # type: ignore[typeddict-item]
    thinking = count((usage.get("output_tokens_details") or {}).get("thinking_tokens"))
    if thinking is not None:
        result["output_token_details"] = OutputTokenDetails(reasoning=thinking)
    return result
