"""Checks on what goes into a request line: base URLs, headers, keys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from providers.errors import InvalidCall

_KEY = re.compile(r"[\x21-\x7e]{1,4096}")
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}")
_HEADER_VALUE = re.compile(r"[\x20-\x7e]{0,4096}")
_SECRET_NAME = re.compile(r"(?i)auth|key|token|secret|cookie|password")
_FRAMING = {"host", "content-length", "transfer-encoding", "connection", "accept-encoding"}


def clean_base_url(text: str) -> str:
    """`text` without trailing slashes, if it is an address that can only be read one way.

    Raises:
        InvalidCall: not http(s), or it carries a user, a query, or characters that URL
            parsers disagree about.
    """
    text = text.strip()
    if not text.isascii() or not text.isprintable() or " " in text or "\\" in text:
        raise InvalidCall("the base URL contains characters that do not belong in one")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise InvalidCall("the base URL is malformed") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InvalidCall("the base URL must start with http:// or https:// and a host")
    if "@" in parts.netloc:
        raise InvalidCall("the base URL must not contain a user name or password")
    if "?" in text or "#" in text or port == 0:  # also without anything after them: a path is put there
        raise InvalidCall("the base URL must not contain a query, a fragment or port 0")
    return text.rstrip("/")


def check_key(key: str, variable: str) -> None:
    """Refuse a key that cannot travel in a header, without quoting it.

    Raises:
        InvalidCall: blanks, line breaks or non-ASCII characters in the key.
    """
    if not _KEY.fullmatch(key):
        raise InvalidCall(f"the API key ({variable}) contains blanks or characters no key has")


def check_headers(headers: Mapping[str, str]) -> None:
    """Refuse headers that would break or redirect the request.

    Raises:
        InvalidCall: names the header.
    """
    for name, value in headers.items():
        if not _HEADER_NAME.fullmatch(name) or name.lower() in _FRAMING:
            raise InvalidCall(f"the header {name!r} cannot be set")
        if not isinstance(value, str) or not _HEADER_VALUE.fullmatch(value):
            raise InvalidCall(f"the header {name!r} has a value that cannot be sent")


def secret_values(headers: Mapping[str, str]) -> Iterator[str]:
    """The values of headers whose names say that they are secret, and the part after their scheme."""
    for name, value in headers.items():
        if _SECRET_NAME.search(name):
            yield value
            yield value.rpartition(" ")[2]
