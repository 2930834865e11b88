"""The third-party files are the ones that the lock names, with their licences, and nothing else."""

import base64
import gzip
import hashlib
import json
from pathlib import Path

import pytest

VENDOR = Path(__file__).resolve().parents[2] / "static" / "vendor"
LOCK = json.loads((VENDOR / "vendor.lock.json").read_text())
FILES = {f"{package['folder']}/{name}": entry for package in LOCK for name, entry in package["files"].items()}


def sha384(path: Path) -> str:
    return "sha384-" + base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()


@pytest.mark.parametrize("name", FILES)
def test_file_is_the_locked_one(name: str) -> None:
    assert sha384(VENDOR / name) == FILES[name]["sha384"]


def test_nothing_else_is_there() -> None:
    present = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}
    assert present == set(FILES) | {"vendor.lock.json"}


@pytest.mark.parametrize("package", LOCK, ids=lambda package: package["name"])
def test_every_package_says_its_licence(package: dict) -> None:
    assert package["licence"] in {"0BSD", "MIT", "OFL-1.1"}
    assert any(name.startswith("LICENSE") for name in package["files"])
    assert package["integrity"].startswith("sha512-")


def test_the_first_load_stays_small() -> None:
    scripts = [
        gzip.compress((VENDOR / "htmx.org-4.0.1" / name).read_bytes()) for name in ("htmx.min.js", "hx-ws.min.js")
    ]
    fonts = [path.read_bytes() for path in (VENDOR / "fonts").glob("*.woff2")]
    assert sum(map(len, scripts + fonts)) < 107_000  # of 120 kB for the page, with its own styles and scripts
