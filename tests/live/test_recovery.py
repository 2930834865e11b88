"""What a process finds at its start, and what it leaves to others."""

from threading import Barrier

import pytest
from django.db import OperationalError, connections

from playground.chat.models import Generation, Status
from playground.live import store, sweep
from playground.live.events import START, TEXT, Event
from playground.live.memory import MemoryLog
from playground.live.run import Run
from playground.live.runner import Runner
from playground.threads import LIVE
from playground.usage.models import Calls, Day
from tests import factories as made
from tests.chat import factories

pytestmark = pytest.mark.django_db(transaction=True)
EVENTS = [Event(1, START, 0, "1.0"), Event(2, TEXT, 5, "It was "), Event(3, TEXT, 9, "shown.")]


@pytest.fixture
def queued(alice, model):
    return factories.answer(factories.conversation(alice, model).panes.get(), text="", status=Status.QUEUED).generation


@pytest.fixture
def running(queued, tmp_path):
    """One whose owner was killed, with its journal."""
    store.claim(queued.pk, "somebody who was killed")
    (tmp_path / f"{queued.pk}.jsonl").write_bytes(b"".join(event.encode() + b"\n" for event in EVENTS))
    return queued


@pytest.fixture(autouse=True)
def closed(transactional_db):
    """The live threads give their connections back, or the test database could not be emptied."""
    yield
    together = Barrier(len(LIVE._threads))

    def close() -> None:
        together.wait(60)
        connections.close_all()

    for done in [LIVE.submit(close) for _ in range(together.parties)]:
        done.result()


async def recover(tmp_path) -> MemoryLog:
    """As at a start."""
    log = MemoryLog(tmp_path)
    await sweep.recover(Runner(log), log.kept())
    log.clean(await sweep.in_database(store.running_ids))
    return log


def row(generation: Generation) -> tuple[str, str]:
    generation = Generation.objects.select_related("message").get(pk=generation.pk)
    return generation.status, generation.message.text


async def test_what_was_journalled_is_saved_at_once(running, tmp_path):
    log = await recover(tmp_path)
    assert await sweep.in_database(row, running) == ("interrupted", "It was shown.")
    assert not log.kept()


async def test_a_text_that_cannot_be_saved_now_stays_in_its_journal(running, tmp_path, monkeypatch):
    def fail(*_: object) -> None:
        raise OperationalError("disk I/O error")

    with monkeypatch.context() as broken:
        broken.setattr(store, "finish", fail)
        log = await recover(tmp_path)
    assert log.kept() == {running.pk}
    await recover(tmp_path)
    assert await sweep.in_database(row, running) == ("interrupted", "It was shown.")


async def test_what_another_server_runs_is_left_to_it(queued, tmp_path):
    await sweep.in_database(store.claim, queued.pk, "another server, on the same database")
    await recover(tmp_path)
    assert (await sweep.in_database(row, queued))[0] == "running"


def test_nobody_waits_for_the_places_of_another_endpoint(alice):
    busy, free = (made.model(made.endpoint(max_concurrent=2)) for _ in range(2))
    panes = [factories.conversation(alice, each).panes.get() for each in (busy, busy, busy, free)]
    ids = [factories.answer(pane, text="", status=Status.QUEUED).generation.pk for pane in panes]
    assert store.waiting_for_a_place() == [ids[0], ids[1], ids[3]]
    assert store.waiting(0) == [ids[0], ids[1], ids[3]]


@pytest.mark.parametrize("ending", [Status.STOPPED, Status.INTERRUPTED])
async def test_one_that_ended_before_its_request_is_no_call(queued, tmp_path, ending):
    generation = await sweep.in_database(store.claim, queued.pk, "me")
    run = Run(generation, "me", MemoryLog(tmp_path))
    run.ending = ending
    await run.run()

    def counted() -> tuple[int, int, int]:
        day = Day.objects.get()
        return day.generations, day.assumed_tokens, Calls.objects.count()

    assert await sweep.in_database(counted) == (1, 0, 0)


async def test_a_server_that_ends_asks_nobody(queued, tmp_path):
    runner = Runner(MemoryLog(tmp_path))
    runner.start(queued.pk)
    runner.draining = True
    await next(iter(runner._tasks.values()))
    assert (await sweep.in_database(row, queued))[0] == "interrupted"
