from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from providers.limits import Limits
from providers.openai import ChatOpenAI
from tests.upstream import Upstream

KEY = "sk-test-0123456789abcdef"


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    with Upstream() as server:
        yield server


@pytest.fixture
def limits() -> Limits:
    return Limits(connect=20, first_byte=20, idle=20, total=60)


@pytest.fixture
def model(upstream: Upstream, limits: Limits) -> Callable[..., ChatOpenAI]:
    """Builds a ChatOpenAI that calls the scripted upstream."""

    def build(**more: Any) -> ChatOpenAI:
        settings = {"base_url": f"{upstream.url}/v1", "model": "m", "api_key": KEY, "limits": limits}
        return ChatOpenAI(**{**settings, "max_retries": 0, **more})

    return build


@pytest.fixture(autouse=True)
def quick_backoff(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("providers.net.retry._FIRST", 0.01)


@pytest.fixture(autouse=True)
def nothing_learned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers of other tests may have had the same port."""
    monkeypatch.setattr("providers.learned._facts", {})
