"""A client of the caller's own, kept behind the guard.

Its connections are not made here. So the name is looked up and checked first, and the request goes
to an address that was checked, while TLS still checks the certificate against the name.
"""

from __future__ import annotations

from collections.abc import Iterator

import httpx

from providers.errors import InvalidCall
from providers.net.egress import EgressPolicy, aresolve, resolve

_PORTS = {"http": 80, "https": 443}


def send(client: httpx.Client, request: httpx.Request, policy: EgressPolicy) -> httpx.Response:
    """Send `request` with `client` where `policy` allows, and wait for the headers of the answer.

    Raises:
        Blocked, NameNotResolved, InvalidCall
        httpx.TransportError: as the client's own transport raises it.
    """
    failure: httpx.TransportError = httpx.ConnectError("no address")
    for pinned in _pinned(client, request, policy, resolve(*_place(client, request))):
        try:
            return client.send(pinned, stream=True, follow_redirects=False)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            failure = error
    raise failure


async def asend(client: httpx.AsyncClient, request: httpx.Request, policy: EgressPolicy) -> httpx.Response:
    """Like `send`, on the running event loop."""
    failure: httpx.TransportError = httpx.ConnectError("no address")
    found = await aresolve(*_place(client, request), request.extensions["timeout"]["connect"])
    for pinned in _pinned(client, request, policy, found):
        try:
            return await client.send(pinned, stream=True, follow_redirects=False)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            failure = error
    raise failure


def _place(client: httpx.Client | httpx.AsyncClient, request: httpx.Request) -> tuple[str, int]:
    if client.is_closed:
        raise InvalidCall("the client that was given is closed")
    return request.url.host, request.url.port or _PORTS[request.url.scheme]


def _pinned(
    client: httpx.Client | httpx.AsyncClient, request: httpx.Request, policy: EgressPolicy, addresses: list[str]
) -> Iterator[httpx.Request]:
    """The same request to each of `addresses`, once all are checked; the host stays in its header."""
    host, port = _place(client, request)
    policy.check(host, port, addresses, tls=request.url.scheme == "https")
    # Pools know a connection by its address alone: kept, it would serve another name behind the same address.
    headers = httpx.Headers({**client.headers, **request.headers, "connection": "close"})
    for address in addresses:
        yield httpx.Request(
            request.method,
            request.url.copy_with(host=address),
            headers=headers,
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": host},
        )
