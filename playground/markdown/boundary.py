"""Where a text that is still being written is settled.

CommonMark's block phase never reopens a closed block, so everything before the last top-level block is final, and
the last one too when it has closed itself. What follows is the open block.
"""

import re
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from markdown_it.token import Token

from .parser import PARSER, language

# But for one with a bar, which the next line may make the header of a table
CLOSED_AT_ONCE = {"heading_open", "hr", "math_block"}
CLOSED_BY_BLANK = {"paragraph_open", "table_open", "blockquote_open"}  # a list is not: its next item may follow

_LISTS = {"bullet_list_open", "ordered_list_open"}
_GOES_ON = re.compile(r"[\s\d*+-]|\Z")  # begins a line that may belong to a list above it
_MATH_OPENER = re.compile(r"^[ \t>*+\-\d.)]*(?:\$\$|\\\[)", re.M)
_INDENT = re.compile(r" *")


@dataclass
class Fence:
    """An open top-level code fence; its text only grows, until a closing line."""

    language: str
    indent: int
    closing: re.Pattern[str]
    half_closing: re.Pattern[str]
    _code: str = ""  # complete lines without their indent, which is not to be cut off again at every flush
    _read: int = 0  # characters of the text that they were

    def end(self, text: str, start: int) -> int | None:
        """Where the line after the closing line begins, searching complete lines of `text` from `start`."""
        match = self.closing.search(text, start)
        return match.end() if match else None

    def content(self, text: str) -> str:
        """The code so far, without a last line that may still become the closing one."""
        self._read = self._read or text.find("\n") + 1
        end = max(self._read, text.rfind("\n") + 1)
        self._code += self._without_indent(text[self._read : end])
        self._read = end
        line = text[end:] if end else ""
        return self._code if self.half_closing.match(line) else self._code + self._without_indent(line)

    def _without_indent(self, lines: str) -> str:
        return re.sub(rf"^ {{1,{self.indent}}}", "", lines, flags=re.M) if self.indent else lines


@dataclass(frozen=True)
class Boundary:
    """The settled text ends at `offset`.

    Attributes:
        fence: set if the open block is a top-level code fence.
        list_end: where the open block ends if it is a list that the next line may end; None if no line can do that.
    """

    offset: int
    fence: Fence | None = None
    list_end: int | None = None


def ends_list(line: str) -> bool:
    """True if a line, whose rest may not have arrived, cannot belong to a list that a blank line keeps it from."""
    return not _GOES_ON.match(line)


def find_boundary(text: str, references: dict[str, Any]) -> Boundary:
    """The boundary within `text`.

    Args:
        text: complete lines only: half a line may become anything.
        references: link definitions of the text before.
    """
    blocks = _blocks(text, references)
    if not blocks:  # blank lines, or definitions, which may go on
        return Boundary(0 if text.strip() else len(text))
    lines = text.split("\n")
    held = _unclosed_math(blocks, lines)
    last = held or blocks[-1]
    start, end = last.map or (0, 0)
    if held is None and _is_closed(last, lines[start:end], lines[end:]):
        return Boundary(_offset(lines, end + sum(1 for _ in takewhile(_is_blank, lines[end:-1]))))
    is_done = held is None and last.type in _LISTS and _is_blank(lines[-2])
    fence = _fence(last, lines[start]) if last.type == "fence" and "|" not in lines[start] else None
    return Boundary(_offset(lines, start), fence, len(text) if is_done else None)


def _is_blank(line: str) -> bool:
    return not line.strip()


def _blocks(text: str, references: dict[str, Any]) -> list[Token]:
    tokens: list[Token] = []
    PARSER.block.parse(text, PARSER, {"references": dict(references)}, tokens)
    return [token for token in tokens if token.level == 0 and token.nesting >= 0]


def _offset(lines: list[str], count: int) -> int:
    return sum(map(len, lines[:count])) + count


def _is_closed(block: Token, lines: list[str], following: list[str]) -> bool:
    if block.type == "fence":
        return len(lines) > 1 and _fence(block, lines[0]).closing.match(lines[-1] + "\n") is not None
    if block.type in CLOSED_BY_BLANK:
        return len(following) > 1 and _is_blank(following[0])
    return block.type in CLOSED_AT_ONCE and (len(following) > 1 or "|" not in lines[-1])


def _unclosed_math(blocks: list[Token], lines: list[str]) -> Token | None:
    """The first block whose formula may still be opened by a closing mark: it would swallow the blocks after it."""
    since = _after_last_blank(lines)
    for block in blocks:
        start, end = block.map or (0, 0)
        is_prose = end > since and block.type not in {"fence", "code_block", "math_block"}
        if is_prose and _MATH_OPENER.search("\n".join(lines[max(start, since) : end])):
            return block
    return None


def _after_last_blank(lines: list[str]) -> int:
    for number in range(len(lines) - 2, -1, -1):  # the last element is what follows the last newline: nothing
        if _is_blank(lines[number]):
            return number + 1
    return 0


def _fence(token: Token, opening: str) -> Fence:
    mark, length = re.escape(token.markup[0]), len(token.markup)
    indent = _INDENT.match(opening)
    return Fence(
        language=language(token.info),
        indent=indent.end() if indent else 0,
        closing=re.compile(rf"^ {{0,3}}{mark}{{{length},}}[ \t]*\n", re.M),
        half_closing=re.compile(rf" {{0,3}}{mark}*[ \t]*\Z"),
    )
