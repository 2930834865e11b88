"""Makes a half-written block look finished, for display only: `**bol` shows as bold, half a link as its words."""

import re
from itertools import takewhile

from .spans import close_spans

# Marks that say nothing yet: a heading without words, a list marker, a rule or underline, a row of dashes.
_BARE_MARK = re.compile(r"(?:[-+*_=~`#>]+|\d{1,9}[.)]?|[-+*]\s+(?:\[[ xX]?\]?)?|[ :|-]*)\Z")
_ITEM = re.compile(r"[ \t>]*(?:(?:[-+*]|\d+[.)]|#{1,6})[ \t]|\|)")
_FENCE = re.compile(r"^[ \t>*+\-\d.)]*(?:```|~~~)", re.M)


def heal(text: str) -> str:
    """`text`, one open block, cut or completed so that it renders as what it is about to become."""
    text = _without_bare_mark(_without_half_table(text))
    if len(_FENCE.findall(text)) % 2:
        return text  # code within a list or quote: its stars are stars
    start = _inline_start(text)
    return text[:start] + close_spans(text[start:])


def is_bare(line: str) -> bool:
    """True if a line is a mark that says nothing yet, which is not shown while nothing follows."""
    text = line.lstrip(" \t>").rstrip(" \t")  # not by the pattern, which would try every way to share them out
    return _BARE_MARK.match(text) is not None


def _without_bare_mark(text: str) -> str:
    cut = text.rfind("\n") + 1
    return text[:cut] if is_bare(text[cut:]) else text


def _without_half_table(text: str) -> str:
    """Hold a header back until its row of dashes is complete: it would flash as a paragraph with bars."""
    lines = text.removesuffix("\n").split("\n")
    rows = list(takewhile(lambda line: line.lstrip().startswith("|"), reversed(lines)))
    is_half_delimited = len(rows) == 2 and not rows[0].strip("|:- \t") and not text.endswith("\n")
    return "\n".join(lines[: -len(rows)]) if len(rows) == 1 or is_half_delimited else text


def _inline_start(text: str) -> int:
    """Where the last paragraph, item, heading or row begins: no inline markup crosses that."""
    end = len(text.rstrip())
    while end > 0:
        line = text.rfind("\n", 0, end) + 1
        if item := _ITEM.match(text, line):
            return item.end()
        if not text[line:end].strip():
            return end
        end = line - 1
    return 0
