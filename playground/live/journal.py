"""The file behind an in-process log: one write per append.

The page cache survives a kill of the process. Power loss is what the row's checkpoints are for.
"""

import logging
import os
from collections.abc import Sequence
from pathlib import Path

from .events import decode

logger = logging.getLogger(__name__)


class Journal:
    """One generation's file. When the disk is full it stops, so that what it holds stays a clean prefix."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: int | None = None
        self._failed = False

    def write(self, lines: Sequence[bytes]) -> None:
        """Appends lines. A disk that is full or broken is logged once; streaming goes on without the file."""
        if self._failed:
            return
        data = b"\n".join(lines) + b"\n"
        try:
            if self._file is None:
                self._file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            if os.write(self._file, data) != len(data):
                raise OSError("short write")
        except OSError as error:
            logger.error("journal %s stopped, the answer goes on in memory: %s", self.path.name, error)
            self._failed = True
            self.close()

    def close(self) -> None:
        """Lets go of the file and keeps it."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def delete(self) -> None:
        """Lets go of the file and removes it."""
        self.close()
        self.path.unlink(missing_ok=True)


def read(path: Path) -> list[bytes]:
    """The lines of a journal up to the first that is torn or out of order."""
    lines: list[bytes] = []
    if not path.exists():
        return lines
    for line in path.read_bytes().splitlines(keepends=True):
        if not line.endswith(b"\n") or not _is_number(line, len(lines) + 1):
            break
        lines.append(line[:-1])
    return lines


def _is_number(line: bytes, number: int) -> bool:
    try:
        return decode(line).seq == number
    except (ValueError, TypeError):
        return False
