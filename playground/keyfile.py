"""Secrets that live in a file of mode 0600 in the data folder."""

import os
import secrets
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SHORTEST = 32  # characters


def read_or_create(path: Path) -> str:
    """The secret in the file. The first call makes one of 48 random bytes.

    Two that start at once agree: the file appears under its name only when it is whole, and the
    first to link it wins.

    Raises:
        ImproperlyConfigured: others than the owner may read or write the file, or it is cut.
    """
    if not path.exists():
        _create(path)
    if path.stat().st_mode & 0o077:
        raise ImproperlyConfigured(f"{path} can be read by others; run: chmod 600 {path}")
    secret = path.read_text().strip()
    if len(secret) < SHORTEST:
        raise ImproperlyConfigured(f"{path} is empty or cut; restore it from a backup")
    return secret


def replace(path: Path, old: Path) -> None:
    """Puts a new secret into the file, and the one that was there into `old`, which must not exist.

    At no moment is one of the two missing.

    Raises:
        FileExistsError: there is an old one already.
    """
    os.link(path, old)
    _draft(path).replace(path)


def _draft(path: Path) -> Path:
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # mode 0600
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
    return Path(name)


def _create(path: Path) -> None:
    draft = _draft(path)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
