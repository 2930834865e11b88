"""A connection as httpcore wants it, read at a pace."""

from __future__ import annotations

import asyncio
import ssl
from typing import Any

import httpcore

from providers.errors import TLSFailed
from providers.net.chunks import Parts, Splitter, chunk
from providers.net.pace import Pace
from providers.net.wire import Plain, Secured, Wire, has_news

_READ = 16 * 1024  # bytes of one read: what a reader does with them must not hold the loop for long


class AsyncStream(httpcore.AsyncNetworkStream):
    """A connection that is read at its `pace`.

    Whoever reads HTTP gets the head of an answer alone, and then the content of its chunks either from there, where
    the chunks of each read are one, or from `content`, where they are none.
    """

    def __init__(self, wire: Wire) -> None:
        self.pace = Pace()
        self._wire = wire
        self._splitter = Splitter()
        self._parts = Parts()  # of the latest read, what has not been handed on

    @classmethod
    async def connect(cls, address: str, port: int, timeout: float | None, local: str | None) -> AsyncStream:
        """Connect to an address, which is not looked up any more.

        Raises:
            httpcore.ConnectError, httpcore.ConnectTimeout
        """
        try:
            async with asyncio.timeout(timeout):
                return cls(await Plain.connect(address, port, local))
        except TimeoutError:
            raise httpcore.ConnectTimeout from None
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from None

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        while not any(self._parts):
            if not await self._receive(min(max_bytes, _READ), timeout):
                return b""
        before, content, after = self._parts
        self._parts = Parts(b"", content, after) if before else Parts()
        self.pace.latest = before or chunk(content) + after
        return self.pace.latest

    async def content(self, timeout: float | None = None) -> bytes:
        """What has come of the body of an answer, if its chunks can be told from what is around them.

        Returns:
            Nothing once there is something for a reader of HTTP: the end, or what is no chunk.
        """
        while not any(self._parts):
            if not self._splitter.is_within or not await self._receive(_READ, timeout):
                return b""
        before, content, after = self._parts
        if before or not content:
            return b""
        self._parts = Parts(b"", b"", after)
        self.pace.latest = content
        return content

    async def _receive(self, most: int, timeout: float | None) -> bool:
        """Reads once. False at the end."""
        # With a beat the system collects meanwhile. Without one, a fast sender lets others have a turn.
        await asyncio.sleep(self.pace.pause())
        try:
            data = self.pace.received(await self._wire.receive(most, self.pace.allowance(timeout)), most)
        except OSError as error:
            raise httpcore.ReadError(str(error)) from None
        self._parts = self._splitter.split(data) if data else Parts()
        return bool(data)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._splitter.expect()
        try:
            await self._wire.send(buffer, self.pace.allowance(timeout))
        except OSError as error:
            raise httpcore.WriteError(str(error)) from None

    async def aclose(self) -> None:
        await self._wire.close()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.AsyncNetworkStream:
        secured = Secured(self._wire, ssl_context, server_hostname)
        try:
            async with asyncio.timeout(timeout):
                await secured.shake_hands()
        except TimeoutError:
            await self.aclose()
            raise httpcore.ConnectTimeout from None
        except OSError as error:
            await self.aclose()
            raise TLSFailed(str(error)) from None
        except asyncio.CancelledError:
            await self.aclose()
            raise
        return AsyncStream(secured)

    def get_extra_info(self, info: str) -> Any:
        connected = self._wire.socket
        if info == "is_readable":  # asked of a resting connection: has the other side left?
            return has_news(connected)
        if info in {"client_addr", "server_addr"}:
            return connected.getsockname() if info == "client_addr" else connected.getpeername()
        return {"socket": connected, "ssl_object": getattr(self._wire, "ssl_object", None)}.get(info)
