"""Settings that are unsafe for where Parley listens. `serve` refuses to start with them."""

from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings as django_settings
from django.core.checks import CheckMessage, Error, Tags, register

from playground.security import origin

# Any object with the settings' names; a plain namespace in tests.
Settings = Any


def refuse_unsafe(settings: Settings = django_settings) -> str | None:
    """The first reason not to start, as one line that says what to do; None if there is none."""
    return next((line for rule in RULES if (line := rule(settings))), None)


def _origins_are_exact(settings: Settings) -> str | None:
    if "*" in "".join([*settings.ORIGINS, *settings.ALLOWED_HOSTS]):
        return (
            "PLAYGROUND_ORIGINS must not contain *; list each address that people open, such as https://parley.example."
        )
    wrong = [each for each in settings.ORIGINS if not _is_origin(each)]
    return (
        f"PLAYGROUND_ORIGINS: {wrong[0]!r} must be https://host, with :port unless it is the usual one."
        if wrong
        else None
    )


def _origins_are_given(settings: Settings) -> str | None:
    if settings.ORIGINS:
        return None
    return (
        f"HOST={settings.HOST} can be reached from other machines; set PLAYGROUND_ORIGINS to the address people open."
    )


def _debug_stays_here(settings: Settings) -> str | None:
    if settings.DEBUG and _is_exposed(settings):
        return "DEBUG shows code and data to every visitor; unset it, or listen on 127.0.0.1 only."
    return None


def _others_use_https(settings: Settings) -> str | None:
    clear = [each for each in settings.ORIGINS if each.startswith("http:") and not _is_loopback(each)]
    if not clear or settings.INSECURE_HTTP:
        return None
    return (
        f"{clear[0]} sends passwords in the clear; use https, or set PLAYGROUND_INSECURE_HTTP=1 on a network you trust."
    )


def _cookies_are_one_kind(settings: Settings) -> str | None:
    secure = [each for each in settings.ORIGINS if each.startswith("https:")]
    if len(secure) in {0, len(settings.ORIGINS)}:
        return None
    return f"PLAYGROUND_ORIGINS: beside {secure[0]}, http would leave its cookies unprotected; list https alone."


def _secret_is_secret(settings: Settings) -> str | None:
    if len(settings.SECRET_KEY) < 32 or settings.SECRET_KEY.startswith("django-insecure-"):
        return "SECRET_KEY is too easy to guess; unset it and Parley makes one, or set at least 32 random characters."
    return None


def _key_files_are_private(settings: Settings) -> str | None:
    for path in (Path(settings.DATA) / "secret.key", Path(settings.MASTER_KEY_FILE)):
        if path.exists() and path.stat().st_mode & 0o077:
            return f"{path} can be read by others; run: chmod 600 {path}"
    return None


RULES: tuple[Callable[[Settings], str | None], ...] = (
    _origins_are_exact,
    _origins_are_given,
    _debug_stays_here,
    _others_use_https,
    _cookies_are_one_kind,
    _secret_is_secret,
    _key_files_are_private,
)


def _is_origin(text: str) -> bool:
    try:
        parts = urlsplit(text)
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError:
        return False
    # Browsers leave the usual port out and write other alphabets as xn--.
    if (parts.scheme, parts.port) in {("http", 80), ("https", 443)} or not text.isascii():
        return False
    return parts.scheme in {"http", "https"} and text.lower() == f"{parts.scheme}://{origin.host(text)}{port}"


def _is_exposed(settings: Settings) -> bool:
    return not settings.LOOPBACK or not all(map(_is_loopback, settings.ORIGINS))


def _is_loopback(text: str) -> bool:
    host = urlsplit(text).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


@register(Tags.security, deploy=True)
def unsafe_settings(**kwargs: object) -> list[CheckMessage]:
    """`manage.py check --deploy` says what `serve` would refuse."""
    line = refuse_unsafe()
    return [Error(line, id="playground.E001")] if line else []
