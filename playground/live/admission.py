"""What a socket may see, asked anew for each of its messages. Each function is one piece of sync work."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from django.http import Http404

from playground.chat import access
from playground.chat.models.generation import LIVE
from playground.chat.services import stopping

from .session import user_of
from .sockets import NOT_FOUND, SIGNED_OUT


class Refused(Exception):
    """The socket is closed with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Sight(NamedTuple):
    """A generation that the socket may watch."""

    pane_id: int | None
    is_live: bool


def arrive(session_key: str) -> int:
    """The id of the user who is signed in. Raises Refused."""
    return int(_signed_in(session_key).pk)


def watch(session_key: str, generation_id: int) -> Sight:
    """What the socket may follow. Raises Refused."""
    with _refusing():
        pane_id, status = access.sight_of(_signed_in(session_key), generation_id)
    return Sight(pane_id, status in LIVE)


def stop(session_key: str, generation_id: int) -> None:
    """Asks a generation to end. Raises Refused."""
    with _refusing():
        stopping.stop(access.generation_of(_signed_in(session_key), generation_id))


def is_signed_in(session_key: str) -> bool:
    """Whether the session is still good."""
    return user_of(session_key) is not None


def _signed_in(session_key: str) -> AbstractBaseUser:
    user = user_of(session_key)
    if user is None:
        raise Refused(SIGNED_OUT)
    return user


@contextmanager
def _refusing() -> Iterator[None]:
    """What is not there and what is somebody else's look the same."""
    try:
        yield
    except Http404:
        raise Refused(NOT_FOUND) from None
