"""Which version of Anthropic's API a request needs.

Source: https://docs.anthropic.com/en/api/versioning
"""

from __future__ import annotations

from typing import Any

# The newer version has no sampling parameters, no documents in answers, no citations in questions.
_OLD, _NEW = "2023-06-01", "2026-10-21"
SAMPLING = ("temperature", "top_p", "top_k")


def version_for(body: dict[str, Any]) -> str:
    """The newest API version that accepts `body`."""
    if any(body.get(name) is not None for name in SAMPLING):
        return _OLD
    for turn in body.get("messages", ()):
        for block in turn["content"] if isinstance(turn["content"], list) else ():
            if turn["role"] == "assistant" and block["type"] == "document":
                return _OLD
            if turn["role"] == "user" and block["type"] == "text" and block.get("citations"):
                return _OLD
    return _NEW


def thinks(body: dict[str, Any]) -> bool:
    """Whether the model is asked to think."""
    thinking = body.get("thinking")
    return isinstance(thinking, dict) and thinking.get("type") in ("enabled", "adaptive")
