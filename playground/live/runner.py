"""All generations of this process. They are tasks of the process, not of a socket: closing a tab ends none."""

import asyncio
import logging
import os
import secrets
import time

from django.db import Error

from playground.chat.models import Status
from playground.threads import in_database

from . import store
from .beat import beat
from .ending import close_log
from .log import EventLog
from .run import Run

logger = logging.getLogger(__name__)


class Runner:
    """Claims generations, runs them, ends them."""

    def __init__(self, log: EventLog) -> None:
        self.log = log
        self.owner = f"{os.getpid()}-{secrets.token_hex(8)}"
        self.runs: dict[int, Run] = {}
        self.draining = False
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._stopping: set[int] = set()  # asked to stop while they were being claimed

    def start(self, generation_id: int) -> None:
        """Runs a generation unless it runs here already. Losing the claim to another process is silent."""
        if self.draining or generation_id in self._tasks:
            return
        task = asyncio.create_task(self._run(generation_id), name=f"generation {generation_id}")
        self._tasks[generation_id] = task
        task.add_done_callback(lambda done: self._ended(generation_id, done))

    async def _run(self, generation_id: int) -> None:
        generation = await in_database(store.claim, generation_id, self.owner)
        if generation is None:
            return
        run = Run(generation, self.owner, self.log)
        if generation_id in self._stopping:
            run.ending = Status.STOPPED
        elif self.draining:
            run.ending = Status.INTERRUPTED
        self.runs[generation_id] = run
        beat.running = len(self.runs)
        try:
            await run.run()
        finally:
            del self.runs[generation_id]
            beat.running = len(self.runs)
        if generation.model and generation.model.endpoint.max_concurrent:
            await self._start_waiting()

    async def _start_waiting(self) -> None:
        """A place has become free at an endpoint that has only so many."""
        for generation_id in await in_database(store.waiting_for_a_place):
            self.start(generation_id)

    def _ended(self, generation_id: int, task: asyncio.Task[None]) -> None:
        del self._tasks[generation_id]
        self._stopping.discard(generation_id)
        if not task.cancelled() and (error := task.exception()):
            level = logging.WARNING if isinstance(error, Error) else logging.ERROR
            logger.log(level, "generation %s could not be run", generation_id, exc_info=error)

    @property
    def alive(self) -> list[int]:
        """The generations that this process has in hand."""
        return list(self._tasks)

    def stop(self, generation_id: int, status: Status = Status.STOPPED) -> None:
        """Ends a generation that runs here, its text kept. One that is being saved already is left alone."""
        run = self.runs.get(generation_id)
        if run and run.ending is None and not run.finishing:
            run.ending = status
            self._cancel(generation_id)

    async def stop_by_reader(self, generation_id: int) -> None:
        """The fast path of a stop; the row's flag, which is set already, is the durable one."""
        if generation_id in self.runs:
            self.stop(generation_id)
        elif generation_id in self._tasks:
            self._stopping.add(generation_id)
        else:
            await self.end_stopped()

    async def end_stopped(self) -> None:
        """Ends generations that were stopped before anybody ran them."""
        for generation_id in await in_database(store.stop_queued):
            await close_log(self.log, generation_id, Status.STOPPED)

    def _cancel(self, generation_id: int) -> None:
        # Before Python 3.12 a cancellation can get lost. Asking again at once would leak the connection.
        run = self.runs.get(generation_id)
        if run and not run.finishing:
            self._tasks[generation_id].cancel()
            asyncio.get_running_loop().call_later(0.5, self._cancel, generation_id)

    def abandon(self, generation_id: int) -> None:
        """Lets go of a generation that another process has taken over; one that has just ended is not lost."""
        run = self.runs.get(generation_id)
        if run and not run.finishing:
            run.lost = True
            self.stop(generation_id, Status.INTERRUPTED)

    async def drain(self, grace: float) -> None:
        """Takes nothing new, gives running generations `grace` seconds, then interrupts them with their text saved."""
        self.draining = True
        until = time.monotonic() + grace
        while self._tasks and time.monotonic() < until:
            await asyncio.wait(self._tasks.values(), timeout=until - time.monotonic())
        for generation_id in self.alive:
            self.stop(generation_id, Status.INTERRUPTED)
        if self._tasks:
            await asyncio.wait(self._tasks.values(), timeout=5)
