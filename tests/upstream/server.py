"""An HTTP server that does exactly what a test wrote down."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Request:
    """What a client sent, and whether it left before the answer was over."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    left: threading.Event = field(default_factory=threading.Event)

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Close:
    """Step: end the connection in the middle of the answer, politely."""


class Reset:
    """Step: end the connection with a TCP reset."""


class Hang:
    """Step: say nothing more until the client leaves."""


class Held:
    """Step: wait until the test sets the server's `rest`."""


Step = bytes | float | Close | Reset | Hang | Held


@dataclass
class Answer:
    """An answer as a list of steps: bytes are sent, numbers are seconds to wait.

    chunked: frame each piece of bytes as an HTTP chunk; otherwise the connection's end ends it.
    silent: seconds to wait before the status line.
    """

    steps: Sequence[Step] = ()
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    chunked: bool = True
    silent: float = 0.0

    @classmethod
    def of_json(cls, body: Any, status: int = 200, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return cls(
            [json.dumps(body, ensure_ascii=False).encode()],
            status,
            {"content-type": "application/json", **named},
        )

    @classmethod
    def of_events(cls, steps: Sequence[Step], **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return cls(steps, headers={"content-type": "text/event-stream", **named})


Handler = Callable[[Request], Answer]


class Upstream:
    """A server in a thread of its own; use as a context manager.

    Answers come from `script` in order, then from `handler`.
    """

    def __init__(self, handler: Handler | None = None, tls: ssl.SSLContext | None = None) -> None:
        self.tls = tls
        self.handler = handler or (lambda request: Answer.of_json({"error": "no script"}, 500))
        self.queue: list[Answer] = []
        self.requests: list[Request] = []
        self.connections = 0
        self.rest = threading.Event()  # what is held goes on
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._ready = threading.Event()
        self.port = 0

    def script(self, *answers: Answer) -> None:
        self.queue += answers

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def last(self) -> Any:
        """The JSON body of the latest request."""
        return self.requests[-1].json

    def __enter__(self) -> Upstream:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._loop.call_soon_threadsafe(self._stop)
        self._thread.join()

    def _stop(self) -> None:
        for task in asyncio.all_tasks(self._loop):
            task.cancel()

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._listen())
        except asyncio.CancelledError:
            pass
        finally:
            self._loop.run_until_complete(asyncio.sleep(0))
            self._loop.close()

    async def _listen(self) -> None:
        server = await asyncio.start_server(self._client, "127.0.0.1", 0, limit=64 * 2**20, ssl=self.tls)
        async with server:
            self.port = server.sockets[0].getsockname()[1]
            self._ready.set()
            await asyncio.Event().wait()

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        ahead: bytes | None = b""
        try:
            while ahead is not None and (request := await _read(reader, ahead)):
                self.requests.append(request)
                answer = self.queue.pop(0) if self.queue else self.handler(request)
                ahead = await self._play(answer, request, reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        except asyncio.CancelledError:
            pass  # the server stops; a raised cancellation would only be printed
        finally:
            writer.close()

    async def _play(
        self, answer: Answer, request: Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bytes | None:
        """The first byte of the next request, if it is here already. None: this connection serves no other."""
        watch = asyncio.ensure_future(reader.read(1))
        play = asyncio.ensure_future(_write(answer, writer, self.rest))
        await asyncio.wait({watch, play}, return_when=asyncio.FIRST_COMPLETED)
        if not play.done():
            request.left.set()
            play.cancel()
            return None
        watch.cancel()
        (ahead,) = await asyncio.gather(watch, return_exceptions=True)
        try:
            goes_on = await play
        except ConnectionError:
            request.left.set()
            return None
        return (ahead if isinstance(ahead, bytes) else b"") if goes_on else None


async def _read(reader: asyncio.StreamReader, ahead: bytes) -> Request | None:
    try:
        head = ahead + await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.decode("latin-1").strip().split("\r\n")
    method, path, _ = first.split(" ")
    headers = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Request(method, path, headers, body)


async def _write(answer: Answer, writer: asyncio.StreamWriter, rest: threading.Event) -> bool:
    await asyncio.sleep(answer.silent)
    framing = "transfer-encoding: chunked" if answer.chunked else "connection: close"
    lines = [f"HTTP/1.1 {answer.status} Scripted", framing]
    lines += [f"{name}: {value}" for name, value in answer.headers.items()]
    writer.write("\r\n".join([*lines, "", ""]).encode("latin-1"))
    for step in answer.steps:
        if not await _step(step, answer.chunked, writer, rest):
            return False
    if answer.chunked:
        writer.write(b"0\r\n\r\n")
        await writer.drain()
    return answer.chunked


async def _step(step: Step, chunked: bool, writer: asyncio.StreamWriter, rest: threading.Event) -> bool:
    match step:
        case bytes():
            writer.write(b"%x\r\n%s\r\n" % (len(step), step) if chunked else step)
            await writer.drain()
        case Close():
            return False
        case Reset():
            connection = writer.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return False
        case Hang():
            await asyncio.Event().wait()
        case Held():
            while not rest.is_set():
                await asyncio.sleep(0.01)
        case float() | int():
            await asyncio.sleep(step)
    return True
