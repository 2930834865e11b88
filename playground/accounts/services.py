"""The first admin, made by whoever holds the link that the console printed."""

import secrets
from hashlib import sha256

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from playground.audit import recording

from .models import Setup, User


class DeadLink(Exception):
    """A one-time link was used, revoked, replaced by a newer one, has expired, or never existed."""


def setup_link(origin: str) -> str | None:
    """A new one-time link while there is no user, else None. Earlier links die.

    Args:
        origin: where people open Parley, such as `http://127.0.0.1:8000`.
    """
    if User.objects.exists():
        return None
    token = secrets.token_urlsafe(24)
    Setup.objects.update_or_create(id=1, defaults={"token_hash": digest(token), "used_at": None})
    return origin + reverse("accounts:setup", args=[token])


def is_setup_open(token: str) -> bool:
    """Whether the token can still make the first admin."""
    return _live(token).exists() and not User.objects.exists()


@transaction.atomic
def create_first_admin(token: str, username: str, password: str) -> User:
    """The first admin.

    Of several that try at once, one succeeds: the others wait for its change of the Setup row, and then find the
    token used, or, where the link was renewed in between, a user.

    Raises:
        DeadLink: somebody was quicker, or the token is wrong.
    """
    if not _live(token).update(used_at=timezone.now()) or User.objects.exists():
        raise DeadLink
    user = User.objects.create_superuser(username, password=password)
    recording.added(user, user, {"is_superuser": [None, True]})
    return user


def _live(token: str) -> QuerySet[Setup]:
    return Setup.objects.filter(id=1, token_hash=digest(token), used_at=None)


def digest(token: str) -> str:
    """What is kept of a link's token."""
    return sha256(token.encode()).hexdigest()
