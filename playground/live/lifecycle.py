"""Starts and ends the live layer of a process. `serve` calls it, and the ASGI lifespan under other servers."""

import asyncio
import logging
from dataclasses import dataclass

from django.conf import settings

from . import heartbeat, sweep
from .log import EventLog
from .memory import MemoryLog
from .runner import Runner
from .sockets import SOCKETS

logger = logging.getLogger(__name__)


@dataclass
class Live:
    """What a started process has."""

    runner: Runner
    loop: asyncio.AbstractEventLoop
    tasks: list[asyncio.Task[None]]

    @property
    def log(self) -> EventLog:
        return self.runner.log


_live: Live | None = None


def live() -> Live:
    """The live layer of this process.

    Raises:
        RuntimeError: it has not been started.
    """
    if _live is None:
        raise RuntimeError("the live layer has not been started")
    return _live


def is_draining() -> bool:
    """True from the moment that a shutdown was asked for."""
    return _live is not None and _live.runner.draining


async def start() -> None:
    """Takes over what an earlier process left, then runs until `drain`."""
    global _live  # noqa: PLW0603
    if _live is not None:
        return
    runner = Runner(MemoryLog(settings.DATA / "journals"))
    # Only one process uses the in-process log, so whatever is `running` now has no owner.
    await sweep.recover(runner, everything=True)
    await sweep.start_waiting(runner, older_than_seconds=0)
    tasks = [asyncio.create_task(heartbeat.heartbeat(runner)), asyncio.create_task(sweep.sweep(runner))]
    for task in tasks:
        task.add_done_callback(_report)
    _live = Live(runner, asyncio.get_running_loop(), tasks)


async def drain(grace: float) -> None:
    """Sockets are told to come back at once, running generations get `grace` seconds, the rest is interrupted."""
    global _live  # noqa: PLW0603
    if _live is None:
        return
    _live.runner.draining = True
    await SOCKETS.close_all()
    await _live.runner.drain(grace)
    for task in _live.tasks:
        task.cancel()
    _live = None


def _report(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        logger.critical("a task of the live layer ended", exc_info=error)


def start_generation(generation_id: int) -> None:
    """From any thread: runs a generation that has just been queued. Without a live layer, a later one finds it."""
    if _live is not None:
        _live.loop.call_soon_threadsafe(_live.runner.start, generation_id)


def stop_generation(generation_id: int) -> None:
    """From any thread: the fast path of a stop."""
    if _live is not None:
        asyncio.run_coroutine_threadsafe(_live.runner.stop_by_reader(generation_id), _live.loop)
