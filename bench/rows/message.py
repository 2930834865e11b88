"""What a message costs besides its chunks."""

import asyncio
from contextlib import AsyncExitStack

from .. import cpu
from ..bench import Bench, median, percentile
from ..client import Page, ask_upstream
from ..parley import Person
from ..table import Figure
from .stream import SETTLE, pages, spread

SHORT, LONG = 80, 400  # tokens


async def ttft(bench: Bench) -> list[Figure]:
    """From the click to the first text on the page, less what the provider alone takes."""
    model, times = "paced-50x10", 30
    alone = [await ask_upstream(bench.upstream.port, model) for _ in range(times)]
    [person] = bench.parley.people(1, model)
    async with Page(bench.parley.port, person) as page:
        await page.ask()
        ours = [(await page.ask()).ttft for _ in range(times)]
    over = 1000 * (median(ours) - median(alone))
    note = f"p95 {1000 * (percentile(ours, 95) - median(alone)):.1f} ms; request, reply, follow, first frame"
    return [Figure("First token over the provider's own, one chat, p50", over, 15, "ms", note)]


async def message(bench: Bench) -> list[Figure]:
    """The part of a turn's CPU that does not depend on the length of its answer."""
    people = [bench.parley.people(1, f"max-x{tokens}")[0] for tokens in (SHORT, LONG)]
    short, long = [median(costs) for costs in await by_turns(bench, people)]
    chunk = (long - short) / (LONG - SHORT)
    note = f"from answers of {SHORT} ({short:.1f} ms) and {LONG} tokens ({long:.1f} ms), as fast as they come"
    return [Figure("Server CPU per message, besides its chunks", short - SHORT * chunk, 12, "ms", note)]


async def history(bench: Bench) -> list[Figure]:
    """Two conversations by turns: one with 2 turns, one with 100."""
    people = [bench.parley.people(1, f"max-x{SHORT}", turns=turns)[0] for turns in (2, 100)]
    early, late = [median(costs) for costs in await by_turns(bench, people)]
    note = f"{late:.1f} against {early:.1f} ms; answers of {SHORT} tokens"
    return [Figure("Message 101 of a conversation against message 3, CPU", late / early, 1.3, "×", note)]


async def by_turns(bench: Bench, people: list[Person], rounds: int = 5) -> list[list[float]]:
    """For each person the CPU per message in ms, in several rounds; the first warms up."""
    costs: list[list[float]] = [[] for _ in people]
    async with AsyncExitStack() as stack:
        asks = [await stack.enter_async_context(Page(bench.parley.port, person)) for person in people]
        for _ in range(rounds):
            for page, own in zip(asks, costs, strict=True):
                own.append(await per_message(bench.parley.pid, page))
    return [own[1:] for own in costs]


async def per_message(pid: int, page: Page, count: int = 5) -> float:
    """CPU for each of some messages, one after another, in ms."""
    before = cpu.seconds(pid)
    for _ in range(count):
        await page.ask()
    await asyncio.sleep(SETTLE)
    return (cpu.seconds(pid) - before) / count * 1000


async def burst(bench: Bench) -> list[Figure]:
    """A hundred people send their first message in the same moment."""
    chats, tokens = 100, 20
    async with AsyncExitStack() as stack:
        seen = await spread(await pages(bench, stack, f"max-x{tokens}", chats), 0)
    unanswered = sum(one.tokens != tokens for one in seen)
    note = (
        f"of {chats}, on SQLite; the slowest answer was there after {max(one.last - one.asked for one in seen):.1f} s"
    )
    return [Figure("100 first messages at once: not answered", unanswered, 0, "", note)]
