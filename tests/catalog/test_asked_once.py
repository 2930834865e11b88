"""Each answer has a chat model of its own; a worker is asked once how it wants to be called."""

import asyncio
from typing import Any

import pytest
from langchain_core.messages import HumanMessage

from playground.catalog.models import Endpoint
from playground.catalog.services import build, resolve, set_key
from tests import factories
from tests.upstream import Upstream
from tests.upstream.runpod import worker

from .pages import KEY


@pytest.fixture
def lab(db: None, upstream: Upstream, monkeypatch: pytest.MonkeyPatch) -> Endpoint:
    monkeypatch.setattr("providers.learned._facts", {})
    upstream.handler = worker
    made = factories.endpoint(provider="runpod", base_url=f"{upstream.url}/v2/e1")
    set_key(made, KEY)
    return made


async def answers(models: list[Any]) -> list[str]:
    return ["".join([chunk.text async for chunk in model.relay([HumanMessage("hi")])]) for model in models]


def test_two_answers_are_one_question(lab: Endpoint, upstream: Upstream) -> None:
    connections = [resolve(factories.model(lab, name=name)) for name in ("m", "M", "other")]
    assert all(asyncio.run(answers([build(connection, {}) for connection in connections])))
    assert [request.path.rpartition("/")[2] for request in upstream.requests] == ["models", *["completions"] * 3]
