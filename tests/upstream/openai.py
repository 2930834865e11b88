"""OpenAI's wire format, as a server writes it."""

from __future__ import annotations

import json
from typing import Any

from tests.upstream.server import Answer, Step

USAGE = {"prompt_tokens": 5, "completion_tokens": 9, "total_tokens": 14}
DONE = b"data: [DONE]\n\n"


def event(body: Any, end: str = "\n") -> bytes:
    """One server-sent event."""
    return f"data: {json.dumps(body, ensure_ascii=False)}{end}{end}".encode()


def chunk(delta: dict[str, Any], finish: str | None = None, **more: Any) -> bytes:
    """One chat.completion.chunk event."""
    choice = {"index": 0, "delta": delta, "finish_reason": finish, **more.pop("choice", {})}
    body = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
    return event({**body, **more})


def text(*pieces: str) -> list[Step]:
    """Content deltas."""
    return [chunk({"content": piece}) for piece in pieces]


def end(finish: str = "stop", usage: Any = USAGE) -> list[Step]:
    """Finish, usage, terminal marker."""
    counts = {"id": "c1", "object": "chat.completion.chunk", "model": "m", "choices": [], "usage": usage}
    return [chunk({}, finish), *([event(counts)] if usage else []), DONE]


def stream(*pieces: str, **headers: str) -> Answer:
    """A whole, well-formed streamed answer."""
    return Answer.of_events([chunk({"role": "assistant", "content": ""}), *text(*pieces), *end()], **headers)


def completion(content: str | None = "Hello!", finish: str = "stop", **message: Any) -> dict[str, Any]:
    """The body of an answer that does not stream."""
    choice = {
        "index": 0,
        "message": {"role": "assistant", "content": content, **message},
        "finish_reason": finish,
    }
    return {"id": "c1", "object": "chat.completion", "model": "m", "choices": [choice], "usage": USAGE}
