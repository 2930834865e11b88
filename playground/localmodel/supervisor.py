"""Keeps a child process running that serves a model, for as long as this process lives."""

import asyncio
import json
import logging
import os
import secrets
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.db import Error

logger = logging.getLogger(__name__)

READY_SECONDS = 30  # a processor too old for the engine may also just hang
END_SECONDS = 5
QUIET_SECONDS = 3600
SECRETS = {"SECRET_KEY", "DATABASE_URL"}  # of ours, which native code beside a stranger's model need not know
PROJECT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Served:
    """A model that answers: where, under which name, with which key."""

    url: str
    name: str
    key: str


def child_command(model: Path) -> list[str]:
    """What starts the child."""
    return [sys.executable, "-m", "playground.localmodel.child", str(model)]


class Supervisor:
    """Starts the child, starts it again when it dies, and ends it.

    A child that never gets ready is not tried again: it would not get ready the next time either.

    Args:
        command: the child; it prints a line of JSON with `url` and `name` when it is ready.
        up: awaited each time that a child is ready.
        down: awaited each time that it is gone.
    """

    def __init__(
        self, command: Sequence[str], up: Callable[[Served], Awaitable[None]], down: Callable[[], Awaitable[None]]
    ) -> None:
        self.command, self.up, self.down = command, up, down
        self.process: Process | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins, and returns at once."""
        self._task = asyncio.create_task(self._supervise())
        self._task.add_done_callback(_report)

    async def stop(self) -> None:
        """Ends the child and waits until it is gone."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _supervise(self) -> None:
        pauses = _pauses()
        while await self._serve_safely():
            pause = next(pauses)
            logger.warning("The local model ended; it starts again in %.0f s.", pause)
            await asyncio.sleep(pause)
        logger.warning("The local model did not start; the rest of Parley works without it.")

    async def _serve_safely(self) -> bool:
        """As `_serve_once`; a database that cannot list the model now may do so the next time."""
        try:
            return await self._serve_once()
        except Error:
            logger.exception("The local model could not be listed.")
            return True

    async def _serve_once(self) -> bool:
        """Runs one child to its end; False if it never got ready."""
        key = secrets.token_urlsafe(32)
        ours = {name: value for name, value in os.environ.items() if name not in SECRETS}
        self.process = await asyncio.create_subprocess_exec(
            *self.command, stdin=PIPE, stdout=PIPE, env=ours | {"LOCAL_MODEL_KEY": key}, cwd=PROJECT
        )
        try:
            served = await _ready(self.process, key)
            if served is None:
                return False
            await self.up(served)
            await _ended(self.process)
            return True
        finally:
            await _end(self.process)
            await self.down()


def _pauses() -> Iterator[float]:
    """Seconds to wait before each next start: 1, 2, 4, …, 60; from the beginning again after a quiet hour."""
    pause = 1.0
    while True:
        started = time.monotonic()
        yield pause
        pause = 1.0 if time.monotonic() - started > QUIET_SECONDS else min(2 * pause, 60.0)


def _report(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        logger.error("The local model is no longer looked after.", exc_info=error)


async def _ready(process: Process, key: str) -> Served | None:
    """What the child says when it is ready; None if it ended, or said nothing of the kind in time."""
    assert process.stdout
    with suppress(TimeoutError):
        async with asyncio.timeout(READY_SECONDS):
            while not process.stdout.at_eof():
                with suppress(ValueError, TypeError):  # libraries print lines of their own, also very long ones
                    return Served(**json.loads(await process.stdout.readline()), key=key)
    return None


async def _ended(process: Process) -> None:
    """Waits for its end, and reads what it prints: a full pipe would hold it up."""
    assert process.stdout
    while await process.stdout.read(65536):
        pass
    await process.wait()


async def _end(process: Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    # Not asyncio.timeout(): up to Python 3.11.2 it does not expire in a task that is being cancelled.
    ended = asyncio.ensure_future(_ended(process))
    if not (await asyncio.wait([ended], timeout=END_SECONDS))[0]:
        process.kill()
        await ended
