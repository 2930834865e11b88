"""What the page does, without a browser: sends over HTTP, follows over the socket."""

import asyncio
import re
import time
import uuid
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlencode

import orjson
from websockets.asyncio.client import ClientConnection, connect

from . import stamps, wire
from .parley import Person

GENERATION = re.compile(r'id="generation-(\d+)"')
SETTLED = re.compile(r'<div id="d\d+" hx-swap-oob="(\w+)">(.*?)</div>', re.DOTALL)
PATIENCE = 60.0  # seconds without a frame


@dataclass
class Seen:
    """How one answer reached the client. Times are of the monotonic clock, in seconds."""

    asked: float
    first: float | None = None  # the first frame with text
    last: float | None = None  # the finished answer, or the end of the stream
    tokens: int = 0  # in the finished answer
    frames: int = 0
    size: int = 0  # bytes of all frames
    lags: list[float] = field(default_factory=list)  # from the provider to here, of each token when it came first
    newest: float = 0.0  # when the provider sent the newest token
    settled: int = 0  # tokens that stand on the page for good

    @property
    def ttft(self) -> float:
        """Seconds to the first text."""
        assert self.first is not None
        return self.first - self.asked

    def take(self, frame: str, now: float) -> None:
        """Notes what a frame brings. The open block comes again and again, so older tokens are skipped."""
        self.frames += 1
        self.size += len(frame.encode())
        for swap, html in SETTLED.findall(frame):
            self.settled = len(stamps.STAMP.findall(html)) + (self.settled if swap == "beforeend" else 0)
        for lag in stamps.lags(frame, now):
            if now - lag > self.newest + 0.00005:
                self.lags.append(lag)
                self.newest = now - lag
        if self.first is None and self.lags:
            self.first = now


class Page:
    """One open conversation of one person."""

    def __init__(self, port: int, person: Person) -> None:
        self.port, self.person = port, person
        self.origin = f"http://{wire.HOST}:{port}"
        self.socket: ClientConnection
        self._http = wire.Connection(port)

    async def __aenter__(self) -> Self:
        url = f"ws://{wire.HOST}:{self.port}/ws/live/"
        self.socket = await connect(
            url,
            origin=self.origin,  # type: ignore[arg-type]
            additional_headers={"Cookie": self.person.cookie},
            compression=None,
            max_size=None,
        )
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.socket.close()
        self._http.close()

    async def post(self, path: str, **fields: str) -> wire.Message:
        """A form, sent as htmx sends it."""
        headers = {
            "Cookie": self.person.cookie,
            "X-CSRFToken": self.person.csrf,
            "HX-Request": "true",
            "Origin": self.origin,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        response = await self._http.ask(f"POST {path}", headers, urlencode(fields).encode())
        if response.status >= 300:
            raise RuntimeError(f"{path}: {response.start}\n{response.body.decode()[:2000]}")
        return response

    async def get(self, path: str) -> wire.Message:
        """A page."""
        return await self._http.ask(f"GET {path}", {"Cookie": self.person.cookie})

    async def send(self, text: str = "How does it go on?") -> list[int]:
        """Sends a question to all panes; the ids of the generations."""
        path = f"/c/{self.person.conversation}/send/"
        response = await self.post(path, text=text, nonce=uuid.uuid4().hex)
        return [int(found) for found in dict.fromkeys(GENERATION.findall(response.body.decode()))]

    async def ask(self, text: str = "How does it go on?") -> Seen:
        """Sends a question in a conversation with one pane and waits for the finished answer."""
        seen = Seen(time.monotonic())
        [generation_id] = await self.send(text)
        await self.socket.send(orjson.dumps({"follow": generation_id}).decode())
        finished = f'id="generation-{generation_id}"'
        while True:
            frame = str(await asyncio.wait_for(self.socket.recv(), PATIENCE))
            seen.take(frame, time.monotonic())
            if finished in frame:
                stays = "outerMorph" in frame
                seen.tokens = seen.settled if stays else len(stamps.STAMP.findall(frame))
                seen.last = time.monotonic()
                return seen


async def ask_relay(port: int, model: str) -> Seen:
    """The same through the raw relay."""
    async with connect(f"ws://{wire.HOST}:{port}/", compression=None) as socket:
        seen = Seen(time.monotonic())
        await socket.send(model)
        while frame := str(await asyncio.wait_for(socket.recv(), PATIENCE)):
            seen.take(frame, time.monotonic())
            seen.tokens += len(stamps.STAMP.findall(frame))
        seen.last = time.monotonic()
        return seen


async def ask_upstream(port: int, model: str) -> float:
    """Seconds to the first token when nobody is in between."""
    reader, writer = await asyncio.open_connection(wire.HOST, port)
    asked = time.monotonic()
    body = orjson.dumps({"model": model, "stream": True})
    writer.write(wire.request(port, "POST /v1/chat/completions", {}, body))
    await reader.readuntil(b'"content"')
    writer.close()
    return time.monotonic() - asked
