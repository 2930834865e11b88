"""What runs beside the generations runs as long as the process does."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError

from playground.live import heartbeat, lifecycle, presence, sweep
from playground.live.current import CURRENT, Live, is_draining, is_whole
from playground.live.memory import MemoryLog
from playground.live.runner import Runner
from playground.live.sockets import SOCKETS, Sockets, Visitor


class Socket:
    """One that notes how it was closed, and, as under uvicorn, cannot be closed twice."""

    visitor = Visitor(1, "proof")

    def __init__(self, session_key: str) -> None:
        self.session_key = session_key
        self.codes: list[int | None] = []

    async def close(self, code: int | None = None) -> None:
        self.codes.append(code)
        if len(self.codes) > 1:
            raise RuntimeError("Unexpected ASGI message 'websocket.close'")


class Failing:
    """Raises the first time and counts how often it was called."""

    def __init__(self, error: Exception) -> None:
        self.error, self.calls = error, 0

    async def __call__(self, *arguments: Any) -> set[str]:
        self.calls += 1
        if self.calls == 1:
            raise self.error
        return set()


@pytest.fixture
def runner(tmp_path) -> Runner:
    return Runner(MemoryLog(tmp_path))


async def survives(loop: Coroutine[Any, Any, None], failing: Failing) -> bool:
    """Whether it goes on after the failure."""
    task = asyncio.create_task(loop)
    async with asyncio.timeout(60):
        while failing.calls < 3 and not task.done():
            await asyncio.sleep(0.01)
    return not task.done() and task.cancel()


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
@pytest.mark.parametrize("name", ["heartbeat", "sweep", "presence"])
async def test_a_database_that_is_away_ends_none(name, error, runner, monkeypatch, settings):
    failing = Failing(error("connection already closed"))
    settings.LEASE_SECONDS = 0
    socket = Socket("key")
    SOCKETS.add(socket)
    loops: dict[str, tuple[Any, str, Callable[[], Coroutine[Any, Any, None]]]] = {
        "heartbeat": (heartbeat, "renew", lambda: heartbeat.heartbeat(runner)),
        "sweep": (sweep, "start_waiting", lambda: sweep.sweep(runner)),
        "presence": (presence, "in_database", presence.presence),
    }
    module, what, start = loops[name]
    monkeypatch.setattr(sweep, "in_database", Failing(error()))
    monkeypatch.setattr(runner, "end_stopped", Failing(error()))
    monkeypatch.setattr(module, what, failing)
    monkeypatch.setattr(module, "INTERVAL", 0.01)
    runner.runs[1] = None  # type: ignore[assignment]
    try:
        assert await survives(start(), failing)
    finally:
        SOCKETS.remove(socket)


async def test_a_socket_is_closed_once_and_holds_up_no_other():
    sockets = Sockets()
    first, second = Socket("one"), Socket("two")
    first.codes.append(None)  # its closing fails
    sockets.add(first)
    sockets.add(second)
    for _ in range(2):
        await sockets.close_sessions({"one", "two"})
    assert (first.codes, second.codes) == ([None, 4401], [4401])


async def ended() -> None:
    raise OSError("broken")


@pytest.fixture
def live(runner, monkeypatch) -> Live:
    """A live layer whose tasks have not begun."""
    monkeypatch.setattr(CURRENT, "live", Live(runner, asyncio.new_event_loop()))
    assert CURRENT.live
    return CURRENT.live


async def test_a_loop_that_ended_is_noticed(live):
    live.tasks.append(asyncio.create_task(asyncio.sleep(600)))
    assert is_whole()
    live.tasks.append(asyncio.create_task(ended()))
    await asyncio.wait(live.tasks[1:])
    assert not is_whole()
    live.tasks[0].cancel()


async def test_a_drained_server_takes_nothing_new_until_it_ends(live):
    await lifecycle.drain(0)
    assert is_draining()
    live.runner.start(7)
    assert not live.runner.alive
