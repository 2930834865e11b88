"""How much of tool calls one streamed answer may hold.

Each chunk that is added to an answer compares its calls with all before it and reads their
arguments again from the start, so that the cost grows with the square of either.
"""

from __future__ import annotations

from providers.errors import LimitExceeded

MOST_CALLS = 128
MOST_ARGUMENTS = 256 * 1024  # characters, of all calls together


class CallBounds:
    """Counts the tool calls of one answer."""

    def __init__(self) -> None:
        self.calls = self.size = 0

    def call(self) -> None:
        """Count one more call.

        Raises:
            LimitExceeded: there are too many.
        """
        self.calls += 1
        if self.calls > MOST_CALLS:
            raise LimitExceeded(f"more than {MOST_CALLS} tool calls")

    def arguments(self, text: str) -> str:
        """Count a piece of the arguments and hand it back.

        Raises:
            LimitExceeded: they are too long.
        """
        self.size += len(text)
        if self.size > MOST_ARGUMENTS:
            raise LimitExceeded(f"more than {MOST_ARGUMENTS} characters of arguments of tool calls")
        return text
