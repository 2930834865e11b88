"""The live layer of this process, if it has been started. Light to import: every management command does."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .sockets import SOCKETS

if TYPE_CHECKING:
    from .runner import Runner


@dataclass
class Live:
    """What a started process has."""

    runner: "Runner"
    loop: asyncio.AbstractEventLoop
    tasks: list[asyncio.Task[None]] = field(default_factory=list)


@dataclass
class Current:
    """Which one it is."""

    live: Live | None = None

    def get(self) -> Live:
        """The live layer. Raises RuntimeError when it has not been started."""
        if self.live is None:
            raise RuntimeError("the live layer has not been started")
        return self.live


CURRENT = Current()


def is_draining() -> bool:
    """True from the moment that a shutdown was asked for."""
    return CURRENT.live is not None and CURRENT.live.runner.draining


def is_whole() -> bool:
    """False when a task of the live layer has ended, which only a new start repairs."""
    return CURRENT.live is None or not any(task.done() for task in CURRENT.live.tasks)


def start_generation(generation_id: int) -> None:
    """From any thread: runs a generation that has just been queued. Without a live layer, a later one finds it."""
    if CURRENT.live is not None:
        CURRENT.live.loop.call_soon_threadsafe(CURRENT.live.runner.start, generation_id)


def stop_generation(generation_id: int) -> None:
    """From any thread: the fast path of a stop."""
    if CURRENT.live is not None:
        _in_loop(CURRENT.live, CURRENT.live.runner.stop_by_reader(generation_id))


def close_session(session_key: str) -> None:
    """From any thread: closes the sockets of a session that has ended."""
    if CURRENT.live is not None:
        _in_loop(CURRENT.live, SOCKETS.close_sessions({session_key}))


def _in_loop(live: Live, coroutine: Coroutine[Any, Any, None]) -> None:
    asyncio.run_coroutine_threadsafe(coroutine, live.loop)
