"""The demo model itself, as `serve` runs it: it answers, comes back when it dies, and leaves with the server."""

from collections.abc import Callable, Iterator

import httpx
import psutil
import pytest

from tests.live.client import Client
from tests.live.conftest import eventually
from tests.live_server import LiveServer

pytestmark = pytest.mark.localmodel

ADDRESS = """
from playground.catalog.models import Endpoint
result = Endpoint.objects.filter(managed=True, enabled=True).values_list("base_url", flat=True).first()
"""


@pytest.fixture
def server(make_server: Callable[..., LiveServer]) -> Iterator[LiveServer]:
    """A server that lists the demo model."""
    server = make_server(LOCAL_MODEL="1")
    eventually(lambda: server.django(ADDRESS), seconds=180)
    return server


def child(server: LiveServer) -> psutil.Process:
    assert server.process
    (process,) = psutil.Process(server.process.pid).children()
    return process


def test_it_answers_a_question(server):
    with Client(server) as alice:
        generation = alice.send(alice.open(), "Say hello.", pane=alice.panes[0])[0]
        eventually(lambda: alice.row(generation)["status"] == "completed", seconds=180)
        assert alice.text_of(generation)
        assert alice.row(generation)["output_tokens"] > 0


def test_nobody_else_on_this_machine_can_use_it(server):
    address = f"{server.django(ADDRESS)}/chat/completions"
    question = {"messages": [{"role": "user", "content": "Say hello."}], "max_tokens": 1}
    assert httpx.post(address, json=question, trust_env=False, timeout=60).status_code == 401


def test_killed_it_is_not_listed_until_it_is_back_elsewhere(server):
    before = server.django(ADDRESS)
    child(server).kill()
    eventually(lambda: server.django(ADDRESS) != before)
    after = eventually(lambda: server.django(ADDRESS), seconds=180)
    assert after != before
    assert httpx.get(f"{after.removesuffix('/v1')}/health", trust_env=False, timeout=60).status_code == 200


def test_it_leaves_with_the_server(server):
    process = child(server)
    assert server.sigterm() == 0
    assert not process.is_running()
    assert server.django(ADDRESS) is None


def test_it_leaves_when_the_server_is_killed(server):
    process = child(server)
    server.kill9()
    process.wait(60)
    assert not process.is_running()
