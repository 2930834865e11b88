"""`manage.py check --deploy` is clean with good settings and says what `serve` would refuse."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def check(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "PLAYGROUND_DATA": str(folder), **settings}
    command = [sys.executable, "manage.py", "check", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("settings", [{}, {"HOST": "0.0.0.0", "PLAYGROUND_ORIGINS": "https://parley.example"}])
def test_good_settings_are_clean(tmp_path: Path, settings: dict[str, str]) -> None:
    done = check(tmp_path, "--deploy", "--fail-level", "WARNING", **settings)
    assert done.returncode == 0, done.stderr


def test_bad_settings_are_named(tmp_path: Path) -> None:
    done = check(tmp_path, "--deploy", HOST="0.0.0.0")
    assert done.returncode == 1
    assert "set PLAYGROUND_ORIGINS" in done.stderr


def test_a_setting_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    done = check(tmp_path, PORT="eighty")
    assert done.returncode == 1
    assert done.stderr == "Parley cannot start: PORT must be a whole number, not 'eighty'\n"
