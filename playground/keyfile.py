"""Secrets that live in a file of mode 0600 in the data folder."""

import os
import secrets
from pathlib import Path


def read_or_create(path: Path) -> str:
    """The secret in the file. The first call makes one of 48 random bytes.

    Two processes that start at once agree: the file appears under its name only when it is whole, and the
    first to link it wins.

    Raises:
        PermissionError: others than the owner may read or write the file.
    """
    if not path.exists():
        _create(path)
    if path.stat().st_mode & 0o077:
        raise PermissionError(f"{path} can be read by others; run: chmod 600 {path}")
    return path.read_text().strip()


def _create(path: Path) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
