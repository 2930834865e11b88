"""The line for a shell says what was sent, tells no secret, and runs nothing but curl."""

import shlex

import pytest

from playground.catalog import curl
from playground.catalog.connection import place_and_key, to_endpoint
from playground.catalog.keys import set_header, set_key
from playground.catalog.models import Endpoint
from tests import factories


def line(endpoint: Endpoint) -> str:
    target = to_endpoint(endpoint)
    return curl.line(target, place_and_key(target))


@pytest.mark.parametrize("key", ["h", "us", "hush-hush-hush"])
def test_a_secret_header_is_masked_whatever_the_key(db: None, key: str) -> None:
    lab = factories.endpoint()
    set_key(lab, key)
    set_header(lab, "X-Team-Secret", "hush-hush-hush", by=None)
    assert "x-team-secret: ***" in shlex.split(line(lab))


@pytest.mark.parametrize("provider", ["openai", "anthropic"])
def test_the_key_is_a_variable(db: None, provider: str) -> None:
    lab = factories.endpoint(provider=provider)
    set_key(lab, "e")
    words = shlex.split(line(lab))
    assert any(word.lower() in {"authorization: bearer $api_key", "x-api-key: $api_key"} for word in words)
    assert "accept: application/json" in words


@pytest.mark.parametrize("value", ['ollama"; touch x; echo "', "$(touch x) ollama", "`touch x` ollama", "it's ollama"])
def test_a_header_runs_nothing(db: None, value: str) -> None:
    lab = factories.endpoint(headers={"X-Team": value})
    set_key(lab, "ollama")
    assert f"-H {shlex.quote(f'x-team: {value}')}" in line(lab)
