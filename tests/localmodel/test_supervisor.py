"""The child is started, started again when it dies, and ended."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import repeat

import pytest
from django.db import OperationalError

from playground.localmodel import supervisor
from playground.localmodel.supervisor import Served, Supervisor

READY = 'print(\'{"url": "http://127.0.0.1:1/v1", "name": "tiny"}\', flush=True)\n'
ECHO_KEY = 'import os; print(\'{"url": "\' + os.environ["LOCAL_MODEL_KEY"] + \'", "name": "tiny"}\', flush=True)\n'
TELL_SECRET = ECHO_KEY.replace('["LOCAL_MODEL_KEY"]', '.get("SECRET_KEY", "none")')
WAIT = "import sys; sys.stdin.read()"


class Watched:
    """A supervisor, and what it reported."""

    def __init__(self, code: str) -> None:
        self.ups: list[Served] = []
        self.downs = 0
        self.changed = asyncio.Condition()
        self.supervisor = Supervisor([sys.executable, "-c", code], self.up, self.down)

    async def up(self, served: Served) -> None:
        self.ups.append(served)
        await self.notify()

    async def down(self) -> None:
        self.downs += 1
        await self.notify()

    async def notify(self) -> None:
        async with self.changed:
            self.changed.notify_all()

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(60), self.changed:
            await self.changed.wait_for(condition)

    @property
    def pid(self) -> int:
        assert self.supervisor.process
        return self.supervisor.process.pid


class Failing:
    """Fails the first time, as a database that is away, and then does as told."""

    def __init__(self, up: Callable[[Served], Awaitable[None]]) -> None:
        self.up, self.failed = up, False

    async def __call__(self, served: Served) -> None:
        if not self.failed:
            self.failed = True
            raise OperationalError("the database is away")
        await self.up(served)


@pytest.fixture
async def watch() -> AsyncIterator[Callable[[str], Watched]]:
    made: list[Watched] = []

    def make(code: str) -> Watched:
        made.append(Watched(code))
        made[-1].supervisor.start()
        return made[-1]

    yield make
    for watched in made:
        await watched.supervisor.stop()


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_a_ready_child_is_reported(watch):
    watched = watch(READY + WAIT)
    await watched.until(lambda: bool(watched.ups))
    assert (watched.ups[0].url, watched.ups[0].name) == ("http://127.0.0.1:1/v1", "tiny")
    assert watched.downs == 0


async def test_each_start_has_a_key_of_its_own(watch):
    first, second = watch(ECHO_KEY + WAIT), watch(ECHO_KEY + WAIT)
    for watched in (first, second):
        await watched.until(lambda watched=watched: bool(watched.ups))
        assert watched.ups[0].url == watched.ups[0].key
    assert first.ups[0].key != second.ups[0].key


async def test_a_child_that_dies_is_started_again(watch):
    watched = watch(READY + WAIT)
    await watched.until(lambda: bool(watched.ups))
    os.kill(watched.pid, signal.SIGKILL)
    await watched.until(lambda: watched.downs == 1)
    await watched.until(lambda: len(watched.ups) == 2)


async def test_a_child_that_cannot_be_listed_is_started_again(watch, monkeypatch):
    monkeypatch.setattr(supervisor, "_pauses", lambda: repeat(0.0))
    watched = watch(READY + WAIT)
    up = watched.supervisor.up
    watched.supervisor.up = Failing(up)
    await watched.until(lambda: len(watched.ups) == 1)
    assert watched.downs == 1


async def test_a_child_knows_none_of_our_secrets(watch, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "ours")
    watched = watch(TELL_SECRET + WAIT)
    await watched.until(lambda: bool(watched.ups))
    assert watched.ups[0].url == "none"


async def test_a_child_that_never_was_ready_is_not_tried_again(watch, caplog):
    watched = watch("raise SystemExit(2)")
    await watched.until(lambda: watched.downs == 1)
    await asyncio.wait([watched.supervisor._task])
    assert watched.ups == []
    assert "did not start" in caplog.text


async def test_a_silent_child_is_ended(watch, monkeypatch):
    monkeypatch.setattr(supervisor, "READY_SECONDS", 0.1)
    watched = watch("import time; time.sleep(600)")
    await watched.until(lambda: watched.downs == 1)
    assert not is_alive(watched.pid)


@pytest.mark.parametrize("stray", ["'hello'", "5", "[1]", "'x' * 200_000"], ids=["text", "number", "list", "long"])
async def test_other_lines_are_passed_over(watch, stray):
    watched = watch(f"print({stray}, flush=True)\n" + READY + WAIT)
    await watched.until(lambda: bool(watched.ups))
    assert watched.ups[0].name == "tiny"


async def test_a_child_that_goes_on_printing_is_not_held_up(watch):
    watched = watch(READY + 'for _ in range(1000): print("x" * 1000, flush=True)')
    await watched.until(lambda: watched.downs == 1)
    assert len(watched.ups) == 1


async def test_stop_ends_the_child_and_reports_it(watch):
    watched = watch(READY + WAIT)
    await watched.until(lambda: bool(watched.ups))
    await watched.supervisor.stop()
    assert not is_alive(watched.pid)
    assert watched.downs == 1


async def test_stop_ends_a_child_that_ignores_sigterm(watch, monkeypatch):
    monkeypatch.setattr(supervisor, "END_SECONDS", 0.1)
    watched = watch("import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + READY + WAIT)
    await watched.until(lambda: bool(watched.ups))
    await watched.supervisor.stop()
    assert not is_alive(watched.pid)


def test_pauses_grow_to_a_minute():
    pauses = supervisor._pauses()
    assert [next(pauses) for _ in range(8)] == [1, 2, 4, 8, 16, 32, 60, 60]
