"""Only pages of our own may open the socket."""

import pytest

from playground.security.origin import ExactOrigin, host, is_own

OWN = {"https://parley.example", "http://localhost:8000"}


@pytest.mark.parametrize("origin", [b"https://parley.example", b"http://localhost:8000", b"https://PARLEY.example"])
def test_our_own_origins_pass(origin: bytes) -> None:
    assert is_own([(b"host", b"x"), (b"origin", origin)], OWN)


@pytest.mark.parametrize(
    "origin",
    [
        b"https://evil.example",
        b"http://parley.example",
        b"https://parley.example:8443",
        b"https://parley.example.evil.example",
        b"https://evil.example/https://parley.example",
        b"https://sub.parley.example",
        b"http://localhost:9000",
        b"http://localhost:99999",
        b"http://localhost:8000@evil.example",
        b"null",
        b"",
        b"http://[",
        b"\xff\xfe",
    ],
)
def test_others_do_not(origin: bytes) -> None:
    assert not is_own([(b"origin", origin)], OWN)


def test_neither_none_nor_two() -> None:
    assert not is_own([(b"host", b"localhost:8000")], OWN)
    assert not is_own([(b"origin", b"http://localhost:8000"), (b"Origin", b"https://evil.example")], OWN)


@pytest.mark.parametrize(
    ("origin", "name"),
    [("https://a.example", "a.example"), ("http://[::1]:8000", "[::1]"), ("http://a:8000", "a"), ("http://[", "")],
)
def test_the_host_of_an_origin(origin: str, name: str) -> None:
    assert host(origin) == name


async def handshake(kind: str, headers: list[tuple[bytes, bytes]]) -> list[str]:
    seen: list[str] = []

    async def application(scope, receive, send) -> None:
        seen.append("let in")

    async def receive() -> dict[str, str]:
        return {"type": "websocket.connect"}

    async def send(message) -> None:
        seen.append(message["type"])

    await ExactOrigin(application)({"type": kind, "headers": headers}, receive, send)
    return seen


async def test_a_handshake_from_elsewhere_is_closed(settings) -> None:
    settings.ORIGINS = sorted(OWN)
    assert await handshake("websocket", [(b"origin", b"https://evil.example")]) == ["websocket.close"]
    assert await handshake("websocket", [(b"origin", b"https://parley.example")]) == ["let in"]
