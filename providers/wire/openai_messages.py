"""LangChain messages in OpenAI's chat format.

Source: https://platform.openai.com/docs/api-reference/chat/create
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from langchain_core.messages import (
    AIMessage,
    BaseMessage,
    ChatMessage,
    FunctionMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
)

from providers.errors import InvalidCall, Unsupported
from providers.wire.content import Part, parts, text_of
from providers.wire.decode import clean_text, dumps

_AUDIO_FORMATS = {"audio/mpeg": "mp3", "audio/mp3": "mp3", "audio/wav": "wav", "audio/x-wav": "wav"}


def to_wire(messages: Sequence[BaseMessage], inputs: Collection[str]) -> list[dict[str, Any]]:
    """The `messages` field.

    inputs: kinds of content besides text that the provider takes.

    Raises:
        InvalidCall: a message of an unknown kind, or malformed content.
        Unsupported: content that the provider does not take.
    """
    return [_message(message, inputs) for message in messages]


def _message(message: BaseMessage, inputs: Collection[str]) -> dict[str, Any]:
    if isinstance(message, AIMessage):
        return _assistant(message)
    if isinstance(message, ToolMessage):
        return {"role": "tool", "tool_call_id": message.tool_call_id, "content": _result(message, inputs)}
    wire: dict[str, Any] = {"role": _role(message), "content": _content(message, inputs)}
    if message.name:
        wire["name"] = message.name
    return wire


def _role(message: BaseMessage) -> str:
    if isinstance(message, SystemMessage):
        return str(message.additional_kwargs.get("__openai_role__", "system"))
    if isinstance(message, HumanMessage):
        return "user"
    if isinstance(message, ChatMessage):
        return message.role
    if isinstance(message, FunctionMessage):
        return "function"
    raise InvalidCall(f"messages of type {message.type!r} cannot be sent")


def _assistant(message: AIMessage) -> dict[str, Any]:
    text = clean_text(text_of(message))
    wire: dict[str, Any] = {"role": "assistant", "content": text}
    if message.name:
        wire["name"] = message.name
    calls = [_call(call["id"], call["name"], dumps(call["args"]).decode()) for call in message.tool_calls]
    calls += [_call(call["id"], call["name"], call["args"] or "") for call in message.invalid_tool_calls]
    if calls:
        wire["tool_calls"] = _with_vendor_fields(calls, message)
        wire["content"] = text or None
    return wire


def _call(call_id: str | None, name: str | None, arguments: str) -> dict[str, Any]:
    function = {"name": name, "arguments": clean_text(arguments)}
    return {"id": call_id, "type": "function", "function": function}


def _with_vendor_fields(calls: list[dict[str, Any]], message: AIMessage) -> list[dict[str, Any]]:
    """Give back what a vendor attached to its calls, such as a signature of the model's thoughts."""
    kept = message.additional_kwargs.get("tool_call_extras") or {}
    return [{**call, **kept.get(call["id"], {})} for call in calls]


def _content(message: BaseMessage, inputs: Collection[str]) -> str | list[dict[str, Any]]:
    if isinstance(message.content, str):
        return clean_text(message.content)
    wire = [_part(part, inputs) for part in parts(message)]
    return wire or ""


def _result(message: ToolMessage, inputs: Collection[str]) -> str | list[dict[str, Any]]:
    """What a tool gave back; as plain text where it is text, which every server takes."""
    if all(part.kind == "text" for part in parts(message)):
        return clean_text(text_of(message))
    return _content(message, inputs)


def _part(part: Part, inputs: Collection[str]) -> dict[str, Any]:
    if part.kind == "text":
        cache = {"cache_control": part.extra["cache_control"]} if "cache_control" in part.extra else {}
        return {"type": "text", "text": clean_text(part.data), **cache}
    if part.kind not in inputs:
        raise Unsupported(f"this provider takes no {part.kind} input")
    return _PARTS[part.kind](part)


def _image(part: Part) -> dict[str, Any]:
    detail = {"detail": part.extra["detail"]} if "detail" in part.extra else {}
    return {"type": "image_url", "image_url": {"url": _url(part), **detail}}


def _audio(part: Part) -> dict[str, Any]:
    if part.url:
        return {"type": "audio_url", "audio_url": {"url": part.url}}
    audio_format = _AUDIO_FORMATS.get(part.mime, part.mime.removeprefix("audio/"))
    return {"type": "input_audio", "input_audio": {"data": part.data, "format": audio_format}}


def _video(part: Part) -> dict[str, Any]:
    return {"type": "video_url", "video_url": {"url": _url(part)}}


def _pdf(part: Part) -> dict[str, Any]:
    if part.file_id:
        return {"type": "file", "file": {"file_id": part.file_id}}
    if part.url:
        raise Unsupported("a file must be sent as base64, not as a URL")
    name = part.name or "document.pdf"
    return {"type": "file", "file": {"filename": name, "file_data": part.data_url()}}


def _url(part: Part) -> str:
    if part.file_id:
        raise Unsupported(f"{part.kind} input by file id is not possible here")
    return part.data_url()


_PARTS = {"image": _image, "audio": _audio, "video": _video, "pdf": _pdf, "file": _pdf}
