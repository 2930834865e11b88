"""The page's one websocket. It only watches: it follows generations and stops them; history is made over HTTP.

In, JSON:   {"follow": 7}   watch generation 7: a snapshot, then what is new, then the finished answer
            {"stop": 7}     end generation 7
Out, HTML:  out-of-band fragments for htmx, of all followed generations in one frame

Closed with 4401 (signed out), 4404 (not yours), 4429 (too many sockets), 1012 (restarting: come back at once).
"""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

import orjson
from channels.generic.websocket import AsyncWebsocketConsumer
from django.utils import translation

from playground.threads import in_database

from . import admission, frames
from .admission import Refused
from .beat import beat
from .current import CURRENT, is_draining
from .follower import METRICS_INTERVAL, Follower
from .session import language_of, request_of, session_key_of
from .sockets import RESTARTING, SIGNED_OUT, SOCKETS, TOO_MANY

logger = logging.getLogger(__name__)

RECHECK = 5.0  # seconds between two looks at whether the session is still good
MOST_FOLLOWED = 64


class LiveConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """One browser page."""

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Channels hops to a thread here before each message, to close old connections; `in_database` sees to it."""
        await getattr(self, message["type"].replace(".", "_"))(message)

    async def connect(self) -> None:
        self.user_id = 0
        request = request_of(self.scope["headers"])
        self.session_key = session_key_of(request)
        translation.activate(language_of(request))  # for this task and those that it makes
        self._followers: dict[int, Follower] = {}
        self._wake = asyncio.Event()
        self._pump: asyncio.Task[None] | None = None
        # Accepted before it is refused: browsers retry a refused handshake for ever, but heed a close code.
        await self.accept()
        try:
            await self._arrive()
        except Refused as refused:
            await self.close(code=refused.code)

    async def _arrive(self) -> None:
        if CURRENT.live is None or is_draining():
            raise Refused(RESTARTING)
        self.user_id = await in_database(admission.arrive, self.session_key)
        if not SOCKETS.add(self):
            raise Refused(TOO_MANY)
        self._pump = asyncio.create_task(self._send_frames())
        self._pump.add_done_callback(self._pump_ended)

    async def disconnect(self, code: int) -> None:
        SOCKETS.remove(self)
        if self._pump:
            self._pump.cancel()
        for follower in self._followers.values():
            follower.tail.close()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        try:
            for verb, generation_id in verbs(text_data or ""):
                await (self._follow if verb == "follow" else self._stop)(generation_id)
        except Refused as refused:
            await self.close(code=refused.code)

    async def _stop(self, generation_id: int) -> None:
        await in_database(admission.stop, self.session_key, generation_id)

    async def _follow(self, generation_id: int) -> None:
        if len(self._followers) >= MOST_FOLLOWED or self._pump is None:
            return
        # The tail first, the row second: what ends in between is seen in the tail.
        tail = await CURRENT.get().runner.log.follow(generation_id, self._wake)
        try:
            sight = await in_database(admission.watch, self.session_key, generation_id)
        except Refused:
            tail.close()
            raise
        # Asked again, its element is new on the page: it wants a snapshot.
        self._forget(generation_id)
        self._followers[generation_id] = Follower(generation_id, sight.pane_id, tail)
        if sight.is_live:
            CURRENT.get().runner.start(generation_id)
        else:
            await self._finish(generation_id)

    async def _send_frames(self) -> None:
        """One frame per beat for all panes together; the first news after a silence goes at once."""
        loop = asyncio.get_running_loop()
        recheck = loop.time() + RECHECK
        while True:
            await self._wait_for_news()
            frame = "".join([follower.advance() for follower in self._followers.values()])
            if frame:
                await self.send(text_data=frame)
            for generation_id in [pk for pk, follower in self._followers.items() if follower.ended]:
                await self._finish(generation_id)
            if loop.time() >= recheck:
                recheck = loop.time() + RECHECK
                if not await in_database(admission.is_signed_in, self.session_key):
                    await self.close(code=SIGNED_OUT)
                    return
            await asyncio.sleep(beat.until_frame())

    async def _wait_for_news(self) -> None:
        """Returns when an event has arrived, or when something should be shown without one."""
        if any(follower.is_behind for follower in self._followers.values()):
            return
        try:
            async with asyncio.timeout(METRICS_INTERVAL if self._followers else RECHECK):
                await self._wake.wait()
        except TimeoutError:
            return
        self._wake.clear()

    async def _finish(self, generation_id: int) -> None:
        """The finished answer replaces the running one."""
        if self._forget(generation_id):
            await self.send(text_data=await in_database(frames.finished, generation_id))

    def _forget(self, generation_id: int) -> bool:
        """False: it was not followed."""
        follower = self._followers.pop(generation_id, None)
        if follower:
            follower.tail.close()
        return follower is not None

    def _pump_ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()):
            logger.error("a socket's frames stopped", exc_info=error)
            self._closing = asyncio.ensure_future(self.close(code=1011))


def verbs(text: str) -> list[tuple[str, int]]:
    """What a message asks for. What is not understood is ignored."""
    try:
        message = orjson.loads(text)
    except ValueError:
        return []
    if not isinstance(message, Mapping):
        return []
    asked = []
    for verb in ("follow", "stop"):
        value = str(message.get(verb, ""))
        if value.isascii() and value.isdigit() and len(value) < 19:
            asked.append((verb, int(value)))
    return asked
