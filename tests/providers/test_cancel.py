"""Whoever stops listening closes the upstream connection."""

import asyncio
from collections.abc import Callable

import pytest

from providers.openai import ChatOpenAI
from tests.upstream import Answer, Hang, Upstream
from tests.upstream import openai as wire

Build = Callable[..., ChatOpenAI]
NEVER = Answer([Hang()], silent=60)


async def consume(model: ChatOpenAI, seen: list[str]) -> None:
    async for chunk in model.astream("hi"):
        seen.append(chunk.text)


async def left(upstream: Upstream) -> bool:
    return await asyncio.to_thread(upstream.requests[-1].left.wait, 60)


@pytest.mark.parametrize("beat", [0.0, 0.5])
async def test_cancelling_the_task_in_the_middle(model: Build, upstream: Upstream, beat: float) -> None:
    upstream.script(Answer.of_events([*wire.text("a"), Hang()]))
    seen: list[str] = []
    task = asyncio.create_task(consume(model(beat=beat), seen))
    while not seen:
        await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await left(upstream)


@pytest.mark.parametrize("call", ["astream", "ainvoke"])
async def test_cancelling_before_the_first_byte(model: Build, upstream: Upstream, call: str) -> None:
    upstream.script(NEVER)
    work = consume(model(), []) if call == "astream" else model().ainvoke("hi")
    task = asyncio.create_task(work)
    while not upstream.requests:
        await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await left(upstream)


async def test_leaving_the_loop(model: Build, upstream: Upstream) -> None:
    upstream.script(Answer.of_events([*wire.text("a"), Hang()]))
    async for _ in model().astream("hi"):
        break
    assert await left(upstream)


def test_closing_a_blocking_stream(model: Build, upstream: Upstream) -> None:
    upstream.script(Answer.of_events([*wire.text("a"), Hang()]))
    stream = model().stream("hi")
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert upstream.requests[-1].left.wait(60)
