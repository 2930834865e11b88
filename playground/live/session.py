"""Who is at the other end of a socket."""

from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest

SessionStore = import_module(settings.SESSION_ENGINE).SessionStore


def session_key(headers: list[tuple[bytes, bytes]]) -> str:
    """The session's key in a handshake's cookies; empty when there is none."""
    for name, value in headers:
        if name == b"cookie":
            return _cookie(value.decode("latin-1"))
    return ""


def _cookie(header: str) -> str:
    try:
        morsel = SimpleCookie(header).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return morsel.value if morsel else ""


def user_of(key: str) -> AbstractBaseUser | None:
    """The user who is signed in with this session now. None after a sign-out, a new password, or when inactive."""
    request: Any = HttpRequest()
    request.session = SessionStore(key)
    user = get_user(request) if key else None
    return user if isinstance(user, AbstractBaseUser) and user.is_active else None
