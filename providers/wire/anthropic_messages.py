"""LangChain messages in Anthropic's format.

Source: https://docs.anthropic.com/en/api/messages
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage

from providers.errors import InvalidCall, Unsupported
from providers.wire.content import Part, part_of
from providers.wire.decode import clean_text

_FOREIGN_ID = re.compile(r"[^a-zA-Z0-9_-]")
_NATIVE = {"thinking", "redacted_thinking", "tool_result", "search_result", "container_upload"}
_SERVER = ("server_tool_use", "mcp_tool_use", "_tool_result")
_OURS = {"index", "partial_json"}

Blocks = list[dict[str, Any]]


def to_wire(messages: Sequence[BaseMessage]) -> dict[str, Any]:
    """The fields `system` and `messages`.

    Raises:
        InvalidCall: nothing to answer, a system message in the middle, malformed content.
        Unsupported: content that the API does not take.
    """
    system: Blocks = []
    turns: list[dict[str, Any]] = []
    for message in messages:
        if isinstance(message, SystemMessage):
            if turns:
                raise InvalidCall("system messages must come before all others")
            system += _blocks(message)
        elif blocks := list(_turn(message)):
            _append(turns, "assistant" if isinstance(message, AIMessage) else "user", blocks)
    if not turns:
        raise InvalidCall("there is no message to answer")
    _trim(turns[-1])
    wire: dict[str, Any] = {"messages": [_plain(turn) for turn in turns]}
    if system:
        wire["system"] = _joined(system)
    return wire


def latest_container(messages: Sequence[BaseMessage]) -> str | None:
    """The id of the container that the latest answer was made in."""
    for message in reversed(messages):
        container = message.response_metadata.get("container")
        if isinstance(message, AIMessage) and isinstance(container, dict):
            return str(container["id"])
    return None


def cites(body: dict[str, Any]) -> bool:
    """Whether the answer may quote documents, which only blocks can tell."""
    turns = [turn["content"] for turn in body["messages"] if isinstance(turn["content"], list)]
    return any(
        (block.get("citations") or {}).get("enabled") for turn in turns for block in turn if block["type"] == "document"
    )


def _append(turns: list[dict[str, Any]], role: str, blocks: Blocks) -> None:
    """Add a turn; neighbours of one role are one turn."""
    if turns and turns[-1]["role"] == role:
        turns[-1]["content"] += blocks
    else:
        turns.append({"role": role, "content": blocks})


def _trim(turn: dict[str, Any]) -> None:
    """The API refuses a last answer, to be continued, that ends in blanks."""
    last = turn["content"][-1]
    if turn["role"] == "assistant" and last["type"] == "text":
        last["text"] = last["text"].rstrip()


def _plain(turn: dict[str, Any]) -> dict[str, Any]:
    content = turn["content"]
    bare = len(content) == 1 and content[0].keys() == {"type", "text"}
    return {"role": turn["role"], "content": content[0]["text"] if bare else content}


def _joined(system: Blocks) -> str | Blocks:
    """A system prompt as text, or as blocks where one carries more than text."""
    if all(block.keys() == {"type", "text"} for block in system):
        return "\n".join(block["text"] for block in system)
    return system


def _turn(message: BaseMessage) -> Iterator[dict[str, Any]]:
    if isinstance(message, AIMessage):
        return _answer(message)
    if isinstance(message, ToolMessage):
        return iter([_tool_result(message)])
    if isinstance(message, HumanMessage):
        return iter(_blocks(message))
    raise InvalidCall(f"messages of type {message.type!r} cannot be sent to Anthropic")


def _answer(message: AIMessage) -> Iterator[dict[str, Any]]:
    """The blocks of an answer, with the thoughts that must come back unchanged, in order."""
    calls = {call["id"]: call for call in message.tool_calls}
    for block in [message.content] if isinstance(message.content, str) else message.content:
        if isinstance(block, dict) and block.get("type") in ("tool_use", "tool_call"):
            if call := calls.pop(block.get("id"), None):
                yield _tool_use(call["id"], call["name"], call["args"])
        else:
            yield from _block(block, thoughts=True)
    for call in calls.values():
        yield _tool_use(call["id"], call["name"], call["args"])


def _tool_use(call_id: str | None, name: str, args: dict[str, Any]) -> dict[str, Any]:
    return {"type": "tool_use", "id": tool_id(call_id), "name": name, "input": args}


def tool_id(call_id: str | None) -> str:
    """An id that the API accepts; the same one for the same foreign id."""
    return _FOREIGN_ID.sub("_", call_id or "") or "_"


def _tool_result(message: ToolMessage) -> dict[str, Any]:
    blocks = _blocks(message)
    content = message.content if isinstance(message.content, str) else blocks
    result = {"type": "tool_result", "tool_use_id": tool_id(message.tool_call_id), "content": content}
    return {**result, "is_error": True} if message.status == "error" else result


def _blocks(message: BaseMessage) -> Blocks:
    content = message.content
    given = [content] if isinstance(content, str) else content
    return [wire for block in given for wire in _block(block)]


def _block(block: str | dict[str, Any], *, thoughts: bool = False) -> Iterator[dict[str, Any]]:
    """A block in the API's form; nothing for an empty text or another model's thoughts."""
    native = _native(block) if isinstance(block, dict) else None
    if native:
        yield native
    elif isinstance(block, dict) and block.get("type") == "reasoning":
        signature = (block.get("extras") or {}).get("signature")
        if thoughts and signature:
            yield {"type": "thinking", "thinking": block.get("reasoning", ""), "signature": signature}
    elif (part := part_of(block)) and (part.kind != "text" or part.data):
        yield _part(part)


def _native(block: dict[str, Any]) -> dict[str, Any] | None:
    """A block that only this API knows, unchanged; None for any other."""
    if block.get("type") == "non_standard" and isinstance(block.get("value"), dict):
        block = block["value"]
    kind = str(block.get("type"))
    if kind not in _NATIVE and not kind.endswith(_SERVER):
        return None
    return {key: value for key, value in block.items() if key not in _OURS}


def _part(part: Part) -> dict[str, Any]:
    extra = {key: value for key, value in part.extra.items() if key != "detail"}
    if part.kind == "text":
        return {"type": "text", "text": clean_text(part.data), **extra}
    if part.kind == "image":
        return {"type": "image", "source": _source(part), **extra}
    if part.kind in ("pdf", "file"):
        title = {"title": part.name} if part.name else {}
        return {"type": "document", "source": _source(part), **title, **extra}
    raise Unsupported(f"this provider takes no {part.kind} input")


def _source(part: Part) -> dict[str, Any]:
    if part.file_id:
        return {"type": "file", "file_id": part.file_id}
    if part.url:
        return {"type": "url", "url": part.url}
    return {"type": "base64", "media_type": part.mime, "data": part.data}
