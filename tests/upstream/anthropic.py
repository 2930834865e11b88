"""Anthropic's Messages API, as a server writes it."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.upstream import brain
from tests.upstream.brain import Question, Said
from tests.upstream.server import Answer, Request, Step

USAGE = {"input_tokens": 25, "output_tokens": 40, "cache_read_input_tokens": 5, "cache_creation_input_tokens": 2}
_TOP = {
    "model", "max_tokens", "messages", "system", "stream", "temperature", "top_p", "top_k", "stop_sequences",
    "tools", "tool_choice", "thinking", "output_config", "metadata", "service_tier", "container",
    "context_management", "mcp_servers", "inference_geo",
}  # fmt: skip


def event(body: dict[str, Any]) -> bytes:
    return f"event: {body['type']}\ndata: {json.dumps(body, ensure_ascii=False)}\n\n".encode()


def error(kind: str, words: str) -> bytes:
    return event({"type": "error", "error": {"type": kind, "message": words}})


def start(model: str = "m", usage: Any = None) -> bytes:
    message = {"id": "msg_1", "type": "message", "role": "assistant", "model": model, "content": []}
    counts = usage or {**USAGE, "output_tokens": 1}
    return event({"type": "message_start", "message": {**message, "stop_reason": None, "usage": counts}})


def block(index: int, content: dict[str, Any], *deltas: dict[str, Any]) -> list[Step]:
    """One content block with its deltas."""
    begin = {"type": "content_block_start", "index": index, "content_block": content}
    middle = [{"type": "content_block_delta", "index": index, "delta": delta} for delta in deltas]
    return [event(body) for body in (begin, *middle, {"type": "content_block_stop", "index": index})]


def text(*pieces: str, index: int = 0) -> list[Step]:
    deltas = [{"type": "text_delta", "text": piece} for piece in pieces]
    return block(index, {"type": "text", "text": ""}, *deltas)


def thinking(*pieces: str, signature: str = "sig==", index: int = 0) -> list[Step]:
    deltas = [{"type": "thinking_delta", "thinking": piece} for piece in pieces]
    signed = {"type": "signature_delta", "signature": signature}
    return block(index, {"type": "thinking", "thinking": "", "signature": ""}, *deltas, signed)


def tool(name: str, *arguments: str, index: int = 1, call_id: str = "toolu_1") -> list[Step]:
    deltas = [{"type": "input_json_delta", "partial_json": piece} for piece in arguments]
    return block(index, {"type": "tool_use", "id": call_id, "name": name, "input": {}}, *deltas)


def end(reason: str = "end_turn", usage: Any = None) -> list[Step]:
    counts = usage or {"output_tokens": USAGE["output_tokens"]}
    delta = {"type": "message_delta", "delta": {"stop_reason": reason, "stop_sequence": None}, "usage": counts}
    return [event(delta), event({"type": "message_stop"})]


def stream(*pieces: str) -> Answer:
    """A whole, well-formed streamed answer."""
    return Answer.of_events([start(), event({"type": "ping"}), *text(*pieces), *end()], request_id="req_1")


def message(*content: dict[str, Any], reason: str = "end_turn", model: str = "m") -> dict[str, Any]:
    """The body of an answer that does not stream."""
    about = {"id": "msg_1", "type": "message", "role": "assistant", "model": model}
    return {**about, "content": list(content), "stop_reason": reason, "stop_sequence": None, "usage": USAGE}


def refusal(status: int, kind: str, words: str, **details: Any) -> Answer:
    error = {"type": kind, "message": words, **details}
    return Answer.of_json({"type": "error", "error": error, "request_id": "req_9"}, status)


def serve(request: Request) -> Answer:
    """Answer like the API, and refuse what it would refuse."""
    if "/models" in request.path:
        return _models(request)
    body = request.json
    if problem := complaint(body, request.headers.get("anthropic-version", "")):
        return refusal(400, "invalid_request_error", problem)
    said = brain.answer(question(body))
    if not body.get("stream"):
        return Answer.of_json(_whole(said, body["model"]), request_id="req_1")
    if said.tool:
        steps = [
            *tool(said.tool, "", *brain.pieces(json.dumps(said.args, ensure_ascii=False)), index=0),
            *end("tool_use"),
        ]
    else:
        steps = [*text(*brain.pieces(said.text)), *end()]
    return Answer.of_events([start(body["model"]), *steps], request_id="req_1")


def _whole(said: Said, model: str) -> dict[str, Any]:
    if not said.tool:
        return message({"type": "text", "text": said.text}, model=model)
    use = {"type": "tool_use", "id": "toolu_1", "name": said.tool, "input": said.args}
    return message(use, reason="tool_use", model=model)


def _models(request: Request) -> Answer:
    """Two pages of one model each."""
    second = "after_id=m" in request.path
    name = "m2" if second else "m"
    entry = {
        "type": "model",
        "id": name,
        "display_name": name.upper(),
        "max_input_tokens": 200_000,
        "max_tokens": 64_000,
    }
    return Answer.of_json({"data": [entry], "has_more": not second, "last_id": name})


def question(body: dict[str, Any]) -> Question:
    """What a request asks for."""
    choice = body.get("tool_choice") or {}
    last = body["messages"][-1]
    results = isinstance(last["content"], list) and any(part["type"] == "tool_result" for part in last["content"])
    wanted = (body.get("output_config") or {}).get("format") or {}
    users = [turn for turn in body["messages"] if turn["role"] == "user"]
    return Question(
        last="tool" if results else last["role"],
        text=json.dumps(users[-1]["content"], ensure_ascii=False)[:500],
        tools={tool["name"]: tool["input_schema"] for tool in body.get("tools", [])},
        force=choice.get("name") or choice.get("type") == "any",
        schema=wanted.get("schema"),
        stop=body.get("stop_sequences") or [],
    )


def complaint(body: dict[str, Any], version: str) -> str:
    """Why the API would refuse `body`; empty when it would not."""
    if version not in ("2023-06-01", "2026-10-21"):
        return "anthropic-version: unknown"
    if body.keys() - _TOP:
        return f"{body.keys() - _TOP}: Extra inputs are not permitted"
    if version == "2026-10-21" and body.keys() & {"temperature", "top_p", "top_k"}:
        return "temperature: not permitted in this version"
    if not body.get("max_tokens"):
        return "max_tokens: required"
    thinks = (body.get("thinking") or {}).get("type") in ("enabled", "adaptive")
    if thinks and (body.get("tool_choice") or {}).get("type") in ("any", "tool"):
        return "tool_choice: forced while thinking"
    return _turns(body["messages"])


def _turns(turns: list[dict[str, Any]]) -> str:
    open_calls: set[str] = set()
    for turn in turns:
        blocks = turn["content"] if isinstance(turn["content"], list) else [{"type": "text", "text": turn["content"]}]
        if not all(part.get("text", "x") for part in blocks if part["type"] == "text"):
            return "messages: text content blocks must be non-empty"
        answered = {part["tool_use_id"] for part in blocks if part["type"] == "tool_result"}
        if answered != open_calls:
            return "messages: tool_use ids were found without tool_result blocks"
        open_calls = {part["id"] for part in blocks if part["type"] == "tool_use"}
        if any(not re.fullmatch(r"[a-zA-Z0-9_-]+", call) for call in open_calls):
            return "messages: tool_use.id: pattern"
        allowed = {"text", "image", "document", "tool_result"} if turn["role"] == "user" else {
            "text", "tool_use", "thinking", "redacted_thinking", "server_tool_use",
        }  # fmt: skip
        if strange := {part["type"] for part in blocks} - allowed:
            return f"messages: {strange} in a turn of {turn['role']}"
    return ""
