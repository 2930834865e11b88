"""A connection as httpcore wants it, read at a pace."""

from __future__ import annotations

import asyncio
import ssl
from typing import Any

import httpcore

from providers.errors import TLSFailed
from providers.net.chunks import Merger
from providers.net.pace import Pace
from providers.net.wire import Plain, Secured, Wire, has_news

_READ = 16 * 1024  # bytes of one read: what a reader does with them must not hold the loop for long


class AsyncStream(httpcore.AsyncNetworkStream):
    """A connection that is read at its `pace`, the chunks of each read merged."""

    def __init__(self, wire: Wire) -> None:
        self.pace = Pace()
        self._wire = wire
        self._merger = Merger()

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
        while data := await self._receive(min(max_bytes, _READ), timeout):
            if merged := self._merger.merge(data):
                self.pace.latest = merged
                return merged
        return b""

    async def _receive(self, most: int, timeout: float | None) -> bytes:
        # With a beat the system collects meanwhile. Without one, a fast sender lets others have a turn.
        await asyncio.sleep(self.pace.pause())
        try:
            return self.pace.received(await self._wire.receive(most, self.pace.allowance(timeout)), most)
        except OSError as error:
            raise httpcore.ReadError(str(error)) from None

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._merger.expect()
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
