"""httpx transports that go through the outbound guard, kept alive and shared.

There is one per event loop and egress policy, because an asynchronous connection belongs to the loop
that opened it, and one per policy for blocking calls. What a client does besides, with cookies, redirects
and logins, is not wanted.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from dataclasses import dataclass, field
from functools import cache
from threading import Lock
from typing import Any, cast

import certifi
import httpcore
import httpx

from providers.net.egress import EgressPolicy
from providers.net.guard import AsyncGuard, SyncGuard

_KEEP_ALIVE = 30.0  # seconds; below the 60 s after which common proxies close
_POOL: dict[str, Any] = {"max_connections": None, "max_keepalive_connections": 100}


@dataclass(frozen=True)
class Route:
    """Which way a call takes: over TLS or not, the policy, the proxy if one was given explicitly."""

    tls: bool
    policy: EgressPolicy
    proxy: str | None = field(default=None, repr=False)


@cache
def tls_context(ca_file: str | None) -> ssl.SSLContext:
    """Trusted certificates, loaded once: it takes tens of milliseconds."""
    return ssl.create_default_context(cafile=ca_file or certifi.where())


def _pool_options(route: Route) -> dict[str, Any]:
    options: dict[str, Any] = {**_POOL, "keepalive_expiry": _KEEP_ALIVE}
    if route.tls:
        options["ssl_context"] = tls_context(route.policy.ca_file)
    if route.proxy:
        options["proxy_url"] = route.proxy
    return options


def _lower(request: httpx.Request) -> httpcore.Request:
    url = request.url
    return httpcore.Request(
        request.method,
        httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
        headers=request.headers.raw,
        content=cast(Any, request.stream),
        extensions=request.extensions,
    )


class _Body(httpx.SyncByteStream):
    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.inner)

    def close(self) -> None:
        self.inner.close()


class _AsyncBody(httpx.AsyncByteStream):
    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def __aiter__(self) -> AsyncIterator[bytes]:
        return cast(AsyncIterator[bytes], self.inner.__aiter__())

    async def aclose(self) -> None:
        await self.inner.aclose()


class Transport(httpx.BaseTransport):
    """Blocking transport over a guarded pool."""

    def __init__(self, route: Route) -> None:
        kind = httpcore.HTTPProxy if route.proxy else httpcore.ConnectionPool
        guard = SyncGuard(route.policy, tls=route.tls)
        self.pool = kind(network_backend=guard, **_pool_options(route))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self.pool.handle_request(_lower(request))
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer.stream),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        self.pool.close()


class AsyncTransport(httpx.AsyncBaseTransport):
    """Asynchronous transport over a guarded pool."""

    def __init__(self, route: Route) -> None:
        kind = httpcore.AsyncHTTPProxy if route.proxy else httpcore.AsyncConnectionPool
        guard = AsyncGuard(route.policy, tls=route.tls)
        self.pool = kind(network_backend=guard, **_pool_options(route))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await self.pool.handle_async_request(_lower(request))
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_AsyncBody(answer.stream),
            extensions=answer.extensions,
        )

    async def aclose(self) -> None:
        await self.pool.aclose()


_Kept = tuple[AsyncGenerator[AsyncTransport], AsyncTransport]
_transports: dict[Route, Transport] = {}
_keepers: dict[asyncio.AbstractEventLoop, dict[Route, _Kept]] = {}
_lock = Lock()


def transport(route: Route) -> Transport:
    """The shared blocking transport of `route`; safe to use from several threads."""
    with _lock:
        if route not in _transports:
            _transports[route] = Transport(route)
        return _transports[route]


async def _keep(route: Route) -> AsyncGenerator[AsyncTransport]:
    """Hold a transport open; a loop that shuts down closes its generators and with them the transport."""
    async with AsyncTransport(route) as opened:
        yield opened


def _forget_closed_loops() -> None:
    with _lock:
        for loop in [loop for loop in _keepers if loop.is_closed()]:
            del _keepers[loop]


async def async_transport(route: Route) -> AsyncTransport:
    """The transport of `route` that belongs to the running event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _keepers:
        _forget_closed_loops()
    kept = _keepers.setdefault(loop, {})
    if route not in kept:
        keeper = _keep(route)
        kept[route] = (keeper, await anext(keeper))
    return kept[route][1]


def close(route: Route) -> None:
    """Close the blocking transport of `route`; the next call opens a new one."""
    with _lock:
        opened = _transports.pop(route, None)
    if opened:
        opened.close()


async def aclose(route: Route) -> None:
    """Close the running loop's transport of `route`; the next call opens a new one."""
    kept = _keepers.get(asyncio.get_running_loop(), {})
    if route in kept:
        keeper, _ = kept.pop(route)
        await keeper.aclose()
