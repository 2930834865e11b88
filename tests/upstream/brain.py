"""What the pretended models say: enough sense to drive the standard suites.

It calls a tool when one is forced or when the user spoke last, fills schemas with plausible
values from the question, and otherwise says hello.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

HELLO = "Hello there, dear friend of mine."


@dataclass
class Question:
    """A request of any protocol.

    last: who spoke last; text: everything the user said.
    force: True, or the name of the tool to call.
    schema: shape of the wanted JSON, {} for any object, None for text.
    """

    last: str
    text: str
    tools: dict[str, dict[str, Any]] = field(default_factory=dict)
    force: bool | str = False
    schema: dict[str, Any] | None = None
    stop: list[str] = field(default_factory=list)


@dataclass
class Said:
    """An answer: text or one call."""

    text: str = ""
    tool: str = ""
    args: dict[str, Any] = field(default_factory=dict)


def answer(question: Question) -> Said:
    if question.tools and (question.force or question.last == "user"):
        name = question.force if isinstance(question.force, str) else _mentioned(question)
        return Said(tool=name, args=fill(question.tools[name], question.text))
    if question.schema is not None:
        return Said(json.dumps(_object(question), ensure_ascii=False))
    text = HELLO
    for stop in question.stop:
        text = text.partition(stop)[0] if stop else text
    return Said(text or "…")


def _mentioned(question: Question) -> str:
    return next((name for name in question.tools if name in question.text), next(iter(question.tools)))


def _object(question: Question) -> dict[str, Any]:
    if question.schema:
        return dict(fill(question.schema, question.text))
    return {name: f"some {name}" for name in re.findall(r"[`'\"](\w+)[`'\"]", question.text)}


def fill(schema: dict[str, Any], text: str, definitions: dict[str, Any] | None = None) -> Any:
    """A value of the shape `schema`, with numbers and quoted words taken from `text`."""
    definitions = definitions or schema.get("$defs") or schema.get("definitions") or {}
    if "$ref" in schema:
        return fill(definitions[schema["$ref"].rpartition("/")[2]], text, definitions)
    for options in (schema.get("anyOf"), schema.get("allOf")):
        if options:
            return fill(options[0], text, definitions)
    if schema.get("enum"):
        return schema["enum"][0]
    match schema.get("type", "object"):
        case "object":
            properties = schema.get("properties", {})
            return {name: fill(part, text, definitions) for name, part in properties.items()}
        case "array":
            return [fill(schema.get("items", {"type": "string"}), text, definitions)]
        case "integer" | "number":
            return int((re.findall(r"\d+", text) or ["3"])[-1])
        case "boolean":
            return True
        case _:
            return (re.findall(r"'([^']+)'", text) or ["some words"])[-1]


def pieces(text: str) -> list[str]:
    """Tokens of a kind."""
    return re.findall(r"\s*\S+|\s+$", text) or [text]
