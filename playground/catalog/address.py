"""Reads an endpoint's address so strictly that every program reads it the same way."""

import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import AddressValueError, IPv4Address, IPv6Address

import idna
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PORTS = {"http": 80, "https": 443}

URL = re.compile(
    r"(?P<scheme>https?)://(?P<host>\[[^\[\]]*\]|[^:/?#@\[\]]+)(?::(?P<port>[0-9]{1,5}))?(?P<path>/.*)?",
    re.IGNORECASE,
)
LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")  # with _, which names in container networks have
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
PATH = re.compile(r"(?:/[A-Za-z0-9._~!$&'()*+,;=:@-]+)*")

REFUSALS: tuple[tuple[re.Pattern[str], str | Promise], ...] = (
    (re.compile(r"[\x00-\x20\x7f-\xa0\\]"), _("The address contains a blank, a backslash or a control character.")),
    (re.compile(r"^(?!https?://)", re.IGNORECASE), _("The address must start with https:// or http://.")),
    (re.compile(r"^[^/]*//[^/]*@"), _("The address must not contain a name or password. Enter the key as API key.")),
    (re.compile(r"[?#]"), _("The address must not contain ? or #.")),
)


class InvalidAddress(ValueError):
    """The message says what is wrong with it."""


@dataclass(frozen=True)
class Address:
    """An address in its one normal form: lower case, IDNA, no trailing slash. IPv6 hosts are in brackets."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """Where a key may travel: scheme, host and port, always with the port."""
        return f"{self.scheme}://{self.host}:{self.port}"

    def __str__(self) -> str:
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{self.host}{port}{self.path}"


@lru_cache(maxsize=256)
def parse(text: str) -> Address:
    """The address in its parts.

    Raises:
        InvalidAddress: not http or https, or with anything that programs are known to read differently.
    """
    for pattern, sentence in REFUSALS:
        if pattern.search(text):
            raise InvalidAddress(str(sentence))
    match = URL.fullmatch(text)
    if match is None:
        raise InvalidAddress(_("The address must be of the form https://host/path or https://host:port/path."))
    scheme = match["scheme"].lower()
    return Address(scheme, _host(match["host"]), _port(match["port"], scheme), _path(match["path"] or ""))


def _host(text: str) -> str:
    if text.startswith("["):
        return _ipv6(text[1:-1])
    try:
        name = text.lower() if text.isascii() else idna.encode(text, uts46=True).decode()
    except idna.IDNAError:
        raise InvalidAddress(_("The host name in the address is not valid.")) from None
    labels = name.split(".")
    if NUMBER.fullmatch(labels[-1]):
        return _ipv4(name)
    if len(name) > 253 or not all(map(LABEL.fullmatch, labels)):
        raise InvalidAddress(_("The host name in the address is not valid."))
    return name


def _ipv4(text: str) -> str:
    # 127.1 and 0x7f.1 are the same place as 127.0.0.1 to some programs and not to others.
    try:
        return str(IPv4Address(text))
    except AddressValueError:
        raise InvalidAddress(_("Write the IP address as four numbers, such as 192.168.1.20.")) from None


def _ipv6(text: str) -> str:
    try:
        address = IPv6Address(text)
    except AddressValueError:
        raise InvalidAddress(_("The IPv6 address is not valid.")) from None
    if address.scope_id:
        raise InvalidAddress(_("The IPv6 address must not name a network interface."))
    return f"[{address}]"


def _port(text: str | None, scheme: str) -> int:
    port = int(text) if text is not None else PORTS[scheme]
    if not 0 < port < 65536:
        raise InvalidAddress(_("The port must be between 1 and 65535."))
    return port


def _path(text: str) -> str:
    path = text.rstrip("/")
    if not PATH.fullmatch(path) or {".", ".."} & set(path.split("/")):
        raise InvalidAddress(_("The path of the address may contain letters, digits and - . _ ~ only."))
    return path
