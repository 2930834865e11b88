"""What the reader's browser pays."""

import asyncio
import time
from itertools import pairwise
from typing import Any

from .. import chromium
from ..bench import Bench
from ..chromium import Tab
from ..parley import Person
from ..table import Figure
from .process import calls

PANES, RATE, TOKENS = 4, 100, 2000
MODEL = f"markdown-{RATE}x{TOKENS}"
FRAME = 1000 / 60  # ms
PARTS = {"scripts": "Script", "style": "RecalcStyle", "layout": "Layout"}


async def browser(bench: Bench) -> list[Figure]:
    """Four panes, at full speed and with a processor four times slower."""
    async with chromium.browser() as started:
        fast, slow = [await _stream(bench, started, slowdown) for slowdown in (1, 4)]
    what = f"Chromium, {PANES} panes × {RATE} tok/s × {TOKENS:,} tokens"
    parts = ", ".join(f"{name} {fast[key]:.0f}" for name, key in PARTS.items())
    note = f"of it {parts}; {fast['long tasks']:.0f} tasks over 50 ms; {fast['behind']:.0f} ms behind at the end"
    return [
        Figure(f"{what}: main thread", fast["Task"], 20, "%", note),
        Figure(f"{what}: dropped frames", fast["dropped"], 1, "%", "gaps between animation frames"),
        Figure(f"{what}: on the wire per 1,000 tokens", fast["wire"], 45, "kB", "websocket frames, not compressed"),
        Figure(
            f"{what}, CPU 4 × slower: behind at the end", slow["behind"], 200, "ms", f"main thread {slow['Task']:.0f} %"
        ),
    ]


async def _stream(bench: Bench, started: Any, slowdown: int) -> dict[str, float]:
    [person] = bench.parley.people(1, *[MODEL] * PANES)
    async with chromium.tab(started, bench.parley, person) as tab:
        await _open(tab, person)
        await tab.devtools.send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
        await tab.page.fill("#text", "How do I sort a list?")
        await tab.page.keyboard.press("Enter")
        busy = await _busy(tab)
        await tab.finished()
        ended = max(call["ended"] or 0 for call in (await calls(bench))[-PANES:])
        probe = await tab.probe()
        return busy | {
            "dropped": _dropped([frame for frame in probe["frames"] if frame > probe["asked"]]),
            "wire": tab.frame_bytes / (PANES * TOKENS),
            "behind": probe["done"] - 1000 * ended,
            "long tasks": probe["longTasks"],
        }


async def _busy(tab: Tab) -> dict[str, float]:
    """What the main thread does while it streams, in percent of the time."""
    before, began = await tab.worked(), time.monotonic()
    await asyncio.sleep(TOKENS / RATE - 1)  # to just before the end
    after, wall = await tab.worked(), time.monotonic() - began
    return {work: 100 * (after[work] - before[work]) / wall for work in after}


def _dropped(frames: list[float]) -> float:
    """The percentage of animation frames that did not come."""
    missing = sum(round((later - earlier) / FRAME) - 1 for earlier, later in pairwise(frames))
    return 100 * missing / ((frames[-1] - frames[0]) / FRAME)


async def _open(tab: Tab, person: Person) -> None:
    await tab.page.goto(f"/c/{person.conversation}/")
    await tab.page.wait_for_load_state("networkidle")


async def load(bench: Bench) -> list[Figure]:
    """The compare screen, signed in, with nothing in the browser's cache."""
    [person] = bench.parley.people(1, "max-x80", "max-x400")
    sizes: list[float] = []
    async with chromium.browser() as started, chromium.tab(started, bench.parley, person) as tab:
        await tab.devtools.send("Network.enable")
        tab.devtools.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        await _open(tab, person)
        shift = (await tab.probe())["shift"]
    return [
        Figure("First load", sum(sizes) / 1000, 120, "kB", f"{len(sizes)} responses as they were sent, heads included"),
        Figure("First load: layout shift", shift, 0, ""),
    ]
