"""Keeps the SQLite file from other users of the machine."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from django.db.backends.signals import connection_created
from django.dispatch import receiver

BESIDE = ("", "-wal", "-shm")  # SQLite makes those that come later as readable as the first


@receiver(connection_created)
def _make_private(connection: Any, **kwargs: Any) -> None:
    if connection.vendor == "sqlite":
        for ending in BESIDE:
            # Missing: in memory, or another process was the last to close it. Forbidden: somebody else's to decide.
            with suppress(FileNotFoundError, PermissionError):
                Path(f"{connection.settings_dict['NAME']}{ending}").chmod(0o600)
