"""Four bounds on time: to connect, to the first token, between reads, in total."""

import asyncio
import json
from collections.abc import Callable

import pytest

from providers.errors import TimedOut
from providers.limits import Limits
from providers.openai import ChatOpenAI
from tests.upstream import Answer, Hang, Upstream
from tests.upstream import openai as wire

Build = Callable[..., ChatOpenAI]
QUICK = Limits(connect=1, first_byte=0.2, idle=0.2, total=9)
TRICKLE = [step for _ in range(200) for step in (b": still here\n\n", 0.02)]


async def drain(model: ChatOpenAI) -> None:
    async for _ in model.astream("hi"):
        pass


@pytest.mark.parametrize("silent", [60.0, 0.0])
async def test_no_first_token(model: Build, upstream: Upstream, silent: float) -> None:
    """Before the headers and after them."""
    for call in ("stream", "astream"):
        upstream.script(Answer([Hang()], silent=silent))
        with pytest.raises(TimedOut):
            _ = list(model(limits=QUICK).stream("hi")) if call == "stream" else await drain(model(limits=QUICK))


async def test_signs_of_life_are_no_token(model: Build, upstream: Upstream) -> None:
    limits = Limits(first_byte=0.3, total=9)
    upstream.script(Answer.of_events(TRICKLE), Answer.of_events(TRICKLE))
    with pytest.raises(TimedOut):
        await drain(model(limits=limits))
    with pytest.raises(TimedOut):
        list(model(limits=limits).stream("hi"))


async def test_a_whole_answer_may_come_slowly(model: Build, upstream: Upstream) -> None:
    body = json.dumps(wire.completion("ok")).encode()
    steps = [step for at in range(0, len(body), 40) for step in (body[at : at + 40], 0.3)]
    upstream.script(Answer(steps), Answer(steps))
    slow = model(limits=Limits(first_byte=1, total=60))
    assert sum(step for step in steps if isinstance(step, float)) > 1
    both = await asyncio.gather(asyncio.to_thread(slow.invoke, "hi"), slow.ainvoke("hi"))
    assert [answer.content for answer in both] == ["ok", "ok"]


async def test_a_long_wait_for_the_first_token_is_not_idleness(model: Build, upstream: Upstream) -> None:
    limits = Limits(first_byte=60, idle=0.1)
    rest = b"".join(step for step in [*wire.text("ok"), *wire.end()] if isinstance(step, bytes))  # no wait within it
    upstream.script(Answer.of_events([wire.chunk({"role": "assistant"}), 0.4, rest]))
    assert [chunk.text async for chunk in model(limits=limits).astream("hi")] == ["ok", ""]


@pytest.mark.parametrize("first", [[], wire.text("a")])
async def test_the_total_ends_what_trickles_for_ever(model: Build, upstream: Upstream, first: list[bytes]) -> None:
    limits = Limits(first_byte=1, idle=1, total=0.4)
    upstream.script(Answer.of_events([*first, *TRICKLE]), Answer.of_events([*first, *TRICKLE]))
    with pytest.raises(TimedOut):
        await drain(model(limits=limits))
    with pytest.raises(TimedOut):
        list(model(limits=limits).stream("hi"))


def test_the_total_bounds_whole_answers_too(model: Build, upstream: Upstream) -> None:
    upstream.script(Answer([step for _ in range(200) for step in (b" ", 0.02)]))
    with pytest.raises(TimedOut):
        model(limits=Limits(first_byte=1, total=0.3)).invoke("hi")


async def test_one_number_bounds_every_wait(model: Build, upstream: Upstream) -> None:
    upstream.script(Answer.of_events([*wire.text("a"), Hang()]))
    with pytest.raises(TimedOut) as caught:
        await drain(model(timeout=1))
    assert caught.value.partial_text == "a"
