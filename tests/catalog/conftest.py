from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from playground.accounts.models import User
from playground.catalog import inquiries
from tests.upstream import Upstream
from tests.upstream import openai as wire

KEY = "sk-live-0123456789wxyz"


@pytest.fixture
def panel(client: Client, admin: User) -> Client:
    """A superuser's browser."""
    client.force_login(admin)
    return client


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    """An OpenAI-compatible server."""
    with Upstream(wire.serve) as server:
        yield server


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any) -> Any:
    """Inquiries that are started within this are answered at its end, in this thread, which sees the test's rows."""

    monkeypatch.setattr(inquiries, "in_background", inquiries.carry_out)
    return lambda: django_capture_on_commit_callbacks(execute=True)
