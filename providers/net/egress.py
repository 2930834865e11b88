"""Which addresses may be called.

The decision is made on the resolved address, never on the text of the host: `127.1`, `0x7f.1`
and a name that resolves to either are the same place.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from threading import Thread
from typing import Any

from providers.errors import Blocked, NameNotResolved

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address

PRIVATE_NETWORKS = (
    "127.0.0.0/8",
    "::1/128",
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "100.64.0.0/10",
    "fc00::/7",
)

# Cloud metadata, link-local, multicast, reserved, and the translations that hide an IPv4
# address inside an IPv6 one. `is_global` says yes to several of these.
_NEVER: tuple[Network, ...] = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8",
        "100.100.100.200/32",
        "168.63.129.16/32",
        "169.254.0.0/16",
        "192.0.0.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/96",
        "::ffff:0:0:0/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2001::/32",
        "2002::/16",
        "fd00:42::42/128",
        "fd00:100::100:200/128",
        "fd00:a9fe:a9fe::1/128",
        "fd00:c1::a9fe:a9fe/128",
        "fd00:ec2::/32",
        "fd20:ce::254/128",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
    )
)

Found = Sequence[tuple[Any, ...]]  # an answer of `getaddrinfo`
_lookups: dict[str, Future[Found]] = {}  # the latest, by name


def _inside(address: Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks)


@dataclass(frozen=True)
class EgressPolicy:
    """Where calls may go.

    allow_nets: networks that may be called besides public addresses. Metadata, link-local
        and multicast addresses are refused even inside them.
    public: whether public addresses may be called at all.
    https_for_public: whether plain http is refused for public addresses.
    refused_ports: ports that are never called, such as a database's.
    own_ports: ports that are not called on this machine, such as the caller's own.
    ca_file: certificates to trust instead of the usual ones.
    """

    allow_nets: tuple[str, ...] = ()
    public: bool = True
    https_for_public: bool = True
    refused_ports: tuple[int, ...] = ()
    own_ports: tuple[int, ...] = ()
    ca_file: str | None = None

    def __post_init__(self) -> None:
        for name in ("allow_nets", "refused_ports", "own_ports"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        _ = self._networks  # a malformed network is an error now, not at the first call

    @cached_property
    def _networks(self) -> tuple[Network, ...]:
        return tuple(ip_network(text) for text in self.allow_nets)

    def allows(self, text: str, *, tls: bool) -> bool:
        """Whether the address `text` may be called, over TLS or in the clear."""
        address: Address = ip_address(text.partition("%")[0])
        if isinstance(address, IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        if not address.is_loopback and _inside(address, _NEVER):
            return False
        if _inside(address, self._networks):
            return True
        return self.public and address.is_global and (tls or not self.https_for_public)

    def check(self, host: str, port: int, addresses: Sequence[str], *, tls: bool) -> None:
        """Refuse `host` when its port or any of its addresses is not allowed.

        Raises:
            Blocked: names the host and the reason, not the address it resolved to.
        """
        if port in self.refused_ports or (port in self.own_ports and any(map(is_here, addresses))):
            raise Blocked(f"port {port} of {host} may not be called")
        if all(self.allows(address, tls=tls) for address in addresses):
            return
        if not tls and all(self.allows(address, tls=True) for address in addresses):
            raise Blocked(f"{host} is public and must be called over https")
        raise Blocked(f"{host} is in a network that may not be called")


SCRIPT_POLICY = EgressPolicy(allow_nets=PRIVATE_NETWORKS)


def is_here(address: str) -> bool:
    """Whether `address` is one of this machine, which only then lets a socket have it."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((address, 0))
        except OSError:
            return False
    return True


def unique_addresses(host: str, found: Found) -> list[str]:
    """The addresses in `found`, in its order, each once."""
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not addresses:
        raise NameNotResolved(host)
    return addresses


def resolve(host: str, port: int) -> list[str]:
    """Look up `host` once.

    Raises:
        NameNotResolved: the name has no address.
    """
    return unique_addresses(host, _found(host, port))


async def aresolve(host: str, port: int, timeout: float | None) -> list[str]:
    """Like `resolve`, within `timeout` seconds; who asks for the same name meanwhile shares the answer."""
    try:
        async with asyncio.timeout(timeout):
            found = await asyncio.wrap_future(_lookup(host, port))
    except TimeoutError:
        raise NameNotResolved(f"{host}: no answer in time") from None
    return unique_addresses(host, found)


def _found(host: str, port: int) -> Found:
    try:
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, ValueError):
        return ()


def _lookup(host: str, port: int) -> Future[Found]:
    """The lookup of `host` that is under way.

    Nothing ends a lookup that hangs, so each has a thread of its own: one dead name keeps neither another name nor
    the end of the process waiting.
    """
    known = _lookups.get(host)
    if known and not known.done():
        return known
    lookup: Future[Found] = Future()
    lookup.set_running_or_notify_cancel()  # from now on nobody who leaves cancels it for the others
    Thread(target=lambda: lookup.set_result(_found(host, port)), name=f"lookup of {host}", daemon=True).start()
    _lookups[host] = lookup
    return lookup
