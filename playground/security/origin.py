"""Which pages may open our socket: only those of our own origins, compared whole (scheme, host and port).

Cookies do not know ports, so any other program on `localhost` could otherwise open the socket in the reader's name.
"""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


def is_own(headers: Iterable[tuple[bytes, bytes]], origins: Collection[str]) -> bool:
    """True if there is exactly one Origin header and it is one of ours. Whatever it contains, nothing is raised."""
    sent = [value for name, value in headers if name.lower() == b"origin"]
    return len(sent) == 1 and sent[0].decode("latin-1").lower() in origins


def host(origin: str) -> str:
    """The host of an origin as ALLOWED_HOSTS wants it; empty if it has none."""
    try:
        name = urlsplit(origin).hostname or ""
    except ValueError:
        return ""
    return f"[{name}]" if ":" in name else name


class ExactOrigin:
    """ASGI middleware: answers 403 to a websocket handshake from a page that is not ours."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.origins = frozenset(origin.lower() for origin in settings.ORIGINS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands the connection on, or refuses it."""
        if scope["type"] != "websocket" or is_own(scope["headers"], self.origins):
            await self.application(scope, receive, send)
            return
        await receive()
        await send({"type": "websocket.close", "code": 4403})
