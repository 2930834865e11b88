"""The open sockets of this process."""

import asyncio
from collections.abc import Collection
from typing import NamedTuple, Protocol

RESTARTING = 1012
SIGNED_OUT = 4401
NOT_FOUND = 4404
TOO_MANY = 4429
PER_USER = 20


class Visitor(NamedTuple):
    """Who opened a socket, and what their session had to know then: it changes with the password."""

    user_id: int
    proof: str


class Socket(Protocol):
    """What the registry needs of one."""

    visitor: Visitor
    session_key: str

    async def close(self, code: int | None = None) -> None: ...


class Sockets:
    """Knows every open socket, so that all can be closed at a shutdown and a user's can be counted."""

    def __init__(self) -> None:
        self._open: set[Socket] = set()

    def add(self, socket: Socket) -> bool:
        """False: the user has too many already."""
        if sum(other.visitor.user_id == socket.visitor.user_id for other in self._open) >= PER_USER:
            return False
        self._open.add(socket)
        return True

    def remove(self, socket: Socket) -> None:
        self._open.discard(socket)

    async def close_all(self) -> None:
        """Every browser comes back at once, to whichever process serves then."""
        await self._close(list(self._open), RESTARTING)

    def visitors(self) -> dict[str, Visitor]:
        """Who is there, by session."""
        return {socket.session_key: socket.visitor for socket in self._open}

    async def close_sessions(self, session_keys: Collection[str]) -> None:
        """They have ended."""
        await self._close([socket for socket in self._open if socket.session_key in session_keys], SIGNED_OUT)

    async def _close(self, sockets: Collection[Socket], code: int) -> None:
        """Each once, as some servers raise at a second time; one that cannot be closed holds up no other."""
        self._open.difference_update(sockets)
        await asyncio.gather(*(socket.close(code=code) for socket in sockets), return_exceptions=True)


SOCKETS = Sockets()
