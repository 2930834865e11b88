"""A connected socket on the asyncio event loop, plain or with TLS over it: bytes out, bytes in when they are asked for.

asyncio's own streams are told of everything that arrives, and have to be stopped and started around every wait: for a
stream of tokens that is about a fifth of the cost of reading it. Here the socket is asked when the reader comes: what
arrived meanwhile lies in the kernel, and one system call brings all of it.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable
from contextlib import ExitStack, suppress
from typing import Protocol, TypeVar

import httpcore

T = TypeVar("T")

_RECORDS = 33 * 1024  # bytes of two long TLS records: more than a reader takes at once
_AT_ONCE = 0.0  # seconds


class Wire(Protocol):
    """One end of a connection.

    Raises (from its methods): httpcore's errors, and OSError, which TLS errors are.
    """

    socket: socket.socket

    async def receive(self, most: int, timeout: float | None) -> bytes:
        """What has arrived, at most `most` bytes; waits for the first, and is empty at the end."""

    async def send(self, data: bytes, timeout: float | None) -> None:
        """Returns when the system has taken all of it."""

    async def close(self) -> None:
        """Whoever waits for it gets the end."""


class Plain:
    """The socket as it is."""

    def __init__(self, connected: socket.socket) -> None:
        self.socket = connected
        self._waiting = False

    @classmethod
    async def connect(cls, address: str, port: int, local: str | None) -> Plain:
        """Connect to an address, which is not looked up any more. Raises OSError."""
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        with ExitStack() as failed:
            new = failed.enter_context(socket.socket(family, socket.SOCK_STREAM))
            new.setblocking(False)
            new.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
            if local:
                new.bind((local, 0))
            await asyncio.get_running_loop().sock_connect(new, (address, port))
            failed.pop_all()
        return cls(new)

    async def receive(self, most: int, timeout: float | None) -> bytes:
        try:
            return self.socket.recv(most)
        except BlockingIOError:
            pass
        self._waiting = True
        try:
            async with asyncio.timeout(timeout):
                return await asyncio.get_running_loop().sock_recv(self.socket, most)
        except TimeoutError:
            raise httpcore.ReadTimeout from None
        finally:
            self._waiting = False

    async def send(self, data: bytes, timeout: float | None) -> None:
        try:
            sent = self.socket.send(data)
        except BlockingIOError:
            sent = 0
        if sent == len(data):
            return
        try:
            async with asyncio.timeout(timeout):
                await asyncio.get_running_loop().sock_sendall(self.socket, data[sent:])
        except TimeoutError:
            raise httpcore.WriteTimeout from None

    async def close(self) -> None:
        if self._waiting:  # a loop does not tell those who wait for a socket that is closed
            with suppress(OSError):
                self.socket.shutdown(socket.SHUT_RDWR)
        while self._waiting:
            await asyncio.sleep(0)
        self.socket.close()


class Secured:
    """TLS over another wire."""

    def __init__(self, wire: Wire, context: ssl.SSLContext, name: str | None) -> None:
        self.socket = wire.socket
        self._wire = wire
        self._in, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.ssl_object = context.wrap_bio(self._in, self._out, server_hostname=name)

    async def shake_hands(self) -> None:
        """Raises ssl.SSLError."""
        await self._done(self.ssl_object.do_handshake, None)

    async def receive(self, most: int, timeout: float | None) -> bytes:
        try:
            data = await self._done(lambda: self.ssl_object.read(most), timeout)
        except (ssl.SSLZeroReturnError, ssl.SSLEOFError):
            return b""
        return data + self._more(most - len(data))

    def _more(self, most: int) -> bytes:
        """What has come besides: a record often holds one token."""
        more = b""
        with suppress(ssl.SSLError):  # nothing there, or the end, which the next read tells
            while len(more) < most and (data := self.ssl_object.read(most - len(more))):
                more += data
        return more

    async def send(self, data: bytes, timeout: float | None) -> None:
        await self._done(lambda: self.ssl_object.write(data), timeout)

    async def _done(self, step: Callable[[], T], timeout: float | None) -> T:
        """The result of a step of the protocol, however many records it needs."""
        while True:
            try:
                result = step()
            except ssl.SSLWantReadError:
                await self._flush(timeout)
                await self._feed(timeout)
            else:
                await self._flush(timeout)
                return result

    async def _feed(self, timeout: float | None) -> None:
        if data := await self._wire.receive(_RECORDS, timeout):
            self._in.write(data)
        else:
            self._in.write_eof()

    async def _flush(self, timeout: float | None) -> None:
        if self._out.pending:
            await self._wire.send(self._out.read(), timeout)

    async def close(self) -> None:
        with suppress(OSError):
            self.ssl_object.unwrap()
        with suppress(OSError, httpcore.WriteTimeout):  # a goodbye, which nobody waits for
            await self._flush(_AT_ONCE)
        await self._wire.close()


def has_news(connected: socket.socket) -> bool:
    """Whether reading would bring something, be it the end."""
    try:
        connected.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return False
    except OSError:
        pass
    return True
