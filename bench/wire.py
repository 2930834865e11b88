"""HTTP/1.1 as far as the fake provider, the floor and the clients need it."""

import asyncio
from dataclasses import dataclass

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Message:
    """A request or a response."""

    start: str  # the first line
    headers: dict[str, str]
    body: bytes = b""

    @property
    def status(self) -> int:
        return int(self.start.split()[1])

    @property
    def path(self) -> str:
        return self.start.split()[1]


async def read_head(reader: asyncio.StreamReader) -> Message:
    """Everything before the body. Raises EOFError when the other side has gone."""
    start, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").rstrip().split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return Message(start, {name.lower(): value.strip() for name, _, value in pairs})


async def read_request(reader: asyncio.StreamReader) -> Message:
    """A request with its body."""
    head = await read_head(reader)
    body = await reader.readexactly(int(head.headers.get("content-length", 0)))
    return Message(head.start, head.headers, body)


async def ask(port: int, start: str, headers: dict[str, str], body: bytes = b"") -> Message:
    """One request on a connection of its own."""
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        writer.write(request(port, start, {"Connection": "close", **headers}, body))
        head = await read_head(reader)
        return Message(head.start, head.headers, await reader.read())
    finally:
        writer.close()


def request(port: int, start: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """A request as it is sent; `start` is its method and its path."""
    lines = {"Host": f"{HOST}:{port}", "Content-Length": str(len(body)), **headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"{start} HTTP/1.1\r\n{head}\r\n".encode() + body


def chunk(data: bytes) -> bytes:
    """One chunk of a body in chunked transfer."""
    return b"%x\r\n%b\r\n" % (len(data), data)
