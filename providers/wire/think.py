"""Separates inline `<think>…</think>` from the answer, wherever the tags are cut.

Only tags that open the answer count: a `<think>` in the middle of a text is text.
"""

from __future__ import annotations

_OPEN, _CLOSE = "<think>", "</think>"
_BLANKS = 1000  # before a tag; all are looked at again with each piece, so there must be an end to it


def _held(text: str, tag: str) -> int:
    """How many characters at the end of `text` could be the start of `tag`."""
    for length in range(min(len(tag) - 1, len(text)), 0, -1):
        if text.endswith(tag[:length]):
            return length
    return 0


class ThinkSplitter:
    """Takes pieces of text, gives (text, reasoning)."""

    __slots__ = ("_buffer", "_state")

    def __init__(self) -> None:
        self._buffer = ""
        self._state = "start"

    def feed(self, piece: str) -> tuple[str, str]:
        """What is certain after `piece`; the rest waits for more."""
        if self._state == "text":
            return piece, ""
        self._buffer += piece
        if self._state == "start":
            return self._open()
        return self._inside()

    def finish(self) -> tuple[str, str]:
        """What was held back."""
        rest, self._buffer = self._buffer, ""
        return ("", rest) if self._state == "think" else (rest, "")

    def _open(self) -> tuple[str, str]:
        seen = self._buffer.lstrip()
        blanks = len(self._buffer) - len(seen)
        if seen.startswith(_OPEN) and blanks <= _BLANKS:
            self._state, self._buffer = "think", seen[len(_OPEN) :]
            return self._inside()
        if _OPEN.startswith(seen) and blanks <= _BLANKS:
            return "", ""
        text, self._buffer, self._state = self._buffer, "", "text"
        return text, ""

    def _inside(self) -> tuple[str, str]:
        before, tag, after = self._buffer.partition(_CLOSE)
        if tag:
            self._state, self._buffer = "text", ""
            return after, before
        held = _held(before, _CLOSE)
        self._buffer = before[len(before) - held :]
        return "", before[: len(before) - held]
