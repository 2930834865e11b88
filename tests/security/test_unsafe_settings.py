"""Settings that are unsafe for where Parley listens are refused with one line."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from playground.security.checks import refuse_unsafe

PUBLIC = {"HOST": "0.0.0.0", "LOOPBACK": False, "ORIGINS": ["https://parley.example"]}


@pytest.fixture
def unsafe(tmp_path: Path):
    """The refusal of these settings, on top of the usual ones."""

    def ask(**changes: object) -> str | None:
        usual = {
            "HOST": "127.0.0.1",
            "LOOPBACK": True,
            "DEBUG": False,
            "ORIGINS": ["http://127.0.0.1:8000", "http://localhost:8000"],
            "ALLOWED_HOSTS": ["localhost"],
            "INSECURE_HTTP": False,
            "SECRET_KEY": "x" * 50,
            "DATA": tmp_path,
            "MASTER_KEY_FILE": tmp_path / "master.key",
        }
        return refuse_unsafe(SimpleNamespace(**usual | changes))

    return ask


@pytest.mark.parametrize(
    "changes",
    [
        {},
        PUBLIC,
        {"DEBUG": True},
        {"ORIGINS": ["http://[::1]:8000"]},
        {**PUBLIC, "ORIGINS": ["http://parley.lan:8000"], "INSECURE_HTTP": True},
        {**PUBLIC, "ORIGINS": ["http://localhost:8000"]},
    ],
)
def test_safe_settings_pass(unsafe, changes: dict[str, object]) -> None:
    assert unsafe(**changes) is None


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({**PUBLIC, "ORIGINS": []}, "set PLAYGROUND_ORIGINS"),
        ({**PUBLIC, "DEBUG": True}, "DEBUG"),
        ({"ORIGINS": ["https://parley.example"], "DEBUG": True}, "DEBUG"),
        ({**PUBLIC, "ORIGINS": ["*"]}, "must not contain *"),
        ({**PUBLIC, "ORIGINS": ["https://*.example"]}, "must not contain *"),
        ({"ALLOWED_HOSTS": ["*"]}, "must not contain *"),
        ({**PUBLIC, "ORIGINS": ["http://parley.lan:8000"]}, "PLAYGROUND_INSECURE_HTTP"),
        ({**PUBLIC, "ORIGINS": ["parley.example"]}, "must be https://host"),
        ({**PUBLIC, "ORIGINS": ["https://parley.example/path"]}, "must be https://host"),
        ({**PUBLIC, "ORIGINS": ["https://parley.example:443"]}, "must be https://host"),
        ({**PUBLIC, "ORIGINS": ["https://parley.example:99999"]}, "must be https://host"),
        ({**PUBLIC, "ORIGINS": ["https://bücher.example"]}, "must be https://host"),
        ({**PUBLIC, "ORIGINS": ["https://parley.example", "http://127.0.0.1:8000"]}, "list https alone"),
        ({"SECRET_KEY": "django-insecure-" + "x" * 50}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
    ],
)
def test_unsafe_settings_are_refused(unsafe, changes: dict[str, object], word: str) -> None:
    line = unsafe(**changes)
    assert word in line
    assert "\n" not in line


@pytest.mark.parametrize("name", ["secret.key", "master.key"])
def test_key_files_that_others_can_read_are_refused(unsafe, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x")
    (tmp_path / name).chmod(0o644)
    assert f"chmod 600 {tmp_path / name}" in unsafe()
