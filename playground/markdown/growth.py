"""Prose that only grows: most of an answer is words after words, which need no parser.

While no line ends, new words are appended to the element in which the open block ends: as they are if they hold nothing
that Markdown reads, else rendered by themselves if their marks are complete. All else brings a proper rendering of the
block, or of its last part (`series.py`); the end brings one of everything.
"""

import re

from .clean import escape
from .render import inline_html
from .spans import close_spans

# Nothing that Markdown reads in the middle of a line. A stop must be followed by a blank: it could be part of a link.
_WORDS = re.compile(r"(?:[^\n*_`~$\\<>&#|\[\].:!@]|[.:!](?=\s|\Z)|(?<!\S)@)*\Z")
# No address can have begun before it: none reaches over a blank, or over a character of Chinese or the like.
_END_OF_WORD = re.compile(r"(?:\A|[\s\u3000-\U0010ffff])[^\W_]*,?\Z")
_CLOSING = re.compile(r"(?<!\n)</(?:p|li|label)>\s*(?:</(?:p|li|ul|ol|blockquote)>\s*)*\Z")


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
