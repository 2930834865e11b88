"""A fake provider: an OpenAI-compatible server whose model names say what it does.

    paced-50x400       400 tokens, 50 a second, each with its time (see `stamps.py`)
    max-x400           as fast as it can
    markdown-100x2000  tokens of real Markdown
    silent-50x10       nothing for a minute, then as `paced`

`GET /calls` says when each call came, had its last byte, and was closed, in seconds of the wall clock.
"""

import asyncio
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import orjson

from . import corpus
from .wire import HOST, Message, chunk, read_request

NAME = re.compile(r"(paced|max|markdown|silent)-(\d*)x(\d+)")
SILENCE = 60.0  # seconds
STREAM = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"


@dataclass
class Call:
    """What happened to one request."""

    model: str
    came: float
    ended: float | None = None  # the last byte was written
    closed: float | None = None  # the caller closed the connection before that


CALLS: list[Call] = []


class Gone(Exception):
    """The caller has closed the connection."""


class Answer:
    """One streamed answer."""

    def __init__(self, call: Call, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.call, self.reader, self.writer = call, reader, writer
        kind, rate, count = NAME.fullmatch(call.model).groups()  # type: ignore[union-attr]
        self.kind, self.rate, self.count = kind, float(rate or "inf"), int(count)

    async def stream(self) -> None:
        """Sends all of it, or as much as the caller wants."""
        try:
            await self._send()
            self.call.ended = time.time()
        except (Gone, ConnectionError):
            self.call.closed = time.time()

    async def _send(self) -> None:
        self.writer.write(STREAM)
        if self.kind == "silent":
            await self._wait_until(time.monotonic() + SILENCE)
        start = time.monotonic()
        for number, token in enumerate(self._tokens()):
            self._event({"content": token} | ({} if number else {"role": "assistant"}))
            await self._wait_until(start + (number + 1) / self.rate)
        self._event({}, finish_reason="stop")
        usage = {"prompt_tokens": 9, "completion_tokens": self.count, "total_tokens": 9 + self.count}
        self._write({"choices": [], "usage": usage})
        self.writer.write(chunk(b"data: [DONE]\n\n") + b"0\r\n\r\n")
        await self.writer.drain()

    def _tokens(self) -> Iterator[str]:
        return (corpus.markdown if self.kind == "markdown" else corpus.stamped)(self.count)

    def _event(self, delta: dict[str, str], finish_reason: str | None = None) -> None:
        self._write({"choices": [{"index": 0, "delta": delta, "finish_reason": finish_reason}]})

    def _write(self, event: dict[str, object]) -> None:
        head = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 0, "model": self.call.model}
        self.writer.write(chunk(b"data: " + orjson.dumps(head | event) + b"\n\n"))

    async def _wait_until(self, due: float) -> None:
        """Raises Gone when the caller has; it looks once for each token."""
        await self.writer.drain()
        while (rest := due - time.monotonic()) > 0:
            await asyncio.sleep(min(rest, 1 / self.rate))
            if self.reader.at_eof():
                raise Gone
        if self.reader.at_eof():
            raise Gone


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One connection, request by request."""
    try:
        keep = True
        while keep:
            request = await read_request(reader)
            await respond(request, reader, writer)
            keep = request.headers.get("connection") != "close"
    except (EOFError, ConnectionError):
        pass
    writer.close()


async def respond(request: Message, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answers one request."""
    if request.path == "/calls":
        body = orjson.dumps([asdict(call) for call in CALLS])
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))
        return
    call = Call(orjson.loads(request.body)["model"], time.time())
    CALLS.append(call)
    await Answer(call, reader, writer).stream()


async def main(port: int) -> None:
    """Listens until it is ended."""
    server = await asyncio.start_server(serve, HOST, port, backlog=2048)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
