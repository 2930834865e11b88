"""The open sockets of this process."""

import asyncio
from typing import Protocol

RESTARTING = 1012
SIGNED_OUT = 4401
NOT_FOUND = 4404
TOO_MANY = 4429
PER_USER = 20


class Socket(Protocol):
    """What the registry needs of one."""

    user_id: int
    session_key: str

    async def close(self, code: int | None = None) -> None: ...


class Sockets:
    """Knows every open socket, so that all can be closed at a shutdown and a user's can be counted."""

    def __init__(self) -> None:
        self._open: set[Socket] = set()

    def add(self, socket: Socket) -> bool:
        """False: the user has too many already."""
        if sum(other.user_id == socket.user_id for other in self._open) >= PER_USER:
            return False
        self._open.add(socket)
        return True

    def remove(self, socket: Socket) -> None:
        self._open.discard(socket)

    async def close_all(self) -> None:
        """Every browser comes back at once, to whichever process serves then."""
        await asyncio.gather(*(socket.close(code=RESTARTING) for socket in list(self._open)))

    async def close_session(self, session_key: str) -> None:
        """Somebody signed out."""
        ended = [socket for socket in self._open if socket.session_key == session_key]
        await asyncio.gather(*(socket.close(code=SIGNED_OUT) for socket in ended))


SOCKETS = Sockets()
