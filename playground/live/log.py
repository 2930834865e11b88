"""The event log: where a running generation's events are kept, and from where they are shown.

Write ahead, then show: a viewer gets an event only after the log has it, so nothing that was seen can be taken
back by a crash. An event is appended once, in order, whatever is retried: the writer names the number of the
first one, and what the log has already is skipped. After the `end` event a log is closed for good, which also
fences a writer that lost its generation to another.

It is kept in this process, with a journal file beside it (`memory.py`). The interface and its tests leave room for
another one, on Redis Streams, with which several processes can serve; there is none yet.
"""

from collections.abc import Sequence
from typing import Protocol

from .bell import Bell


class Closed(Exception):
    """The log holds the end already; this writer has been fenced."""


class Tail(Protocol):
    """One viewer's place in one generation's log. It starts before the first event."""

    ended: bool  # the end has been taken

    @property
    def is_over(self) -> bool:
        """The log has its end, taken or not."""

    def take(self) -> list[bytes]:
        """What has arrived since the last call, oldest first."""

    def close(self) -> None:
        """The viewer is gone."""


class EventLog(Protocol):
    """All generations' events."""

    async def append(self, generation_id: int, first: int, lines: Sequence[bytes]) -> None:
        """Adds lines, the first of which has the number `first`; returns when a kill of the process keeps them.

        Raises:
            Closed: the log has ended.
        """

    async def read(self, generation_id: int) -> list[bytes]:
        """Everything that is kept of a generation, for recovery: a prefix without gaps, perhaps empty."""

    async def follow(self, generation_id: int, wake: Bell, over: Bell | None = None) -> Tail:
        """A tail that rings `wake` whenever there is something to take, and `over` when that is the end."""

    async def forget(self, generation_id: int) -> None:
        """The row has the final text; the log may go as soon as nobody looks at it."""
