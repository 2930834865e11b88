"""A connection on the asyncio event loop, read at a pace.

anyio's stream stops and starts the transport around every read: two more system calls a token,
which for a stream of tokens is a third of the cost of reading it. This one keeps the transport
running, and stops it only while it waits for the next beat, so that the kernel collects.
"""

from __future__ import annotations

import asyncio
import ssl
from collections import deque
from typing import Any, cast

import httpcore

from providers.errors import TLSFailed
from providers.net.pace import Pace

_READ = 16 * 1024  # bytes of one read: what a reader does with them must not hold the loop for long
_HIGH = 256 * 1024  # bytes that may lie here unread before the transport is stopped
_TLS_GOODBYE = 1.0  # seconds to wait for the other side's farewell


class _Inbox(asyncio.Protocol):
    """Collects what arrives, wakes who waits."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.transport: asyncio.Transport | None = None
        self.pieces: deque[bytes] = deque()
        self.size = 0
        self.ended = False
        self.failure: Exception | None = None
        self.full = False
        self._readers: asyncio.Future[None] | None = None
        self._writers: asyncio.Future[None] | None = None
        self._writable = True

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self.pieces.append(data)
        self.size += len(data)
        if self.size > _HIGH and self.transport and not self.full:
            self.full = True
            self.transport.pause_reading()
        _wake(self._readers)

    def eof_received(self) -> None:
        self.ended = True
        _wake(self._readers)

    def connection_lost(self, exc: Exception | None) -> None:
        self.ended, self.failure = True, exc
        _wake(self._readers)
        _wake(self._writers)

    def pause_writing(self) -> None:
        self._writable = False

    def resume_writing(self) -> None:
        self._writable = True
        _wake(self._writers)

    def take(self, most: int) -> bytes:
        """What has arrived, at most `most` bytes."""
        data = self.pieces.popleft() if len(self.pieces) == 1 else b"".join(self.pieces)
        self.pieces.clear()
        if len(data) > most:
            self.pieces.append(data[most:])
            data = data[:most]
        self.size -= len(data)
        if self.full and self.size <= _HIGH and self.transport:
            self.full = False
            self.transport.resume_reading()
        return data

    async def readable(self, timeout: float | None) -> None:
        """Wait for data or the end."""
        if not self.pieces and not self.ended:
            self._readers = self.loop.create_future()
            await _within(self._readers, timeout, httpcore.ReadTimeout)

    async def writable(self, timeout: float | None) -> None:
        """Wait until the transport takes more."""
        if not self._writable and not self.ended:
            self._writers = self.loop.create_future()
            await _within(self._writers, timeout, httpcore.WriteTimeout)


def _wake(waiter: asyncio.Future[None] | None) -> None:
    if waiter and not waiter.done():
        waiter.set_result(None)


def _give_up(waiter: asyncio.Future[None], failure: type[Exception]) -> None:
    if not waiter.done():
        waiter.set_exception(failure())


async def _within(waiter: asyncio.Future[None], timeout: float | None, failure: type[Exception]) -> None:
    """Wait for `waiter`; cheaper than a timeout context, which is made for anything."""
    if timeout is None:
        return await waiter
    timer = waiter.get_loop().call_later(timeout, _give_up, waiter, failure)
    try:
        await waiter
    finally:
        timer.cancel()


class AsyncStream(httpcore.AsyncNetworkStream):
    """A connection that is read at its `pace`."""

    def __init__(self, transport: asyncio.Transport, inbox: _Inbox) -> None:
        self.pace = Pace()
        self._transport, self._inbox = transport, inbox

    @classmethod
    async def connect(cls, address: str, port: int, timeout: float | None, local: str | None) -> AsyncStream:
        """Connect to an address, which is not looked up any more.

        Raises:
            httpcore.ConnectError, httpcore.ConnectTimeout
        """
        loop = asyncio.get_running_loop()
        local_addr = (local, 0) if local else None
        try:
            async with asyncio.timeout(timeout):
                transport, inbox = await loop.create_connection(_Inbox, address, port, local_addr=local_addr)
        except TimeoutError:
            raise httpcore.ConnectTimeout from None
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from None
        return cls(transport, inbox)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if pause := self.pace.pause():
            await self._beat(pause)
        inbox, most = self._inbox, min(max_bytes, _READ)
        if inbox.pieces:  # the sender is the faster one: let others have a turn
            await asyncio.sleep(0)
        await inbox.readable(self.pace.allowance(timeout))
        if not inbox.pieces and inbox.failure:
            raise httpcore.ReadError(str(inbox.failure))
        return self.pace.received(inbox.take(most), most)

    async def _beat(self, seconds: float) -> None:
        """Let the kernel collect for a while."""
        idle = not self._inbox.full and not self._transport.is_closing()
        if idle:
            self._transport.pause_reading()
        try:
            await asyncio.sleep(seconds)
        finally:
            if idle and not self._transport.is_closing():
                self._transport.resume_reading()

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if not buffer:
            return
        self._transport.write(buffer)
        await self._inbox.writable(self.pace.allowance(timeout))
        if self._inbox.failure:
            raise httpcore.WriteError(str(self._inbox.failure))

    async def aclose(self) -> None:
        if self._transport.get_write_buffer_size():  # closing would wait for a peer that may never read
            self._transport.abort()
        else:
            self._transport.close()
        await asyncio.sleep(0)

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            async with asyncio.timeout(timeout):
                secured = await self._inbox.loop.start_tls(
                    self._transport,
                    self._inbox,
                    ssl_context,
                    server_hostname=server_hostname,
                    ssl_shutdown_timeout=_TLS_GOODBYE,
                )
        except TimeoutError:
            self._transport.abort()
            raise httpcore.ConnectTimeout from None
        except (OSError, ssl.SSLError) as error:
            raise TLSFailed(str(error)) from None
        transport = cast(asyncio.Transport, secured)
        self._inbox.transport = transport
        return AsyncStream(transport, self._inbox)

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable":  # asked of a resting connection: has the other side left?
            return bool(self._inbox.pieces) or self._inbox.ended
        names = {"client_addr": "sockname", "server_addr": "peername"}
        return self._transport.get_extra_info(names.get(info, info))
