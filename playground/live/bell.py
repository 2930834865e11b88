"""An event that is waited for until a moment."""

import asyncio


class Bell:
    """Rung by anybody, heard by one, who then waits for the next ring.

    `asyncio.Event` under a timeout does the same, but ends the wait by cancelling it, with every beat.
    """

    def __init__(self) -> None:
        self.rung = False
        self._waiter: asyncio.Future[None] | None = None

    def ring(self) -> None:
        self.rung = True
        self._wake()

    def _wake(self) -> None:
        if self._waiter and not self._waiter.done():
            self._waiter.set_result(None)

    async def heard(self, until: float | None) -> bool:
        """True once it has rung since the last time; False at the moment `until`, in the loop's time."""
        if not self.rung:
            await self._ring_or_moment(until)
        rung, self.rung = self.rung, False
        return rung

    async def _ring_or_moment(self, until: float | None) -> None:
        loop = asyncio.get_running_loop()
        self._waiter = loop.create_future()
        timer = None if until is None else loop.call_at(until, self._wake)
        try:
            await self._waiter
        finally:
            if timer:
                timer.cancel()
