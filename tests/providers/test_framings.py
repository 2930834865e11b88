"""An answer is read as it is framed: in chunks, by its length, or up to the end of its connection."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from providers import errors
from providers.limits import Limits
from providers.openai import ChatOpenAI
from tests.upstream import openai as wire

Build = Callable[..., ChatOpenAI]

BODY = b"".join([*wire.text("Hel", "lo"), *wire.end()])
STREAM = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
CHUNKS = b"%x\r\n%b\r\n0\r\n\r\n" % (len(BODY), BODY)
ERROR = b'{"error": {"message": "no"}}'

WHOLE = {
    "by its length": STREAM + b"Content-Length: %d\r\n\r\n%b" % (len(BODY), BODY),
    "in chunks": STREAM + b"Transfer-Encoding: chunked\r\n\r\n" + CHUNKS,
    "in chunks, folded": STREAM + b"Transfer-Encoding:\r\n chunked\r\n\r\n" + CHUNKS,
    "after a word": b"HTTP/1.1 100 Continue\r\n\r\n" + STREAM + b"Transfer-Encoding: chunked\r\n\r\n" + CHUNKS,
}
# The connection stays open, so whoever waits for more waits until the limit
REFUSED = {
    "an error of known length": (
        b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(ERROR), ERROR),
        errors.Unavailable,
    ),
    "nothing": (STREAM + b"Content-Length: 0\r\n\r\n", errors.Truncated),
    "no content": (b"HTTP/1.1 204 No Content\r\n\r\n", errors.Truncated),
    "no content, in chunks": (b"HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n", errors.Truncated),
}


@asynccontextmanager
async def saying(*parts: bytes | asyncio.Event) -> AsyncIterator[str]:
    """The address of a server that gives the same answer to everything, part by part, on open connections."""
    connections: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(writer)
        while head := await reader.readuntil(b"\r\n\r\n"):
            length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
            await reader.readexactly(int(length.split(b":")[1]))
            for part in parts:
                if isinstance(part, asyncio.Event):
                    await part.wait()
                else:
                    writer.write(part)
                    await writer.drain()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
        assert len(connections) == 1
    finally:
        server.close()
        for writer in connections:
            writer.close()


@pytest.mark.parametrize("beat", [0.0, 0.01])
@pytest.mark.parametrize("framing", WHOLE)
async def test_a_whole_answer_in_one_piece(model: Build, framing: str, beat: float) -> None:
    async with saying(WHOLE[framing]) as url:
        chat = model(base_url=url, beat=beat, limits=Limits(first_byte=5))
        for _ in range(2):  # on the same connection
            assert "".join([chunk.text async for chunk in chat.astream("hi")]) == "Hello"
        await chat.aclose()


@pytest.mark.parametrize("answer", REFUSED)
async def test_an_answer_without_text(model: Build, answer: str) -> None:
    says, kind = REFUSED[answer]
    async with saying(says) as url:
        with pytest.raises(kind):
            [chunk async for chunk in model(base_url=url, limits=Limits(first_byte=5)).astream("hi")]


@pytest.mark.parametrize("head", [b"Connection: close\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\n"])
async def test_what_comes_with_the_head_is_there_at_once(model: Build, head: bytes) -> None:
    first = b"".join(wire.text("Hel"))
    is_chunked = b"chunked" in head
    rest = asyncio.Event()
    async with saying(STREAM + head + (b"%x\r\n%b\r\n" % (len(first), first) if is_chunked else first), rest) as url:
        chunks = model(base_url=url, limits=Limits(first_byte=5)).astream("hi")
        assert (await anext(chunks)).text == "Hel"  # while the server says nothing more
        rest.set()
        await chunks.aclose()
