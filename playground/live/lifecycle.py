"""Starts and ends the live layer of a process. `serve` calls it, and the ASGI lifespan under other servers."""

import asyncio
import gc
import logging
import sys

from django.conf import settings

from playground.threads import in_database

from . import heartbeat, presence, store, sweep
from .current import CURRENT, Live
from .memory import MemoryLog
from .runner import Runner
from .sockets import SOCKETS

logger = logging.getLogger(__name__)

SWITCH = 0.0005  # seconds that a thread may keep the others from running; ten times that delays a first token
GARBAGE = 20_000  # new objects between two collections; Python's own 700 cost a fifth of a busy process


async def start() -> None:
    """Takes over what an earlier process left, then runs until `drain`."""
    if CURRENT.live is not None:
        return
    # What has been loaded stays: the collector need not look at it again, nor so often at the rest.
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE)
    sys.setswitchinterval(SWITCH)
    log = MemoryLog(settings.DATA / "journals")
    runner = Runner(log)
    CURRENT.live = Live(runner, asyncio.get_running_loop())
    await sweep.recover(runner, log.kept())
    log.clean(await in_database(store.running_ids))
    await sweep.start_waiting(runner, older_than_seconds=0)
    for coroutine in (heartbeat.heartbeat(runner), sweep.sweep(runner), presence.presence()):
        task = asyncio.create_task(coroutine)
        task.add_done_callback(_report)
        CURRENT.live.tasks.append(task)


async def drain(grace: float) -> None:
    """Sockets are told to come back at once, running generations get `grace` seconds, the rest is interrupted.

    The live layer stays, draining, until the process ends: nothing new may begin in between.
    """
    live = CURRENT.live
    if live is None:
        return
    live.runner.draining = True
    await SOCKETS.close_all()
    await live.runner.drain(grace)
    for task in live.tasks:
        task.cancel()


def _report(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        logger.critical("a task of the live layer ended", exc_info=error)
