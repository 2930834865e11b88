"""What a socket may see, asked anew for each of its messages. Each function is one piece of sync work."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.http import Http404

from playground.chat import access
from playground.chat.models.generation import LIVE
from playground.chat.services import stopping

from .session import live_sessions, user_of
from .sockets import NOT_FOUND, SIGNED_OUT, Visitor

NOBODY = Visitor(0, "")


class Refused(Exception):
    """The socket is closed with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Sight(NamedTuple):
    """A generation that the socket may watch."""

    pane_id: int | None
    is_live: bool


def arrive(session_key: str) -> Visitor:
    """Who is signed in. Raises Refused."""
    user = _signed_in(session_key)
    return Visitor(int(user.pk), user.get_session_auth_hash())


def watch(session_key: str, generation_id: int) -> Sight:
    """What the socket may follow. Raises Refused."""
    with _refusing():
        pane_id, status = access.sight_of(_signed_in(session_key), generation_id)
    return Sight(pane_id, status in LIVE)


def stop(session_key: str, generation_id: int) -> None:
    """Asks a generation to end. Raises Refused."""
    with _refusing():
        stopping.stop(access.generation_of(_signed_in(session_key), generation_id))


def signed_out(visitors: Mapping[str, Visitor]) -> set[str]:
    """The sessions that have ended: by a sign-out, a new password, or because the user was switched off or deleted.

    Two queries, however many there are.
    """
    going = set(live_sessions(visitors))
    users = get_user_model().objects.filter(pk__in={visitor.user_id for visitor in visitors.values()}, is_active=True)
    proofs = {user.pk: user.get_session_auth_hash() for user in users}
    return {
        key for key, visitor in visitors.items() if key not in going or proofs.get(visitor.user_id) != visitor.proof
    }


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
