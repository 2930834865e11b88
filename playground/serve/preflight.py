"""What must be true before the server starts; each refusal is one line that says what to do."""

import fcntl
import os
from pathlib import Path

from django.conf import settings
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor


class Refusal(Exception):
    """Why the server does not start, in one line."""


def require_migrated_database() -> None:
    """Raises Refusal if the database does not answer or lacks a migration."""
    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        raise Refusal(f"The database does not answer: {str(error).strip()}") from error
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Refusal("The database is not up to date. Run: python manage.py migrate")


def require_static_files() -> None:
    """Raises Refusal if the static files were not gathered."""
    if not settings.DEBUG and not (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file():
        raise Refusal("Static files are missing. Run: python manage.py collectstatic --noinput")


def claim(folder: Path) -> int:
    """Takes the data folder for this process until it ends, however it ends.

    Answers under way are journalled there, and only one process may write or recover them.

    Returns:
        An open file descriptor that holds the lock.

    Raises:
        Refusal: another server has it.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise Refusal(f"Another server uses {folder}. Stop it, or set PLAYGROUND_DATA to another folder.") from error
    return descriptor
