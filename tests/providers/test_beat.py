"""Reading in beats: the first token at once, then one chunk for all that came together."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from providers.limits import Limits
from providers.openai import ChatOpenAI
from tests.upstream import Answer, Upstream
from tests.upstream import openai as wire

Build = Callable[..., ChatOpenAI]


@asynccontextmanager
async def raw(*bursts: list[bytes]) -> AsyncIterator[tuple[str, asyncio.Semaphore]]:
    """A server each of whose bursts of events, as HTTP chunks of their own, is one write, the first with the headers.

    Yields:
        Its address, and what lets out the next burst each time that it is released.
    """
    head = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
    next_burst = asyncio.Semaphore(1)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        start = head
        for burst in bursts:
            await next_burst.acquire()
            writer.write(start + b"".join(b"%x\r\n%s\r\n" % (len(event), event) for event in burst))
            start = b""
        writer.write(b"0\r\n\r\n")
        await reader.read()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        try:
            yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1", next_burst
        finally:
            for _ in bursts:
                next_burst.release()


async def texts(model: ChatOpenAI) -> list[str]:
    return [chunk.text async for chunk in model.astream("hi") if chunk.text]


async def test_deltas_that_came_together_are_one_chunk(model: Build) -> None:
    seen: list[str] = []
    async with raw([*wire.text("a")], [*wire.text("b", "c", "d")], [*wire.text("e"), *wire.end()]) as (url, next_burst):
        async for chunk in model(base_url=url, beat=0.05).astream("hi"):
            seen += [chunk.text] if chunk.text else []
            next_burst.release()
    assert seen == ["a", "bcd", "e"]


async def test_without_a_beat_every_delta_is_a_chunk(model: Build, upstream: Upstream) -> None:
    upstream.script(wire.stream("a", "b", "c"))
    assert await texts(model()) == ["a", "b", "c"]


async def test_the_first_token_never_waits(model: Build, upstream: Upstream) -> None:
    pauses: list[str] = []
    seen: list[str] = []

    def beat() -> float:
        pauses.append("".join(seen))
        return 0.01

    upstream.script(Answer.of_events([*wire.text("a"), 0.1, *wire.text("b"), *wire.end()]))
    async for chunk in model(beat=beat).astream("hi"):
        seen.append(chunk.text)
    assert pauses and pauses[0].startswith("a")


async def test_what_came_with_the_headers_does_not_wait_for_more(model: Build) -> None:
    async with raw([*wire.text("a", "b", "c")], []) as (url, _next_burst), asyncio.timeout(20):
        seen = ""
        stream = model(base_url=url, beat=0.05, limits=Limits(idle=60)).astream("hi")
        while seen != "abc":
            seen += (await anext(stream)).text
        await stream.aclose()


async def test_reasoning_text_and_calls_survive_merging(model: Build, upstream: Upstream) -> None:
    call = {"index": 0, "id": "c", "function": {"name": "f", "arguments": '{"a"'}}
    rest = {"index": 0, "function": {"arguments": ": 1}"}}
    deltas = [{"reasoning_content": "h"}, {"content": "x"}, {"tool_calls": [call]}, {"tool_calls": [rest]}]
    upstream.script(
        Answer.of_events([wire.chunk({"reasoning_content": "o"}), 0.1, *map(wire.chunk, deltas), *wire.end()])
    )
    chunks = [chunk async for chunk in model(beat=0.05).astream("hi")]
    whole = sum(chunks[1:], start=chunks[0])
    assert whole.additional_kwargs["reasoning_content"] == "oh"
    assert (whole.content, whole.tool_calls[0]["args"]) == ("x", {"a": 1})


async def test_the_connection_is_kept_and_reset(model: Build, upstream: Upstream) -> None:
    upstream.script(wire.stream("a", "b"), wire.stream("a", "b"))
    await texts(model(beat=0.01))
    assert await texts(model()) == ["a", "b"]
    assert upstream.connections == 1


async def test_large_answers_are_not_slowed_to_one_read_a_beat(model: Build, upstream: Upstream) -> None:
    pauses = []

    def beat() -> float:
        pauses.append(1)
        return 0.1

    upstream.script(wire.stream("a", "x" * 2_000_000, "z"))
    assert len("".join(await texts(model(beat=beat)))) == 2_000_002
    assert len(pauses) < 60  # of 122 reads
