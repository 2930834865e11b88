"""OpenAI's wire format, as a server writes it."""

from __future__ import annotations

import json
from typing import Any

from tests.upstream import brain
from tests.upstream.brain import Question, Said
from tests.upstream.server import Answer, Request, Step

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


def call_delta(said: Said) -> list[Step]:
    """A tool call in deltas."""
    arguments = json.dumps(said.args, ensure_ascii=False)
    first = {"index": 0, "id": "call_1", "type": "function", "function": {"name": said.tool, "arguments": ""}}
    rest = [{"index": 0, "function": {"arguments": piece}} for piece in brain.pieces(arguments)]
    return [chunk({"tool_calls": [delta]}) for delta in (first, *rest)]


def serve(request: Request) -> Answer:
    """Answer like a server of this kind, and refuse what it would refuse."""
    if request.path.endswith("/models"):
        models = [{"id": "m", "object": "model", "max_model_len": 8192}]
        return Answer.of_json({"object": "list", "data": models})
    body = request.json
    if problem := complaint(body):
        return Answer.of_json({"error": {"message": problem, "type": "invalid_request_error"}}, 400)
    said = brain.answer(question(body))
    if body.get("stream"):
        return _renamed(Answer.of_events(_steps(said, body), x_request_id="req-1"), body["model"])
    return Answer.of_json({**_whole(said), "model": body["model"]}, x_request_id="req-1")


def _renamed(answer: Answer, model: str) -> Answer:
    answer.steps = [
        step.replace(b'"model": "m"', f'"model": {json.dumps(model)}'.encode()) if isinstance(step, bytes) else step
        for step in answer.steps
    ]
    return answer


def _steps(said: Said, body: dict[str, Any]) -> list[Step]:
    counts = USAGE if body.get("stream_options", {}).get("include_usage") else None
    if said.tool:
        return [*call_delta(said), *end("tool_calls", counts)]
    return [*text(*brain.pieces(said.text)), *end("stop", counts)]


def _whole(said: Said) -> dict[str, Any]:
    if not said.tool:
        return completion(said.text)
    function = {"name": said.tool, "arguments": json.dumps(said.args, ensure_ascii=False)}
    calls = [{"id": "call_1", "type": "function", "function": function}]
    return completion(None, "tool_calls", tool_calls=calls)


def question(body: dict[str, Any]) -> Question:
    """What a request asks for."""
    tools = {tool["function"]["name"]: tool["function"].get("parameters", {}) for tool in body.get("tools", [])}
    choice = body.get("tool_choice")
    force = choice["function"]["name"] if isinstance(choice, dict) else choice == "required"
    wanted = body.get("response_format", {}).get("type")
    schemas = {"json_object": {}, "json_schema": body.get("response_format", {}).get("json_schema", {}).get("schema")}
    users = [message for message in body["messages"] if message["role"] == "user"]
    stop = body.get("stop") or []
    return Question(
        last=body["messages"][-1]["role"],
        text=" ".join(json.dumps(message["content"], ensure_ascii=False)[:500] for message in users[-1:]),
        tools=tools,
        force=force,
        schema=schemas.get(wanted),
        stop=[stop] if isinstance(stop, str) else stop,
    )


_PARTS = {
    "system": {"text"},
    "user": {"text", "image_url", "input_audio", "file", "video_url"},
    "assistant": {"text", "refusal"},
    "tool": {"text"},
}


def complaint(body: dict[str, Any]) -> str:
    """Why a server would refuse `body`; empty when it would not."""
    if "stream_options" in body and not body.get("stream"):
        return "stream_options needs stream"
    if isinstance(body.get("tool_choice"), str) and body["tool_choice"] not in ("auto", "none", "required"):
        return "tool_choice is no tool"
    open_calls: set[str] = set()
    for message in body["messages"]:
        role, content = message["role"], message.get("content")
        if role == "tool" and message["tool_call_id"] not in open_calls:
            return "a tool message answers no call"
        if role == "assistant":
            open_calls = {call["id"] for call in message.get("tool_calls", [])}
        kinds = {part["type"] for part in content} if isinstance(content, list) else set()
        if kinds - _PARTS[role]:
            return f"{role} messages cannot hold {kinds - _PARTS[role]}"
    return ""
