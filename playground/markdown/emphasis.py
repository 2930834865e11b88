"""Emphasis beside Chinese, Japanese and Korean characters, which are written without blanks between words.

CommonMark lets `**` begin or end emphasis by the blanks and punctuation around it, so that the marks of
`**注意：**后面` stay as they are; models write that all the time. Here a wide character beside the marks counts as a
blank would, and wide punctuation as a letter: the rules of https://github.com/tats-u/markdown-cjk-friendly.
"""

from functools import lru_cache
from unicodedata import east_asian_width

from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token
from markdown_it.utils import EnvType

EMOJI = range(0x1F000, 0x20000)  # wide as well, but no writing


class Inline(ParserInline):
    """The inline parser, with these rules."""

    def parse(self, src: str, md: object, env: EnvType, tokens: list[Token]) -> list[Token]:
        state = State(src, md, env, tokens)  # type: ignore[arg-type]
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


class State(StateInline):
    """Scans delimiters by these rules where a wide character stands beside them."""

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803 - the parser's name
        scanned = super().scanDelims(start, canSplitWord)
        if not canSplitWord:
            return scanned
        end = start + scanned.length
        before, after = self.src[start - 1 : start] or " ", self.src[end : end + 1] or " "
        if not (is_wide(before) or is_wide(after)):
            return scanned
        can_open = not _is_blank(after) and (not _is_mark(after) or _is_blank(before) or _separates(before))
        can_close = not _is_blank(before) and (not _is_mark(before) or _is_blank(after) or _separates(after))
        return Scanned(can_open, can_close, scanned.length)


@lru_cache(maxsize=4096)
def is_wide(character: str) -> bool:
    """Whether a character belongs to writing without blanks, its punctuation included."""
    return east_asian_width(character) in {"W", "F", "H"} and ord(character) not in EMOJI


def _is_blank(character: str) -> bool:
    return isWhiteSpace(ord(character))


@lru_cache(maxsize=4096)
def _is_mark(character: str) -> bool:
    return (isMdAsciiPunct(ord(character)) or isPunctChar(character)) and not is_wide(character)


def _separates(character: str) -> bool:
    return _is_mark(character) or is_wide(character)
