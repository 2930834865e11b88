"""What watches the server learns from two addresses, without an account."""

from typing import Any

import pytest
from django.db import InterfaceError, OperationalError

from playground.serve import health


async def get(path: str) -> tuple[int, bytes]:
    """The answer to a GET; 418 comes from the application behind the checks."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def elsewhere(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 418})
        await send({"type": "http.response.body", "body": b""})

    await health.health_checks(elsewhere)({"type": "http", "path": path}, None, send)
    return sent[0]["status"], sent[1]["body"]


class Broken:
    """A database connection that raises."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def cursor(self) -> None:
        raise self.error


@pytest.fixture(params=[OperationalError, InterfaceError])
def broken_database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "connection", Broken(request.param()))


@pytest.mark.django_db(transaction=True)
async def test_a_working_server_is_well_and_ready():
    assert await get("/healthz") == (200, b"ok\n")
    assert await get("/readyz") == (200, b"ok\n")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("broken_database")
async def test_without_a_database_it_is_well_but_not_ready():
    assert await get("/healthz") == (200, b"ok\n")
    assert await get("/readyz") == (503, b"no database\n")


async def test_a_draining_server_is_well_but_not_ready(monkeypatch):
    monkeypatch.setattr(health, "is_draining", lambda: True)
    assert await get("/healthz") == (200, b"ok\n")
    assert await get("/readyz") == (503, b"shutting down\n")


async def test_other_addresses_are_handed_on():
    assert (await get("/healthz/"))[0] == 418


async def test_a_server_of_which_a_part_has_ended_is_not_ready(monkeypatch):
    monkeypatch.setattr(health, "is_whole", lambda: False)
    assert (await get("/healthz"))[0] == 200
    assert await get("/readyz") == (503, b"broken; the log says why\n")
