"""The SQLite file is the owner's alone, whatever the umask is."""

from pathlib import Path

import pytest
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseWrapper

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "parley.sqlite3"


def open_modes(file: Path) -> list[int]:
    """The modes of the files while the database is open and was written to."""
    options = {"init_command": "PRAGMA journal_mode=WAL; CREATE TABLE IF NOT EXISTS row (id);"}
    wrapper = DatabaseWrapper({**connection.settings_dict, "NAME": str(file), "OPTIONS": options})
    wrapper.connect()
    try:
        wrapper.connection.execute("INSERT INTO row VALUES (1)")
        return [Path(f"{file}{ending}").stat().st_mode & 0o777 for ending in ("", "-wal", "-shm")]
    finally:
        wrapper.close()


def test_a_new_file(file: Path) -> None:
    assert open_modes(file) == [0o600] * 3


def test_a_file_from_before(file: Path) -> None:
    file.touch()
    file.chmod(0o644)
    assert open_modes(file) == [0o600] * 3
