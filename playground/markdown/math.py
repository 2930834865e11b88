"""Math in the four ways that models write it: `$…$`, `$$…$$`, `\\(…\\)` and `\\[…\\]`.

Dollars inside a line are the plugin's. A formula on lines of its own is parsed here, because it must not reach over
a blank line or out of its list item, and must be able to follow a paragraph directly.
"""

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.dollarmath.index import math_inline_dollar

CLOSERS = {"$$": "$$", "\\[": "\\]"}
MOST_LINES = 100  # of a formula; every line that opens one looks so far ahead
INLINE = {"\\(": ("\\)", "math_inline"), "\\[": ("\\]", "math_inline_double")}


def math_plugin(md: MarkdownIt) -> None:
    """Add math to the grammar. Tokens: `math_inline`, `math_inline_double` (displayed) and `math_block`."""
    dollars = math_inline_dollar(allow_space=False, allow_digits=False, allow_double=True)
    md.inline.ruler.before("escape", "math_inline", dollars)
    md.inline.ruler.before("escape", "math_bracket", _bracket)
    md.block.ruler.before("fence", "math_block", _block, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def _bracket(state: StateInline, silent: bool) -> bool:
    opener = state.src[state.pos : state.pos + 2]
    if opener not in INLINE:
        return False
    closer, kind = INLINE[opener]
    end = state.src.find(closer, state.pos + 2, state.posMax)
    if end < 0:
        return False
    if not silent:
        state.push(kind, "math", 0).content = state.src[state.pos + 2 : end]
    state.pos = end + 2
    return True


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    closer = CLOSERS.get(_line(state, start)[:2])
    if closer is None or state.is_code_block(start):
        return False
    last = _closing_line(state, start, end, closer)
    if last is None:
        return False
    if not silent:
        token = state.push("math_block", "math", 0)
        token.block, token.map = True, [start, last + 1]
        token.content = state.getLines(start, last + 1, state.blkIndent, False).strip(" \t\n")[2:-2]
    state.line = last + 1
    return True


def _closing_line(state: StateBlock, start: int, end: int, closer: str) -> int | None:
    last = min(end, start + MOST_LINES)
    if state.src.find(closer, state.bMarks[start] + state.tShift[start] + 2, state.eMarks[last - 1]) < 0:
        return None  # most often there is none, and it takes far longer to look line by line
    for number in range(start, last):
        text = _line(state, number)
        if number == start:
            text = text[2:]
        elif not text or state.sCount[number] < state.blkIndent:
            return None
        if closer in text:
            return number if text.find(closer) == len(text) - 2 else None
    return None


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]].strip(" \t")
