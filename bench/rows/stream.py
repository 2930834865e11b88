"""Many chats at once: what a chunk costs, and how late it comes."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

from .. import cpu
from ..bench import Bench, median, percentile
from ..client import Page, Seen, ask_relay
from ..table import Figure

RATE = 50  # tokens a second
SETTLE = 0.5  # seconds after the last answer that still count
BEGUN, STREAMING = 2.5, 4.0  # seconds until all answers stream, and in which none of them ends
Ask = Callable[[], Awaitable[Seen]]


async def stream10(bench: Bench) -> list[Figure]:
    """Parley and the floor by turns: B A B A B."""
    model, rounds, chats = f"paced-{RATE}x400", 2, 10
    floor = [lambda: ask_relay(bench.relay.port, model)] * chats
    ours, theirs = [], []
    async with AsyncExitStack() as stack:
        asks = await pages(bench, stack, model, chats)
        await spread([lambda: ask_relay(bench.relay.port, "max-x400")] * chats, 1)  # warm
        await spread(asks, 1)
        for _ in range(rounds):
            theirs.append(await per_chunk(bench.relay.pid, floor))
            ours.append(await per_chunk(bench.parley.pid, asks))
    whole, middle = [median(figures) for figures in zip(*ours, strict=True)]
    floor_whole, floor_middle = [median(figures) for figures in zip(*theirs, strict=True)]
    note = (
        f"{whole:.0f} µs against {floor_whole:.0f} µs; all CPU of the process, messages included; in the middle of the "
        f"answers {middle:.0f} µs against {floor_middle:.0f} µs: {middle / floor_middle:.2f} ×"
    )
    what = "Server CPU per chunk, 10 chats × 50 tok/s, as a multiple of a raw relay"
    return [Figure(what, whole / floor_whole, 1.5, "×", note)]


async def per_chunk(pid: int, asks: list[Ask]) -> tuple[float, float]:
    """CPU of a process for each chunk, in µs: with all that belongs to messages, and while all answers just stream."""
    before = cpu.seconds(pid)
    answers = asyncio.ensure_future(spread(asks, 1))
    await asyncio.sleep(BEGUN)
    start, since = cpu.seconds(pid), time.monotonic()
    await asyncio.sleep(STREAMING)
    middle = (cpu.seconds(pid) - start) / ((time.monotonic() - since) * RATE * len(asks))
    seen = await answers
    await asyncio.sleep(SETTLE)
    return (cpu.seconds(pid) - before) / sum(one.tokens for one in seen) * 1e6, middle * 1e6


async def stream100(bench: Bench) -> list[Figure]:
    """Starts spread over 4 s."""
    return await many(bench, chats=100, tokens=150, over=4, aim=150)


async def stream500(bench: Bench) -> list[Figure]:
    """Starts spread over 20 s, so that all of them run together for 10 s."""
    return await many(bench, chats=500, tokens=300, over=20, aim=250)


async def many(bench: Bench, chats: int, tokens: int, over: float, aim: float) -> list[Figure]:
    """How many answers arrive whole, and how late each of their tokens."""
    async with AsyncExitStack() as stack:
        asks = await pages(bench, stack, f"paced-10x{tokens}", chats)
        before = cpu.seconds(bench.parley.pid)
        seen = await spread(asks, over)
    used = (cpu.seconds(bench.parley.pid) - before) / (chats * tokens) * 1e6
    incomplete = sum(one.tokens != tokens for one in seen)
    lags = [lag * 1000 for one in seen for lag in one.lags]
    p50, p95, p99 = (percentile(lags, percent) for percent in (50, 95, 99))
    note = f"p50 {p50:.0f}, p99 {p99:.0f} ms; starts over {over:g} s; server CPU {used:.0f} µs a chunk"
    return [
        Figure(f"{chats} chats × 10 tok/s: answers not complete", incomplete, 0, "", f"of {chats}"),
        Figure(f"{chats} chats × 10 tok/s: arrival lag p95", p95, aim, "ms", note),
    ]


async def pages(bench: Bench, stack: AsyncExitStack, model: str, count: int) -> list[Ask]:
    """People with an open page each: their ways to ask."""
    people = bench.parley.people(count, model)
    return [(await stack.enter_async_context(Page(bench.parley.port, person))).ask for person in people]


async def spread(asks: list[Ask], over: float) -> list[Seen]:
    """Asks all, evenly over so many seconds, and waits for all."""

    async def ask(number: int, one: Ask) -> Seen:
        await asyncio.sleep(number * over / len(asks))
        return await one()

    return await asyncio.gather(*(ask(number, one) for number, one in enumerate(asks)))
