"""Templates that are rendered once and then only filled, for what is sent with every beat or message."""

from collections.abc import Iterable
from itertools import chain, zip_longest

HOLE = "\x1f"  # rendered in place of a value; no text has it


class Mould:
    """HTML around values.

    Args:
        html: a template's output with `HOLE` for each value.
    """

    def __init__(self, html: str) -> None:
        self._pieces = html.split(HOLE)

    def fill(self, values: Iterable[str]) -> str:
        """The HTML with the values, which must be escaped already, in their places."""
        return "".join(chain.from_iterable(zip_longest(self._pieces, values, fillvalue="")))
