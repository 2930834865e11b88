"""Every event log keeps these promises. Each implementation is a parameter of the fixture."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.live.bell import Bell
from playground.live.events import END, TEXT, Event
from playground.live.log import Closed
from playground.live.memory import MemoryLog


@pytest.fixture(params=["memory"])
def log(request, tmp_path):
    return MemoryLog(tmp_path)


def lines(first, *texts):
    return [Event(first + n, TEXT, 0, text).encode() for n, text in enumerate(texts)]


def end(seq):
    return [Event(seq, END, 0, "completed").encode()]


async def test_a_tail_starts_before_the_first_event(log):
    await log.append(1, 1, lines(1, "a", "b"))
    tail = await log.follow(1, Bell())
    assert tail.take() == lines(1, "a", "b")
    assert tail.take() == []


async def test_a_tail_wakes_its_viewer(log):
    wake = Bell()
    tail = await log.follow(1, wake)
    assert not wake.rung
    await log.append(1, 1, lines(1, "a"))
    assert wake.rung
    assert tail.take() == lines(1, "a")


async def test_the_end_has_a_bell_of_its_own(log):
    over = Bell()
    tail = await log.follow(1, Bell(), over)
    await log.append(1, 1, lines(1, "a"))
    assert not (over.rung or tail.is_over)
    await log.append(1, 2, end(2))
    assert over.rung
    assert tail.is_over
    assert not tail.ended  # not taken yet


async def test_an_append_that_is_retried_adds_nothing(log):
    await log.append(1, 1, lines(1, "a", "b"))
    await log.append(1, 1, lines(1, "a", "b", "c"))
    assert await log.read(1) == lines(1, "a", "b", "c")


async def test_nothing_follows_the_end(log):
    await log.append(1, 1, end(1))
    with pytest.raises(Closed):
        await log.append(1, 2, lines(2, "late"))


async def test_a_tail_says_when_it_has_taken_the_end(log):
    tail = await log.follow(1, Bell())
    await log.append(1, 1, lines(1, "a"))
    tail.take()
    assert not tail.ended
    await log.append(1, 2, end(2))
    tail.take()
    assert tail.ended


async def test_a_forgotten_log_serves_those_who_look_and_nobody_else(log):
    tail = await log.follow(1, Bell())
    await log.append(1, 1, [*lines(1, "a"), *end(2)])
    await log.forget(1)
    assert len(tail.take()) == 2
    tail.close()
    assert await log.read(1) == []


async def test_generations_do_not_mix(log):
    await log.append(1, 1, lines(1, "one"))
    await log.append(2, 1, lines(1, "two"))
    assert await log.read(2) == lines(1, "two")


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(1, 4)), max_size=12))
def test_whatever_is_retried_the_log_is_a_prefix_without_gaps(appends):
    """An append that starts at or before the next number leaves 1, 2, 3 … in order."""

    async def run(folder):
        log, last = MemoryLog(folder), 0
        for wanted, count in appends:
            first = min(wanted, last + 1)
            await log.append(1, first, lines(first, *("x" * count)))
            last = max(last, first + count - 1)
        return await log.read(1), last

    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        kept, last = asyncio.run(run(Path(folder)))
    assert kept == lines(1, *("x" * last))
