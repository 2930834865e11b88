"""The page's one websocket. It only watches: it follows generations and stops them; history is made over HTTP.

In, JSON:   {"follow": 7}   watch generation 7: a snapshot, then what is new, then what its end adds
            {"stop": 7}     end generation 7
Out, HTML:  out-of-band fragments for htmx, of all followed generations in one frame

Closed with 4401 (signed out), 4404 (not yours), 4429 (too many sockets or messages), 1012 (restarting: come back at
once).
"""

import asyncio
import logging
import time
from collections.abc import Mapping
from typing import Any

import orjson
from channels.generic.websocket import AsyncWebsocketConsumer
from django.db import Error
from django.utils import translation

from playground.threads import PAGES, in_database

from . import admission
from .admission import Refused
from .current import CURRENT, is_draining
from .follower import Follower
from .job import load_chat_models
from .pump import Pump
from .session import language_of, request_of, session_key_of
from .sockets import RESTARTING, SOCKETS, TOO_MANY

logger = logging.getLogger(__name__)

MOST_FOLLOWED = 64
MOST_MESSAGES = 600  # in one WINDOW
WINDOW = 15.0  # seconds


class LiveConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """One browser page."""

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Channels hops to a thread here before each message, to close old connections; `in_database` sees to it."""
        await getattr(self, message["type"].replace(".", "_"))(message)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """However the connection ends, nothing of it stays: `disconnect` is not called after an error."""
        self._tasks: list[asyncio.Task[None]] = []
        self._pump = Pump(self._send_frame)
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._leave()

    async def connect(self) -> None:
        request = request_of(self.scope["headers"])
        self.visitor = admission.NOBODY
        self._received, self._since = 0, time.monotonic()
        self.session_key = session_key_of(request)
        translation.activate(language_of(request))  # for this task and those that it makes
        # Accepted before it is refused: browsers retry a refused handshake for ever, but heed a close code.
        await self.accept()
        try:
            await self._arrive()
        except Refused as refused:
            await self.close(code=refused.code)

    async def _arrive(self) -> None:
        if CURRENT.live is None or is_draining():
            raise Refused(RESTARTING)
        self.visitor = await in_database(admission.arrive, self.session_key)
        self._pump.user_id = self.visitor.user_id
        if not SOCKETS.add(self):
            raise Refused(TOO_MANY)
        task = asyncio.create_task(self._pump.run())
        task.add_done_callback(self._ended)
        self._tasks.append(task)
        # Once more, for a sign-out that came while the socket was being opened; from now on `presence` looks.
        await in_database(admission.arrive, self.session_key)
        asyncio.get_running_loop().run_in_executor(PAGES, load_chat_models)  # somebody is about to ask

    def _leave(self) -> None:
        SOCKETS.remove(self)
        for task in self._tasks:
            task.cancel()
        self._pump.close()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self._is_too_many():
            await self.close(code=TOO_MANY)
            return
        try:
            for verb, generation_id in verbs(text_data or ""):
                await (self._follow if verb == "follow" else self._stop)(generation_id)
        except Refused as refused:
            await self.close(code=refused.code)

    async def _stop(self, generation_id: int) -> None:
        await in_database(admission.stop, self.session_key, generation_id)

    async def _follow(self, generation_id: int) -> None:
        if len(self._pump) >= MOST_FOLLOWED or not self._tasks:
            return
        # The tail first, the row second: what ends in between is seen in the tail.
        runner = CURRENT.get().runner
        tail = await runner.log.follow(generation_id, self._pump.wake, self._pump.hurry)
        try:
            sight = await in_database(admission.watch, self.session_key, generation_id)
        except (Refused, Error, asyncio.CancelledError):
            tail.close()
            raise
        self._pump.add(Follower(generation_id, sight.pane_id, tail))
        if sight.is_live:
            runner.start(generation_id)
        else:
            await self._pump.finish(generation_id)

    async def _send_frame(self, frame: str) -> None:
        await self.send(text_data=frame)

    def _is_too_many(self) -> bool:
        now = time.monotonic()
        if now - self._since > WINDOW:
            self._received, self._since = 0, now
        self._received += 1
        return self._received > MOST_MESSAGES

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()):
            logger.error("a socket stopped", exc_info=error)
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
