"""Secrets are made once, for the owner alone."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from playground import keyfile


def test_the_first_read_makes_a_private_file(tmp_path: Path) -> None:
    secret = keyfile.read_or_create(tmp_path / "key")
    assert len(secret) == 64
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_later_reads_give_the_same(tmp_path: Path) -> None:
    assert keyfile.read_or_create(tmp_path / "key") == keyfile.read_or_create(tmp_path / "key")


def test_readable_by_others_is_refused(tmp_path: Path) -> None:
    keyfile.read_or_create(tmp_path / "key")
    (tmp_path / "key").chmod(0o640)
    with pytest.raises(ImproperlyConfigured, match="chmod 600"):
        keyfile.read_or_create(tmp_path / "key")


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key").touch(mode=0o600)
    with pytest.raises(ImproperlyConfigured, match="empty or cut"):
        keyfile.read_or_create(tmp_path / "key")


def test_many_at_once_agree(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(lambda _: keyfile.read_or_create(tmp_path / "key"), range(32)))
    assert len(secrets) == 1
