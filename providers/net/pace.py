"""How fast a connection is read, and until when.

Reading is the largest cost of relaying a stream. With a beat, the reader waits before each
read so that the kernel collects meanwhile: the cost goes by the beat, not by the token.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic

import httpcore

Beat = float | Callable[[], float]

# Until the headers are here nobody has the stream in hand, so the deadline travels with the context.
_opening: ContextVar[float] = ContextVar("opening", default=math.inf)


@contextmanager
def until(deadline: float) -> Iterator[None]:
    """Let every read and write inside the block end by `deadline` (monotonic seconds)."""
    token = _opening.set(deadline)
    try:
        yield
    finally:
        _opening.reset(token)


class Pace:
    """The reading rhythm of one connection, set anew for each answer.

    idle: longest wait of one read, None for what the request said.
    deadline: monotonic time at which reading ends.
    beat: seconds to wait before each read, or a function that says.
    """

    __slots__ = ("beat", "deadline", "full", "idle", "latest")

    def __init__(self) -> None:
        self.latest = b""
        self.full = False
        self.reset()

    def reset(self) -> None:
        """Read as data comes, without a deadline. The latest read stays: an answer may have begun in it."""
        self.idle: float | None = None
        self.deadline = math.inf
        self.beat: Beat = 0.0

    def pause(self) -> float:
        """Seconds to wait before the next read; none while the last one was cut short."""
        if not self.beat or self.full:
            return 0.0
        seconds = self.beat if isinstance(self.beat, float | int) else self.beat()
        return max(0.0, min(seconds, self.deadline - monotonic()))

    def allowance(self, timeout: float | None) -> float | None:
        """The longest that the next read or write may take.

        Raises:
            httpcore.ReadTimeout: the deadline has passed.
        """
        wanted = timeout if self.idle is None else self.idle
        left = min(self.deadline, _opening.get()) - monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("deadline")
        if wanted is None:
            return None if left == math.inf else left
        return min(wanted, left)

    def received(self, data: bytes, max_bytes: int) -> bytes:
        """Remember the latest read."""
        self.latest, self.full = data, len(data) >= max_bytes
        return data

    def drained(self, piece: bytes) -> bool:
        """Whether `piece` of the body was the last one in the latest read.

        Several pieces that came in one read are handed out one by one; this tells the last of
        them by the bytes that end the read. A wrong yes costs one more chunk, a wrong no waits
        for the next read.
        """
        return self.latest.endswith((piece, piece + b"\r\n"))
