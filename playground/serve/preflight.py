"""What must be true before the server starts. Each check returns None, or one line that says what is wrong and what
to do."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from playground.security.checks import refuse_unsafe


def reason_not_to_start() -> str | None:
    """The first reason, or None. From here on the data folder belongs to this process."""
    checks: list[Callable[[], str | None]] = [refuse_unsafe, lambda: claim(settings.DATA), unmigrated, ungathered]
    return next((line for check in checks if (line := check())), None)


def claim(folder: Path) -> str | None:
    """Takes the data folder for this process, until it ends in whatever way.

    Running answers are journalled there, and only one process may write or recover them.
    """
    descriptor = os.open(folder, os.O_RDONLY)  # never closed: it holds the lock
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return f"Another server uses {folder}. Stop it, or set PLAYGROUND_DATA to another folder."
    return None


def unmigrated() -> str | None:
    """Whether the database answers and has every table."""
    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        return f"The database does not answer: {' '.join(str(error).split())}"
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return "The database is not up to date. Run: python manage.py migrate"
    return None


def ungathered() -> str | None:
    """Whether the static files are where they are served from."""
    if settings.DEBUG or (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file():
        return None
    return "Static files are missing. Run: python manage.py collectstatic --noinput"
