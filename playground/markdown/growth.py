"""Prose that only grows: most of an answer is words after words, and items after items, which need no parser.

While no line ends, new words are appended to the element in which the open block ends: as they are if they hold nothing
that Markdown reads, else rendered by themselves if their marks are complete. All else brings a proper rendering of the
block, or of the last item if it is a list; the end brings one of everything.
"""

import re
from itertools import accumulate

from .clean import escape
from .render import inline_html
from .spans import close_spans

# Nothing that Markdown reads in the middle of a line. A stop must be followed by a blank: it could be part of a link.
_WORDS = re.compile(r"(?:[^\n*_`~$\\<>&#|\[\].:!@]|[.:!](?=\s|\Z)|(?<!\S)@)*\Z")
_END_OF_WORD = re.compile(r"(?:\A|\s)[^\W_]*,?\Z")
_CLOSING = re.compile(r"</(?:p|li|label)>\s*(?:</(?:li|ul|ol|blockquote)>\s*)*\Z")
_ITEM = re.compile(r"(?:[-+*]|\d{1,9}[.)]) (?=\S)")
_MAY_BE_ITEM = re.compile(r"[-+*\d]")
_BLANK_LINE = re.compile(r"\n\s*\n")
_LIST_TAG = re.compile(r"<(/?)[uo]l\b")
_ONE_LIST = re.compile(r"\s*<(?:ul|ol)[^>]*>\n(.*)</(?:ul|ol)>\s*\Z", re.S)


def depth_of(html: str) -> int | None:
    """How many last children down the text of a block ends; None unless that is in a paragraph or an item."""
    closing = _CLOSING.search(html)
    return closing[0].count("</") if closing else None


def can_grow(text: str) -> bool:
    """Whether words may follow a block as they are: its last line says what it is, and has words already."""
    line = text[text.rfind("\n") + 1 :]
    return sum(character.isalpha() for character in line) > 1


def grown(shown: str, new: str) -> str | None:
    """`new`, which goes on where `shown` ends, as HTML; None if it cannot be told from these two what it is."""
    if _WORDS.match(new):
        return escape(new) if new[:1].isspace() or _END_OF_WORD.search(shown) else None
    is_complete = new[:1].isspace() and "\n" not in new and "[" not in new and close_spans(new) == new
    return inline_html(new) if is_complete else None


def is_loose(block: str) -> bool:
    """True if a blank line stands between the items of a list, or within one: all of them look different then."""
    return _BLANK_LINE.search(block.strip("\n")) is not None


def last_item(block: str) -> int:
    """Where the last item of a block begins; 0 if it is not sure to be a list of several items, with no blank lines."""
    start = len(block) - len(block.lstrip("\n"))
    if not _ITEM.match(block, start) or is_loose(block):
        return 0
    line = len(block)
    while (line := block.rfind("\n", start, line)) > start:
        if _MAY_BE_ITEM.match(block, line + 1):
            return line + 1 if is_item(block, block[line + 1 :]) else 0
    return 0


def is_item(block: str, line: str) -> bool:
    """True if a line goes on with the list that a block begins with, and has words already."""
    first, item = _ITEM.match(block.lstrip("\n")), _ITEM.match(line)
    is_same = first is not None and item is not None and first[0][-2] == item[0][-2]
    return is_same and can_grow(line.partition("\n")[0])


def items_of(html: str) -> str | None:
    """What a list holds; None if it is none, or not alone."""
    found = _ONE_LIST.match(html)
    open_lists = accumulate(-1 if tag[1] else 1 for tag in _LIST_TAG.finditer(found[1])) if found else ()
    return found[1] if found and min(open_lists, default=0) >= 0 else None
