"""A client of the caller's own is used, and stays behind the guard."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from providers import EgressPolicy, InvalidCall, Limits, errors
from tests.upstream import Answer, Upstream
from tests.upstream import openai as wire

HEADERS = {"x-team": "a"}


@pytest.fixture
def own() -> Iterator[dict[str, Any]]:
    """Both clients, told to do what must not happen."""
    options: dict[str, Any] = {"headers": HEADERS, "follow_redirects": True, "trust_env": False}
    with httpx.Client(**options) as client:
        yield {"http_client": client, "http_async_client": httpx.AsyncClient(**options)}


async def drained(model: Any) -> str:
    return "".join([chunk.text async for chunk in model.astream("hi")])


CALLS: dict[str, Callable[[Any], str]] = {
    "invoke": lambda model: model.invoke("hi").text,
    "stream": lambda model: "".join(chunk.text for chunk in model.stream("hi")),
    "ainvoke": lambda model: asyncio.run(model.ainvoke("hi")).text,
    "astream": lambda model: asyncio.run(drained(model)),
}


@pytest.mark.parametrize("call", CALLS)
def test_it_carries_the_call(model: Any, upstream: Upstream, own: dict[str, Any], call: str) -> None:
    upstream.handler = wire.serve
    assert CALLS[call](model(base_url=f"http://localhost:{upstream.port}/v1", **own))
    sent = upstream.requests[0].headers
    assert (sent["x-team"], sent["host"]) == ("a", f"localhost:{upstream.port}")
    assert (sent["accept-encoding"], sent["authorization"][:7]) == ("identity", "Bearer ")


@pytest.mark.parametrize("call", CALLS)
def test_it_goes_where_the_policy_allows(model: Any, upstream: Upstream, own: dict[str, Any], call: str) -> None:
    with pytest.raises(errors.Blocked):
        CALLS[call](model(egress=EgressPolicy(), **own))
    assert upstream.connections == 0


@pytest.mark.parametrize("call", CALLS)
def test_it_follows_no_redirect(model: Any, upstream: Upstream, own: dict[str, Any], call: str) -> None:
    upstream.handler = lambda request: Answer(status=307, headers={"location": f"{upstream.url}/elsewhere"})
    with pytest.raises(errors.Redirected):
        CALLS[call](model(**own))
    assert len(upstream.requests) == 1


@pytest.mark.parametrize("call", ["stream", "astream"])
def test_the_whole_call_is_bounded(model: Any, upstream: Upstream, own: dict[str, Any], call: str) -> None:
    upstream.script(Answer.of_events([step for _ in range(50) for step in (b": ping\n\n", 0.1)]))
    with pytest.raises(errors.TimedOut):
        CALLS[call](model(limits=Limits(first_byte=0.3, total=0.5), **own))


def test_a_name_is_looked_up_once_and_each_address_tried(
    model: Any, upstream: Upstream, own: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def lookup(host: str, *rest: Any, **more: Any) -> Any:
        asked.append(host)
        return [(2, 1, 6, "", (address, upstream.port)) for address in ("127.0.0.2", "127.0.0.1")]

    monkeypatch.setattr("socket.getaddrinfo", lookup)
    upstream.handler = wire.serve
    assert model(base_url=f"http://rebinding.example:{upstream.port}/v1", **own).invoke("hi").text
    assert asked.count("rebinding.example") == 1


@pytest.mark.parametrize("client", ["closed", "of another kind"])
def test_one_that_cannot_be_used(model: Any, client: str) -> None:
    given: Any = httpx.Client() if client == "closed" else object()
    if client == "closed":
        given.close()
    with pytest.raises(InvalidCall, match="client"):
        model(http_client=given).invoke("hi")
