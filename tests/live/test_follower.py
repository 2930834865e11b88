"""What one viewer is sent of one generation."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable

import pytest

from playground.live import follower
from playground.live.bell import Bell
from playground.live.events import END, REASONING, START, TEXT, WAIT, Event
from playground.live.follower import Follower
from playground.live.memory import MemoryLog

GENERATION, PANE = 7, 3
RENAMED = f'<summary id="s{GENERATION}" hx-swap-oob="innerHTML">Reasoning</summary>'
Shows = Callable[..., Awaitable[str]]


@pytest.fixture
async def shows(tmp_path) -> Shows:
    """Takes events, kind and text by turns, so many ms after the request; returns the fragments that they bring."""
    log, seq = MemoryLog(tmp_path), 0
    viewer = Follower(GENERATION, PANE, await log.follow(GENERATION, Bell()))

    async def show(*events: str, ms: int = 0) -> str:
        nonlocal seq
        for kind, text in zip(events[::2], events[1::2], strict=True):
            seq += 1
            await log.append(GENERATION, seq, [Event(seq, kind, ms, text).encode()])
        return viewer.advance()

    await show(START, f"{time.time() - 12:.3f}")
    return show


async def test_reasoning_has_another_name_when_the_answer_begins(shows):
    assert ">Thinking</summary>" in await shows(REASONING, "Hm.")
    assert RENAMED in await shows(TEXT, "So it is")
    assert "summary" not in await shows(TEXT, " then.")


async def test_who_reads_the_reasoning_gets_all_of_it_before_the_end(shows):
    await shows(REASONING, "First half, ")
    last = await shows(REASONING, "second half.", TEXT, "42.", END, "completed")
    assert f'<div id="t{GENERATION}" hx-swap-oob="beforeend">second half.</div>' in last
    assert RENAMED in last
    assert "42." not in last


async def test_an_answer_without_reasoning_has_no_box(shows):
    assert "summary" not in await shows(TEXT, "So it is")


async def test_the_first_token_brings_the_figures(shows):
    assert "840 ms" in await shows(TEXT, "Well", ms=840)
    assert f'id="metrics-{PANE}"' not in await shows(TEXT, ", yes", ms=860)


async def test_who_comes_late_sees_the_whole_time_of_waiting(shows):
    await shows(WAIT, f"unavailable {time.time() + 30:.1f}", ms=400)
    await asyncio.sleep(follower.METRICS_INTERVAL)
    assert re.search(r">1[34]\.\d s<", await shows(WAIT, f"unavailable {time.time() + 30:.1f}", ms=500))
