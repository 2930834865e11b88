"""daphne, with what it lacks: something that runs when the loop starts, and a drain.

The first SIGTERM or SIGINT begins the drain; the process ends, with exit code 0, when that is over. A second signal
ends it where it is; nothing that was shown is lost then either, because it was journalled first.
"""

import asyncio
import logging
import os
import signal
from collections.abc import Callable, Coroutine
from typing import Any

from daphne.endpoints import build_endpoint_description_strings
from daphne.server import Server as Daphne
from daphne.server import twisted_loop

from playground.serve import sockets

logger = logging.getLogger(__name__)

Hook = Callable[[], Coroutine[Any, Any, None]]
FLUSH_SECONDS = 0.1  # for the last close frames to leave


class Server:
    """One ASGI application on one address, from start to drain.

    Args:
        application: the ASGI application.
        host: address to listen on.
        port: port to listen on.
        start: awaited when the loop runs; requests that come earlier wait for it; an error in it ends the server.
        drain: awaited once, after the first signal; the server ends when it returns.
        ready: called when the port is open.
    """

    def __init__(
        self,
        application: Any,
        host: str,
        port: int,
        *,
        start: Hook,
        drain: Hook,
        ready: Callable[[], None],
    ) -> None:
        self.application = application
        self.start, self.drain, self.ready = start, drain, ready
        self.started = asyncio.Event()
        self.failed = False
        self.starting: asyncio.Task[None] | None = None
        self.ending: asyncio.Task[None] | None = None
        sockets.install()
        self.daphne = Daphne(
            self._serve,
            endpoints=build_endpoint_description_strings(host=host, port=port),
            signal_handlers=False,
            ready_callable=self._opened,
            websocket_timeout=-1,  # never: by default each socket is cut after a day
            server_name="parley",
        )

    def run(self) -> bool:
        """Serves until a signal; True if it began and ended as it should."""
        self.daphne.run()
        return not (self.failed or self.daphne.abort_start)

    def _opened(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            twisted_loop.add_signal_handler(number, self._signalled)
        self.starting = self._run(self.start())
        self.starting.add_done_callback(lambda _task: self.started.set())
        self.ready()

    async def _serve(self, scope: Any, receive: Any, send: Any) -> None:
        await self.started.wait()
        await self.application(scope, receive, send)

    def _signalled(self) -> None:
        if self.ending:
            os._exit(1)
        self.ending = self._run(self._end())

    async def _end(self) -> None:
        if self.starting:
            await asyncio.wait([self.starting])  # half a start cannot be drained
        await self.drain()
        await asyncio.sleep(FLUSH_SECONDS)
        self.daphne.stop()

    def _run(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task: asyncio.Task[None] = twisted_loop.create_task(work)
        task.add_done_callback(self._check)
        return task

    def _check(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()):
            logger.critical("Parley ends because of an error.", exc_info=error)
            self.failed = True
            self.daphne.stop()
