"""Prose that only grows: most of an answer is words after words, which need no parser.

While no line ends, new words are appended to the element in which the open block ends: as they are if they hold nothing
that Markdown reads, else rendered by themselves if their marks are complete. All else brings a proper rendering of the
block, and the end brings one of everything.
"""

import re

from .clean import escape
from .render import inline_html
from .spans import close_spans

# Nothing that Markdown reads in the middle of a line. A stop must be followed by a blank: it could be part of a link.
_WORDS = re.compile(r"(?:[^\n*_`~$\\<>&#|\[\].:!@]|[.:!](?=\s|\Z)|(?<!\S)@)*\Z")
_END_OF_WORD = re.compile(r"(?:\A|\s)[^\W_]*,?\Z")
_ELEMENTS = re.compile(r"<(?:p|li)>")
_CLOSING = re.compile(r"(?:</(?:p|li|ul|ol|blockquote)>\s*)+\Z")


def framed(html: str, attribute: str) -> str | None:
    """`html` with an attribute on the element in which its text ends; None unless that is a paragraph or an item."""
    elements = list(_ELEMENTS.finditer(html))
    if not elements or not _CLOSING.search(html):
        return None
    end = elements[-1].end() - 1
    return f"{html[:end]}{attribute}{html[end:]}"


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
