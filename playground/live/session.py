"""Who is at the other end of a socket, and in which language."""

from collections.abc import Collection, Iterable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, parse_cookie
from django.utils import timezone
from django.utils.translation import get_language_from_request

SessionStore = import_module(settings.SESSION_ENGINE).SessionStore


def request_of(headers: list[tuple[bytes, bytes]]) -> HttpRequest:
    """A handshake's cookies and languages, as Django's functions expect them."""
    values = {name: value.decode("latin-1") for name, value in headers}
    request = HttpRequest()
    request.COOKIES = parse_cookie(values.get(b"cookie", ""))
    request.META["HTTP_ACCEPT_LANGUAGE"] = values.get(b"accept-language", "")
    return request


def language_of(request: HttpRequest) -> str:
    """The reader's language."""
    return get_language_from_request(request)


def session_key_of(request: HttpRequest) -> str:
    """The session's key; empty when there is none."""
    return request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")


def user_of(session_key: str) -> AbstractBaseUser | None:
    """The user who is signed in with this session now. None after a sign-out, a new password, or when inactive."""
    request: Any = HttpRequest()
    request.session = SessionStore(session_key)
    user = get_user(request) if session_key else None
    return user if isinstance(user, AbstractBaseUser) and user.is_active else None


def live_sessions(session_keys: Collection[str]) -> Iterable[str]:
    """Those that have neither been ended nor expired, in one query."""
    rows = SessionStore.get_model_class().objects.filter(session_key__in=session_keys, expire_date__gt=timezone.now())
    keys: Iterable[str] = rows.values_list("session_key", flat=True)
    return keys
