"""The ASGI application runs under another server too, which drives it through the lifespan."""

import re
import sys

import pytest

from tests.live_server import LiveServer

ENDPOINTS = """
from playground.catalog.models import Endpoint
result = list(Endpoint.objects.values_list("provider", flat=True))
"""


@pytest.fixture
def under_uvicorn(make_server):
    """Makes and starts a server: `under_uvicorn(people=False, NAME="value of a setting", …)`."""

    def make(**how) -> LiveServer:
        server = make_server(start=False, **how)
        server.program = [sys.executable, "-m", "uvicorn", "playground.asgi:application", "--port", str(server.port)]
        server.start()
        return server

    return make


def test_it_starts_serves_and_ends_under_uvicorn(under_uvicorn):
    server = under_uvicorn()
    assert server.status("/readyz") == 200
    server.sigterm()
    assert "Application shutdown complete" in server.log()


def test_the_first_start_prints_a_link_that_opens_and_imports_keys(under_uvicorn):
    server = under_uvicorn(people=False, IMPORT_KEYS="1", OPENAI_API_KEY="sk-0123456789abcdefgh")
    link = re.search(rf"^{server.url}(/\S+)$", server.log(), re.MULTILINE)
    assert server.status(link[1]) == 200
    assert server.django(ENDPOINTS) == ["openai"]


def test_a_model_file_that_is_none_is_refused(under_uvicorn, tmp_path):
    with pytest.raises(AssertionError, match="There is no model file"):
        under_uvicorn(LOCAL_MODEL_FILE=str(tmp_path / "missing.gguf"))
