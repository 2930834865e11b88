"""The outbound guard: where a name becomes a connection.

Each backend resolves a host once, has every address checked, and connects to one of those it
checked, so a name that resolves differently a moment later changes nothing. TLS still checks
the certificate against the name.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore

from providers.errors import Blocked, TLSFailed
from providers.net.egress import EgressPolicy, aresolve, resolve
from providers.net.pace import Pace
from providers.net.stream import AsyncStream

SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
_NO_SOCKETS = "Unix sockets are not called"


def _shares(addresses: list[str], timeout: float | None) -> Iterable[tuple[str, float | None]]:
    """Each address with its part of the time, so that a dead first one leaves some for the rest."""
    end = None if timeout is None else time.monotonic() + timeout
    for position, address in enumerate(addresses):
        left = None if end is None else max(0.001, end - time.monotonic())
        yield address, left and left / (len(addresses) - position)


class AsyncGuard(httpcore.AsyncNetworkBackend):
    """Connects where `policy` allows, over asyncio."""

    def __init__(self, policy: EgressPolicy, *, tls: bool) -> None:
        self.policy, self.tls = policy, tls

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        addresses = await aresolve(host, port, timeout)
        self.policy.check(host, port, addresses, tls=self.tls)
        failure: Exception = httpcore.ConnectTimeout()
        for address, share in _shares(addresses, timeout):
            try:
                return await AsyncStream.connect(address, port, share, local_address)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        raise Blocked(_NO_SOCKETS)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class SyncStream(httpcore.NetworkStream):
    """A connection that is read at its `pace`, blocking."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self.inner, self.pace = inner, Pace()

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if pause := self.pace.pause():
            time.sleep(pause)
        return self.pace.received(self.inner.read(max_bytes, self.pace.allowance(timeout)), max_bytes)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.inner.write(buffer, self.pace.allowance(timeout))

    def close(self) -> None:
        self.inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        try:
            return SyncStream(self.inner.start_tls(ssl_context, server_hostname, timeout))
        except httpcore.ConnectError as error:
            raise TLSFailed(str(error)) from None

    def get_extra_info(self, info: str) -> Any:
        return self.inner.get_extra_info(info)


class SyncGuard(httpcore.NetworkBackend):
    """Connects where `policy` allows, blocking."""

    def __init__(self, policy: EgressPolicy, *, tls: bool) -> None:
        self.policy, self.tls = policy, tls
        self.inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = resolve(host, port)
        self.policy.check(host, port, addresses, tls=self.tls)
        failure: Exception = httpcore.ConnectTimeout()
        for address, share in _shares(addresses, timeout):
            try:
                return SyncStream(self.inner.connect_tcp(address, port, share, local_address))
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        raise Blocked(_NO_SOCKETS)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)
