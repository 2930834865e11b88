"""The server as a process: memory, start, and how fast it lets go of a provider."""

import asyncio
import time

import orjson

from .. import cpu, wire
from ..bench import Bench, median
from ..client import Page
from ..parley import Parley
from ..table import Figure

IDLE = 2.0  # seconds after the start


async def memory(bench: Bench) -> list[Figure]:
    """After the start, and after a first page and answer."""
    model = "max-x400"
    [person] = bench.parley.people(1, model)
    await asyncio.sleep(IDLE)
    idle = cpu.megabytes(bench.parley.pid)
    async with Page(bench.parley.port, person) as page:
        await page.get(f"/c/{person.conversation}/")
        await page.ask()
    note = f"process tree after the start; {cpu.megabytes(bench.parley.pid):.0f} MB after a first page and answer"
    return [Figure("Resident memory, idle, without the local model", idle, 120, "MB", note)]


async def restart(bench: Bench) -> list[Figure]:
    """What `make run` does on a data folder that is up to date: migrate, then serve."""
    parley, times = bench.parley, []
    for _ in range(3):
        parley.stop()
        times.append(_start(parley))
    note = "`migrate` and `serve`, until /healthz answers"
    return [Figure("Started again", median(times), 3, "s", note)]


def _start(parley: Parley) -> float:
    began = time.monotonic()
    parley.migrate()
    parley.start()
    return time.monotonic() - began


async def stop(bench: Bench) -> list[Figure]:
    """Before the first token, and in the middle of an answer."""
    times = [1000 * await _stop(bench, model) for model in ("silent-50x10", "paced-50x1000") for _ in range(3)]
    note = f"the longest of {len(times)}, half of them before the first token"
    return [Figure("Stop → connection to the provider closed", max(times), 1000, "ms", note)]


async def _stop(bench: Bench, model: str) -> float:
    [person] = bench.parley.people(1, model)
    async with Page(bench.parley.port, person) as page:
        [generation_id] = await page.send()
        await asyncio.sleep(1)
        asked = time.time()
        await page.post(f"/generations/{generation_id}/stop/")
        while (closed := (await calls(bench))[-1]["closed"]) is None:
            await asyncio.sleep(0.05)
        return float(closed) - asked


async def calls(bench: Bench) -> list[dict[str, float | None]]:
    """What the fake provider noted of each call."""
    response = await wire.ask(bench.upstream.port, "GET /calls", {})
    found: list[dict[str, float | None]] = orjson.loads(response.body)
    return found
