"""OpenAI's answers and streams become message chunks.

Source: https://platform.openai.com/docs/api-reference/chat-streaming, and what compatible
servers really send: reasoning in two other fields or inline, usage on every event or none.
"""

from __future__ import annotations

from typing import Any

from langchain_core.messages import AIMessage, AIMessageChunk

from providers.errors import BrokenAnswer
from providers.net import refusals
from providers.wire import usage
from providers.wire.decode import loads
from providers.wire.openai_tools import ToolCallDeltas, settle
from providers.wire.sse import Event
from providers.wire.think import ThinkSplitter

_METADATA = ("id", "system_fingerprint", "service_tier", "created")


class OpenAIParser:
    """Reads the events of one streamed answer.

    asked: name of the model that was asked, for servers that do not repeat it.
    request_id: the provider's id of the request.
    head: metadata of every chunk.
    """

    def __init__(self, asked: str, request_id: str | None = None, head: dict[str, Any] | None = None) -> None:
        self.complete = self.done = False
        self.parts: list[str] = []
        self.calls = ToolCallDeltas()
        self.usage: Any = None
        self.metadata: dict[str, Any] = {"model_name": asked}
        self._head = head or {}
        self._once = {"request_id": request_id} if request_id else {}
        self._think: ThinkSplitter | None = ThinkSplitter()
        self._text: list[str] = []
        self._reasoning: list[str] = []
        self._refusal: list[str] = []
        self._logprobs: list[Any] = []

    def feed(self, event: Event) -> None:
        """Take in one event.

        Raises:
            ProviderError: the event reports an error.
            BrokenAnswer: the event is not what the protocol promises.
        """
        if event.data.strip() == b"[DONE]":
            self.complete = self.done = True
            return
        body = loads(event.data)
        if not isinstance(body, dict):
            raise BrokenAnswer("an event is not an object")
        if event.name == "error" or body.get("error") or body.get("object") == "error":
            raise refusals.from_event(body)
        self._absorb(body)

    def _absorb(self, body: dict[str, Any]) -> None:
        self.about(body)
        choices = body.get("choices")
        if not choices:
            return
        try:
            for choice in choices:
                if not choice.get("index"):
                    self.choice(choice, choice.get("delta") or choice.get("message") or {})
        except (AttributeError, TypeError):
            raise BrokenAnswer("an event has unexpected fields") from None

    def about(self, body: dict[str, Any]) -> None:
        """Remember what an event says about the answer as a whole; the last word counts."""
        if counts := body.get("usage"):
            self.usage = counts
        if model := body.get("model"):
            self.metadata["model_name"] = str(model)
        for name in _METADATA:
            if value := body.get(name):
                self.metadata[name] = value
        meta = body.get("meta")
        if isinstance(meta, dict) and isinstance(meta.get("usage"), dict):
            self.metadata["billing"] = meta["usage"]

    def choice(self, choice: dict[str, Any], delta: dict[str, Any]) -> None:
        """Take in the delta of a choice, or its whole message."""
        if content := delta.get("content"):
            self._content(content)
        if reasoning := delta.get("reasoning_content") or delta.get("reasoning"):
            self._reasoning.append(str(reasoning))
        if calls := delta.get("tool_calls"):
            self.calls.add(calls)
        elif legacy := delta.get("function_call"):
            self.calls.add([{"index": 0, "function": legacy}])
        if refusal := delta.get("refusal"):
            self._refusal.append(str(refusal))
        logprobs = choice.get("logprobs")
        if isinstance(logprobs, dict) and logprobs.get("content"):
            self._logprobs += logprobs["content"]
        if reason := choice.get("finish_reason"):
            self.metadata["finish_reason"] = str(reason)
            self.complete = True

    def _content(self, content: Any) -> None:
        if isinstance(content, str):
            self._write(content)
            return
        for piece in content:  # Mistral: text and thoughts as parts
            if piece.get("type") == "thinking":
                thoughts = piece.get("thinking") or ()
                self._reasoning += [str(thought.get("text", "")) for thought in thoughts]
            else:
                self._write(str(piece.get("text") or ""))

    def _write(self, text: str) -> None:
        if self._think:
            text, reasoning = self._think.feed(text)
            if reasoning:
                self._reasoning.append(reasoning)
            if text:
                self._think = None
        if text:
            self._text.append(text)

    def take(self) -> AIMessageChunk | None:
        """What came since the last time, None when nothing did."""
        calls = self.calls.take()
        if not (self._text or self._reasoning or calls or self._refusal or self._logprobs):
            return None
        return self._chunk(calls)

    def rest(self) -> AIMessageChunk | None:
        """Like `take`, with what might have become a tag."""
        self._release()
        return self.take()

    def _release(self) -> None:
        if self._think:
            text, reasoning = self._think.finish()
            self._think = None
            self._text += [text] if text else []
            self._reasoning += [reasoning] if reasoning else []

    def finish(self) -> AIMessageChunk:
        """The last chunk: usage, finish reason, model name."""
        self._release()
        chunk = self._chunk(self.calls.take())
        chunk.response_metadata.update(self.metadata)
        if self.calls.extras:
            chunk.additional_kwargs["tool_call_extras"] = self.calls.extras
        chunk.usage_metadata = usage.from_openai(self.usage)
        chunk.chunk_position = "last"
        return chunk

    def _chunk(self, calls: list[Any]) -> AIMessageChunk:
        text, extra, metadata = "".join(self._text), {}, {**self._head, **self._once}
        self.parts += self._text
        if self._reasoning:
            extra["reasoning_content"] = "".join(self._reasoning)
        if self._refusal:
            extra["refusal"] = "".join(self._refusal)
        if self._logprobs:
            metadata["logprobs"] = {"content": self._logprobs}
        self._text, self._reasoning, self._refusal, self._logprobs, self._once = [], [], [], [], {}
        return AIMessageChunk(content=text, additional_kwargs=extra, response_metadata=metadata, tool_call_chunks=calls)


def whole_message(parser: OpenAIParser, choice: dict[str, Any]) -> AIMessage:
    """The message of one choice of an answer that did not stream."""
    parser.choice(choice, choice["message"])
    chunk = parser.finish()
    good, bad = settle(chunk.tool_call_chunks)
    return AIMessage(
        content=chunk.content,
        additional_kwargs=chunk.additional_kwargs,
        response_metadata=chunk.response_metadata,
        usage_metadata=chunk.usage_metadata,
        tool_calls=good,
        invalid_tool_calls=bad,
    )
