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


class Connection:
    """A connection that stays open from one request to the next, as browsers keep theirs."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._open: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, start: str, headers: dict[str, str], body: bytes = b"") -> Message:
        """Sends a request and waits for the response."""
        reader, writer = await self._opened()
        writer.write(request(self._port, start, headers, body))
        head = await read_head(reader)
        size = head.headers.get("content-length")  # none: what comes ends with the connection
        return Message(head.start, head.headers, await (reader.readexactly(int(size)) if size else reader.read()))

    async def _opened(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._open is None or self._open[0].at_eof():  # the server has closed it, unused as it was
            self.close()
            self._open = await asyncio.open_connection(HOST, self._port)
        return self._open

    def close(self) -> None:
        if self._open:
            self._open[1].close()


async def ask(port: int, start: str, headers: dict[str, str], body: bytes = b"") -> Message:
    """One request on a connection of its own."""
    connection = Connection(port)
    try:
        return await connection.ask(start, {"Connection": "close", **headers}, body)
    finally:
        connection.close()


def request(port: int, start: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """A request as it is sent; `start` is its method and its path."""
    lines = {"Host": f"{HOST}:{port}", "Content-Length": str(len(body)), **headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"{start} HTTP/1.1\r\n{head}\r\n".encode() + body


def chunk(data: bytes) -> bytes:
    """One chunk of a body in chunked transfer."""
    return b"%x\r\n%b\r\n" % (len(data), data)
