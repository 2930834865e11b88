"""Content of messages, in whichever dialect it was written, as one kind of part.

Understands LangChain's standard blocks (and their older form), OpenAI's parts and Anthropic's
blocks, so that a history made with one provider can be sent to another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from langchain_core.messages import BaseMessage

from providers.errors import InvalidCall, Unsupported

_DATA_URL = re.compile(r"data:([\w.+-]+/[\w.+-]+)(?:;[\w=.+-]+)*;base64,(.*)", re.DOTALL)

# Blocks that say how an answer came about. They are carried elsewhere or of no use to another model.
_PROVENANCE = frozenset(
    {
        "citation",
        "function_call",
        "input_json_delta",
        "invalid_tool_call",
        "non_standard",
        "reasoning",
        "reasoning_content",
        "redacted_thinking",
        "server_tool_call",
        "server_tool_call_chunk",
        "server_tool_result",
        "server_tool_use",
        "thinking",
        "tool_call",
        "tool_call_chunk",
        "tool_use",
    }
)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of content.

    kind: text, image, audio, video, pdf or file.
    data: base64 of the content, or the text itself; url, file_id: where it is instead.
    extra: keys of the block that a provider may want back, such as `cache_control`.
    """

    kind: str
    data: str = ""
    mime: str = ""
    url: str = ""
    file_id: str = ""
    name: str = ""
    extra: dict[str, Any] = field(default_factory=dict)

    def data_url(self) -> str:
        """The content as a URL: the remote one, or a data URL."""
        return self.url or f"data:{self.mime};base64,{self.data}"


def parts(message: BaseMessage) -> Iterator[Part]:
    """The parts of a message, in order, without traces of reasoning and tool calls.

    Raises:
        InvalidCall: a block that is malformed or of an unknown type.
    """
    content = message.content
    for block in [content] if isinstance(content, str) else content:
        if part := part_of(block):
            yield part


def part_of(block: str | dict[str, Any]) -> Part | None:
    """A block as a part, None for a trace of reasoning or of a tool call.

    Raises:
        InvalidCall: a block that is malformed or of an unknown type.
    """
    if isinstance(block, str):
        return Part("text", block)
    return None if block.get("type") in _PROVENANCE else _part(block)


def text_of(message: BaseMessage) -> str:
    """The text of a message.

    Raises:
        Unsupported: the message holds something else than text.
    """
    pieces = []
    for part in parts(message):
        if part.kind != "text":
            raise Unsupported(f"a {message.type} message can only hold text, not {part.kind}")
        pieces.append(part.data)
    return "".join(pieces)


def plain_text(message: BaseMessage) -> str:
    """The text of a message for a reader that takes nothing else; other content is passed over."""
    return "".join(part.data for part in parts(message) if part.kind == "text")


def _part(block: dict[str, Any]) -> Part:
    kind = str(block.get("type", ""))
    read = _READERS.get(kind)
    if read is None:
        raise InvalidCall(f"content blocks of type {kind!r} are unknown")
    try:
        part: Part = read(block)
    except (KeyError, TypeError, AttributeError):
        raise InvalidCall(f"a content block of type {kind!r} is malformed") from None
    return part


def _text(block: dict[str, Any]) -> Part:
    extra = {key: block[key] for key in ("cache_control", "citations") if block.get(key)}
    return Part("text", str(block["text"]), extra=extra)


def _from_url(kind: str, url: str, **more: Any) -> Part:
    if found := _DATA_URL.fullmatch(url):
        return Part(kind, found[2], found[1], **more)
    return Part(kind, url=url, **more)


def _by_key(key: str, kind: str) -> Any:
    """Reader for OpenAI's `{"type": key, key: {"url": …}}` or `{key: "…"}`."""

    def read(block: dict[str, Any]) -> Part:
        value = block[key]
        if isinstance(value, str):
            return _from_url(kind, value)
        extra = {"detail": value["detail"]} if value.get("detail") else {}
        return _from_url(kind, value["url"], extra=extra)

    return read


def _input_audio(block: dict[str, Any]) -> Part:
    audio = block["input_audio"]
    return Part("audio", audio["data"], f"audio/{audio['format']}")


def _media(block: dict[str, Any]) -> Part:
    """LangChain's image, audio, video and file blocks, old and new, and Anthropic's sources."""
    if "file" in block:
        return _openai_file(block["file"])
    source = block.get("source")
    where = source if isinstance(source, dict) else block
    extras = block.get("extras") or {}
    mime = str(where.get("mime_type") or where.get("media_type") or "")
    extra = {key: block[key] for key in ("cache_control", "citations") if block.get(key)}
    if block.get("detail") or extras.get("detail"):
        extra["detail"] = block.get("detail") or extras["detail"]
    name = str(block.get("filename") or block.get("title") or extras.get("filename") or "")
    if where.get("type") == "text" and isinstance(source, dict):
        return Part("text", str(where["data"]), extra=extra)
    kind = _kind(str(block["type"]), mime)
    file_id = where.get("file_id") or (where.get("id") if where.get("source_type") == "id" else "")
    if file_id:
        return Part(kind, mime=mime, file_id=str(file_id), name=name, extra=extra)
    data = where.get("base64") or where.get("data")
    if data:
        mime = mime or _DEFAULT_MIME.get(kind, "application/octet-stream")
        return Part(kind, str(data), mime, name=name, extra=extra)
    return _from_url(kind, where["url"], name=name, extra=extra)


_DEFAULT_MIME = {"image": "image/png", "pdf": "application/pdf", "audio": "audio/wav", "video": "video/mp4"}


def _kind(block_type: str, mime: str) -> str:
    if block_type == "document" or mime == "application/pdf":
        return "pdf"
    for kind in ("image", "audio", "video"):
        if mime.startswith(f"{kind}/"):
            return kind
    return "pdf" if block_type == "file" and not mime else block_type


def _openai_file(file: dict[str, Any]) -> Part:
    name = str(file.get("filename") or "")
    if file.get("file_id"):
        return Part("pdf", file_id=file["file_id"], name=name)
    return _from_url("pdf", file["file_data"], name=name)


_READERS: dict[str, Any] = {
    "text": _text,
    "text-plain": _text,
    "refusal": lambda block: Part("text", str(block["refusal"])),
    "image_url": _by_key("image_url", "image"),
    "video_url": _by_key("video_url", "video"),
    "audio_url": _by_key("audio_url", "audio"),
    "input_audio": _input_audio,
    "image": _media,
    "audio": _media,
    "video": _media,
    "file": _media,
    "document": _media,
}
