"""The chat model is made of the connection alone."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from playground.catalog.keys import set_header
from playground.catalog.models import Endpoint, LanguageModel
from playground.catalog.services import build, resolve, set_key
from providers import ProviderError
from tests import factories

KEY = "sk-live-0123456789wxyz"
ANSWER = {
    "id": "x",
    "object": "chat.completion",
    "model": "m",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "Hello."}, "finish_reason": "stop"}],
}


@pytest.fixture
def upstream() -> Iterator[Any]:
    """A server that answers every request and keeps the last one."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.server.asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self.server.headers = {name.lower(): value for name, value in self.headers.items()}
            body = json.dumps(ANSWER).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def model(db: None, upstream: Any) -> LanguageModel:
    where = f"http://127.0.0.1:{upstream.server_port}/v1"
    return factories.model(factories.endpoint(base_url=where, headers={"X-Team": "a"}))


def test_it_calls_the_endpoint_with_its_key_and_headers(model: LanguageModel, upstream: Any) -> None:
    set_key(model.endpoint, KEY)
    assert build(resolve(model), {}).invoke("Hi").content == "Hello."
    assert upstream.headers["authorization"] == f"Bearer {KEY}"
    assert upstream.headers["x-team"] == "a"
    assert upstream.asked["model"] == model.name


def test_no_key_from_the_environment_is_sent(model: LanguageModel, upstream: Any, monkeypatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-environment-0123456789")
    build(resolve(model), {}).invoke("Hi")
    assert "environment" not in str(upstream.headers)


def test_the_pane_s_params_go_before_the_endpoint_s(model: LanguageModel, upstream: Any) -> None:
    model.endpoint.request_defaults = {"temperature": 0.2, "seed": 1, "extra_body": {"top_k": 40}}
    build(resolve(model), {"temperature": 0.9, "stop": ["END"]}).invoke("Hi")
    assert upstream.asked.items() >= {"temperature": 0.9, "seed": 1, "top_k": 40, "stop": ["END"]}.items()


def test_the_model_s_params_go_before_the_endpoint_s(model: LanguageModel, upstream: Any) -> None:
    model.endpoint.request_defaults = {"temperature": 0.2, "seed": 1}
    model.params = {"temperature": 0.5}
    build(resolve(model), {}).invoke("Hi")
    assert upstream.asked.items() >= {"temperature": 0.5, "seed": 1}.items()


def test_secret_headers_go_along(model: LanguageModel, upstream: Any) -> None:
    set_header(model.endpoint, "X-Gate", "first-value", by=None)
    build(resolve(model), {}).invoke("Hi")
    assert upstream.headers["x-gate"] == "first-value"


def test_what_is_not_set_is_not_sent(model: LanguageModel, upstream: Any) -> None:
    build(resolve(model), {}).invoke("Hi")
    assert not {"temperature", "top_p", "seed", "stop", "max_tokens"} & upstream.asked.keys()


def test_a_private_address_needs_a_local_endpoint(model: LanguageModel, upstream: Any) -> None:
    model.endpoint.private_network = False
    with pytest.raises(ProviderError, match="network that may not be called"):
        build(resolve(model), {}).invoke("Hi")
    assert not hasattr(upstream, "asked")


@pytest.mark.parametrize("name", ["PORT", "DATABASE_PORTS"])
def test_neither_parley_nor_its_database_is_called(
    model: LanguageModel, upstream: Any, settings: Any, name: str
) -> None:
    port = upstream.server_port
    setattr(settings, name, port if name == "PORT" else [port])
    with pytest.raises(ProviderError, match=f"port {port}"):
        build(resolve(model), {}).invoke("Hi")
    assert not hasattr(upstream, "asked")


def test_the_key_is_nowhere_in_its_text(endpoint: Endpoint) -> None:
    set_key(endpoint, KEY)
    assert KEY not in repr(build(resolve(factories.model(endpoint)), {}))
