"""How much of the parser's work comes from blocks within blocks, of quotes above all.

Where a quote begins the parser looks through all the lines that may belong to it, once for every level. If it ends
before, because a line without a mark follows something that is no paragraph, the next quote has it look again: quotes
of two lines each, one right after another, cost the square of their number.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

MAX_NESTING = 50  # blocks within blocks; the parser drops what is deeper

_MARKER = r"(?:[-+*]|\d{1,9}[.)])"
_MARK = rf"(?:>|{_MARKER}(?=[ \t])|\[[ xX]\](?=[ \t]))"
_QUOTE = re.compile(rf"^(?:[ \t]*+{_MARK})*?[ \t]*+>", re.M)
_SEVERAL = re.compile(rf"^(?:[ \t]*+{_MARK}){{2,}}", re.M)
# A line that begins a list right below an item of another one: `- a`, `+ b`
_NEXT_LIST = re.compile(r"^[ \t]*+\d{0,9}([-+*.)])[ \t].*\n(?=[ \t]*+\d{0,9}(?!\1)[-+*.)][ \t])", re.M)
_MARKS = re.compile(rf"(?:[ \t]*{_MARK})*")
_QUOTES = re.compile(r"(?:[ \t]*>)*")  # a quote goes on with its mark however far that is indented
_NEAR_QUOTES = re.compile(r"(?:[ \t]*> ?(?: {0,3}> ?)*)?")
_ENDING = re.compile(rf"[ \t]*\Z| {{0,3}}{_MARKER}[ \t]")  # a blank line, or an item of a list
_PROSE = re.compile(rf" {{0,3}}(?![ \t#*_+\-=~`|:$\[\\]|{_MARKER}|\Z)")  # begins a paragraph, if it begins anything
# Deeper in quotes the parser does not see how far a line is indented: it may take this one for a list, or the like.
_INDENTED = re.compile(r"(?: {4}| {0,3}\t)[ \t]*[-+*#_`~$\\\d]")
# A fence for sure, so that none of its lines is of a quote: after a blank line, without indent or the bars of a table.
_CODE = re.compile(
    r"(?:\A|(?<=\n\n))(?:(`{3,})[^`|\n]*|(~{3,})[^|\n]*)\n(?:.*\n)*?(?: {0,3}(?:\1`*|\2~*)[ \t]*(?:\n|\Z)|.*\Z)"
)


class _Line(NamedTuple):
    """What the parser may make of a line.

    Attributes:
        quotes: this many levels of quotes go on with it, at least.
        deepest: and this many, at most, quotes within its items included.
        ends: it ends all other quotes.
        is_prose: in a quote that it begins, a line without a mark may follow.
        is_indented: if it has no mark, it may end a quote all the same.
    """

    quotes: int
    deepest: int
    ends: bool
    is_prose: bool
    is_indented: bool


def more_blocks(text: str) -> int:
    """How many blocks may begin besides one on every line."""
    inner = sum(len(re.findall(_MARK, found[0])) - 1 for found in _SEVERAL.finditer(text))
    return inner + (len(_NEXT_LIST.findall(text)) if "\n" in text else 0)


def quoted_lines(text: str) -> int:
    """How many lines the parser looks at in search of the ends of quotes, at most."""
    if ">" not in text or not _QUOTE.search(text):
        return 0
    return sum(map(_quoted_lines, _without_code(text).split("\n\n")))


def _without_code(text: str) -> str:
    """`text` without its fences; as it is if there may be others, which could end where one of these seems to begin."""
    rest = _CODE.sub("", text)
    return text if "```" in rest or "~~~" in rest else rest


def _quoted_lines(text: str) -> int:
    if ">" not in text:
        return 0
    lines = [_line(line) for line in text.split("\n")]
    levels = range(1, min(MAX_NESTING, max(line.deepest for line in lines)) + 1)
    return sum(len(run) * _beginnings(run, level) for level in levels for run in _runs(lines, level))


def _line(text: str) -> _Line:
    quotes, deepest = (_matched(pattern, text).count(">") for pattern in (_QUOTES, _MARKS))
    rest = text[len(_matched(_NEAR_QUOTES, text)) :]
    return _Line(quotes, deepest, *(bool(pattern.match(rest)) for pattern in (_ENDING, _PROSE, _INDENTED)))


def _matched(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.match(text)
    return found[0] if found else ""


def _runs(lines: list[_Line], level: int) -> Iterator[list[_Line]]:
    """Lines that one quote of a level may reach over."""
    start = 0
    for number, line in enumerate(lines):
        if line.ends and line.quotes < level:
            yield lines[start:number]
            start = number
    yield lines[start:]


def _beginnings(run: list[_Line], level: int) -> int:
    """How many quotes of a level may begin in a run: another one where marks come back, unless all was prose."""
    count, before, may_begin = 0, 0, True
    for line in run:
        if may_begin and before < level <= line.deepest:
            count, may_begin = count + 1, False
        may_begin = may_begin or (not line.is_prose if line.deepest >= level else line.is_indented)
        before = line.quotes
    return count
