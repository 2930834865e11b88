"""Reads settings from environment variables; nothing else in the project reads them."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}


def text(name: str, default: str = "") -> str:
    """The variable's value without blanks at its edges, or the default."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    """True for 1, true, yes or on."""
    return text(name, str(default)).lower() in TRUE


def number(name: str, default: int) -> int:
    """A whole number; ImproperlyConfigured names the variable."""
    try:
        return int(text(name, str(default)))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {text(name)!r}") from error


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def folder(name: str, default: Path) -> Path:
    """An absolute path of a folder."""
    return Path(text(name, str(default))).expanduser().resolve()
