"""What every test may ask for. Alice owns things, Bob is a colleague, Charlie a stranger."""

import gc
import socket
from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings

from playground.accounts.models import User
from playground.catalog.models import Endpoint, LanguageModel
from playground.threads import LIVE, PAGES
from tests import factories

pytest_plugins = ["tests.ci", "tests.live_server"]


@pytest.fixture(scope="session", autouse=True)
def _test_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keys and uploads outside the data folder, static files as they are, passwords hashed quickly."""
    folder = tmp_path_factory.mktemp("data")
    with override_settings(
        DATA=folder,
        MASTER_KEY_FILE=folder / "master.key",
        MEDIA_ROOT=folder / "uploads",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
    ):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A database file of this run alone, so that two runs do not meet."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """Ends the threads that hold connections before the database goes; PostgreSQL would not let it go."""
    yield
    for pool in (PAGES, LIVE):
        pool.shutdown()
    gc.collect()  # their connections are in reference cycles


@pytest.fixture(scope="session", autouse=True)
def _only_loopback() -> Iterator[None]:
    """No test may reach another machine."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        yield


def _guarded(connect: Any) -> Any:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = str(address[0]).partition("%")[0]
            if host != "localhost" and not ip_address(host).is_loopback:
                raise PermissionError(f"a test tried to reach {host}")
        return connect(self, address)

    return guarded


@pytest.fixture
def alice(db: None) -> User:
    return factories.user("alice")


@pytest.fixture
def bob(db: None) -> User:
    return factories.user("bob")


@pytest.fixture
def charlie(db: None) -> User:
    return factories.user("charlie")


@pytest.fixture
def admin(db: None) -> User:
    return factories.user("root", is_staff=True, is_superuser=True)


@pytest.fixture
def endpoint(db: None) -> Endpoint:
    return factories.endpoint()


@pytest.fixture
def model(endpoint: Endpoint) -> LanguageModel:
    return factories.model(endpoint)
