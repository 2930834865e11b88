"""Several event loops and threads in one process."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from providers.net import transports
from providers.openai import ChatOpenAI
from tests.upstream import Answer, Upstream
from tests.upstream import openai as wire

Build = Callable[..., ChatOpenAI]


@pytest.fixture(autouse=True)
def answers(upstream: Upstream) -> None:
    upstream.handler = lambda request: Answer.of_json(wire.completion())


def test_one_loop_after_another(model: Build) -> None:
    built = model()
    assert [asyncio.run(built.ainvoke("hi")).content for _ in range(3)] == ["Hello!"] * 3
    assert not [loop for loop in transports._keepers if not loop.is_closed()]


def test_loops_in_threads(model: Build) -> None:
    built = model()
    with ThreadPoolExecutor(4) as pool:
        texts = list(pool.map(lambda _: asyncio.run(built.ainvoke("hi")).content, range(8)))
    assert texts == ["Hello!"] * 8


def test_blocking_calls_in_threads_share_a_client(model: Build) -> None:
    assert [message.content for message in model().batch(["hi"] * 8)] == ["Hello!"] * 8


async def test_closing_and_going_on(model: Build, upstream: Upstream) -> None:
    built = model()
    await built.ainvoke("hi")
    await built.aclose()
    await built.ainvoke("hi")
    assert upstream.connections == 2


def test_closing_and_going_on_blocking(model: Build, upstream: Upstream) -> None:
    built = model()
    built.invoke("hi")
    built.close()
    built.invoke("hi")
    assert upstream.connections == 2
