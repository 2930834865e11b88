"""Sends one page its frames: one per beat for all panes together."""

import asyncio
from collections.abc import Awaitable, Callable, Collection

from playground.threads import in_database

from . import frames
from .beat import beat
from .bell import Bell
from .follower import METRICS_INTERVAL, Follower

TOGETHER = 0.012  # seconds in which several ends become one frame: panes are stopped together, and may end together


class Pump:
    """What a page follows. News after a silence goes at once, and so does a first token; the rest keeps the beat."""

    def __init__(self, send: Callable[[str], Awaitable[None]]) -> None:
        self.wake = Bell()  # a followed generation has news
        self.hurry = Bell()  # something is there that does not wait for the beat: a new answer, or an end
        self.user_id = 0  # whose page it is
        self._send = send
        self._followers: dict[int, Follower] = {}
        self._has_news = False

    def __len__(self) -> int:
        return len(self._followers)

    def add(self, follower: Follower) -> None:
        """Follows. Asked again, an answer's element is new on the page: it wants a snapshot."""
        self._remove(follower.generation_id)
        self._followers[follower.generation_id] = follower
        self.hurry.ring()
        self.wake.ring()

    def close(self) -> None:
        """Nobody looks any more."""
        for generation_id in list(self._followers):
            self._remove(generation_id)

    async def finish(self, *generation_ids: int) -> None:
        """Shows answers as they are now that they have ended."""
        followers = [self._remove(generation_id) for generation_id in generation_ids]
        if shown := {follower.generation_id: follower.shown for follower in followers if follower}:
            await self._send(await in_database(frames.finished, shown))

    def _remove(self, generation_id: int) -> Follower | None:
        follower = self._followers.pop(generation_id, None)
        if follower:
            follower.tail.close()
        return follower

    async def run(self) -> None:
        """Sends for ever."""
        while True:
            await self._news()
            await self._show(list(self._followers.values()))
            await self._rest()

    async def _news(self) -> None:
        """Returns when an event has arrived, or when something should be shown without one."""
        if self._has_news or any(follower.is_behind for follower in self._followers.values()):
            self._has_news = False
        else:
            seconds = METRICS_INTERVAL if self._followers else None
            await self.wake.heard(asyncio.get_running_loop().time() + seconds if seconds else None)

    async def _show(self, followers: Collection[Follower]) -> None:
        if frame := "".join([follower.advance() for follower in followers]):
            await self._send(frame)
        await self.finish(*[follower.generation_id for follower in followers if follower.ended])

    async def _rest(self) -> None:
        """Until the next beat. Panes that wait for their first token, or are over, are shown in between."""
        loop = asyncio.get_running_loop()
        until = loop.time() + beat.until_frame(self.user_id)
        while self._followers and loop.time() < until:
            waits = any(follower.is_waiting for follower in self._followers.values())
            if not await (self.wake if waits else self.hurry).heard(until):
                return
            self._has_news = True
            if len({follower.tail.is_over for follower in self._followers.values()}) > 1:  # some are, some not yet
                await asyncio.sleep(TOGETHER)
            await self._show([follower for follower in self._followers.values() if follower.is_urgent])
