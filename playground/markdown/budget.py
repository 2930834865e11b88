"""How long a text would take to render: hostile input is recognised by its cost, before it is parsed.

The weights are microseconds measured with `bench/markdown.py`, rounded up. A bracket is dear because the parser
looks for its partner; a table is dear by its cells, since short rows are filled up to the width of the header; quotes
are dear by the lines that every one of them may reach over (`nesting.py`).
"""

from .nesting import more_blocks, quoted_lines

BLOCK_BUDGET = 50_000  # microseconds for one block; beyond it the block is shown as it was written
DOCUMENT_BUDGET = 1_000_000  # microseconds for a whole text

PER_CHARACTER = 0.5
PER_LINE = 25
PER_BRACKET = 50
PER_MARK = 6
PER_CELL = 10
PER_BLOCK = 25
PER_QUOTED_LINE = 3

MARKS = "*_~`<&$\\!"


def estimate(text: str) -> float:
    """Microseconds that rendering `text` takes at most, on an ordinary server core."""
    cost = flat_cost(text)
    return cost if cost > DOCUMENT_BUDGET else cost + _nesting_cost(text)


def flat_cost(text: str) -> float:
    """As `estimate`, without what blocks within blocks cost: that changes only where a line ends."""
    return sum(map(_paragraph_cost, text.split("\n\n")))


def block_cost(text: str) -> float:
    """Microseconds that it takes at most to find the blocks of `text`."""
    return PER_LINE * text.count("\n") + _nesting_cost(text)


def _paragraph_cost(text: str) -> float:
    lines = text.count("\n") + 1
    return (
        PER_CHARACTER * len(text)
        + PER_LINE * lines
        + PER_BRACKET * text.count("[")
        + PER_MARK * sum(map(text.count, MARKS))
        + PER_CELL * _cells(text, lines)
    )


def _nesting_cost(text: str) -> float:
    return PER_BLOCK * more_blocks(text) + PER_QUOTED_LINE * quoted_lines(text)


def _cells(text: str, lines: int) -> int:
    if "|" not in text:
        return 0
    return lines * max(line.count("|") for line in text.split("\n"))
