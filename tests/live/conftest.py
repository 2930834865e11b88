"""A server with an upstream that answers as the question says."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.live.client import Client
from tests.live_server import LiveServer
from tests.upstream import Answer, Request, Upstream, openai
from tests.upstream.counting import counting

SETUP = """
from playground.catalog.models import Endpoint, LanguageModel
endpoint = Endpoint.objects.create(
    name="Upstream", provider="openai", base_url="%s/v1", private_network=True, max_concurrent=%s
)
for name in ("one", "two"):
    LanguageModel.objects.create(endpoint=endpoint, name=name, label=name.title(), input_price=1, output_price=2)
"""


def by_question(request: Request) -> Answer:
    """Counts, or says what it was told."""
    question = request.json["messages"][-1]["content"]
    return counting(question) or openai.stream("You said: ", question)


@pytest.fixture(scope="session")
def shared_upstream() -> Iterator[Upstream]:
    with Upstream(by_question) as running:
        yield running


@pytest.fixture(scope="session")
def shared_server(
    tmp_path_factory: pytest.TempPathFactory, collected: Path, peopled_data: Path, shared_upstream: Upstream
) -> Iterator[LiveServer]:
    """One server for all tests that leave it as they found it."""
    folder = tmp_path_factory.mktemp("shared")
    shutil.copytree(peopled_data, folder / "data")
    server = LiveServer(folder, collected)
    server.django(SETUP % (shared_upstream.url, None))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def upstream(shared_upstream: Upstream) -> Iterator[Upstream]:
    """The upstream, with nothing left from the test before."""
    shared_upstream.handler = by_question
    shared_upstream.queue.clear()
    shared_upstream.requests.clear()
    shared_upstream.rest = threading.Event()
    yield shared_upstream
    shared_upstream.rest.set()


@pytest.fixture
def arena(make_server: Callable[..., LiveServer], upstream: Upstream) -> Callable[..., LiveServer]:
    """Makes a server whose endpoint is the upstream: `arena(max_concurrent=1, DRAIN_SECONDS="1")`."""

    def make(max_concurrent: int | None = None, **settings: str) -> LiveServer:
        server = make_server(start=False, **settings)
        server.django(SETUP % (upstream.url, max_concurrent))
        server.start()
        return server

    return make


@pytest.fixture
def alice_there(shared_server: LiveServer, upstream: Upstream) -> Iterator[Client]:
    """Alice, in front of a running server."""
    with Client(shared_server) as client:
        yield client


@pytest.fixture
def alice_alone(arena: Callable[..., LiveServer]) -> Iterator[Client]:
    """Alice, in front of a server that she may kill."""
    with Client(arena()) as client:
        yield client


def running_and_waiting(client: Client, generations: list[int]) -> list[int]:
    """Of two generations that want the same place, the one that has it and the one that waits."""

    def placed() -> list[int] | None:
        by_status = {client.row(generation)["status"]: generation for generation in generations}
        return [by_status["running"], by_status["queued"]] if by_status.keys() == {"running", "queued"} else None

    return eventually(placed)


def eventually(check: Callable[[], Any], seconds: float = 60) -> Any:
    """The first true value of `check`."""
    deadline = time.monotonic() + seconds
    while not (value := check()):
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)
    return value
