"""At the first start, and only when asked, keys in the environment become endpoints."""

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from playground.catalog.importing import import_keys
from playground.catalog.keys import is_usable
from playground.catalog.models import Credential, Endpoint
from tests import factories

ROOT = Path(__file__).resolve().parents[2]
KEY = "sk-live-0123456789wxyz"
FOUND = {
    "OPENAI_API_KEY": KEY,
    "ANTHROPIC_API_KEY": KEY,
    "RUNPOD_API_KEY": KEY,
    "RUNPOD_ENDPOINT_ID": "abc123",
    "BASETEN_API_KEY": KEY,
    "DIGITALOCEAN_INFERENCE_KEY": KEY,
    "AIMLAPI_API_KEY": KEY,
}


def test_each_key_becomes_an_endpoint(db: None) -> None:
    providers = {endpoint.provider for endpoint in import_keys(FOUND)}
    assert providers == {"openai", "anthropic", "runpod", "baseten", "gradient", "aimlapi"}
    assert all(is_usable(credential) for credential in Credential.objects.all())
    assert Endpoint.objects.get(provider="runpod").base_url.endswith("/v2/abc123")


def test_an_address_beside_the_key_is_taken(db: None) -> None:
    import_keys({"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": "https://proxy.example/v1"})
    assert Endpoint.objects.get().base_url == "https://proxy.example/v1"


def test_only_the_first_time(db: None) -> None:
    import_keys(FOUND)
    assert import_keys(FOUND) == []
    Endpoint.objects.exclude(provider="openai").delete()
    assert import_keys(FOUND) == []


def test_the_local_model_does_not_count(db: None) -> None:
    factories.endpoint(managed=True)
    assert import_keys({"OPENAI_API_KEY": KEY})


@pytest.mark.parametrize("found", [{}, {"HTTP_PROXY": "http://p"}, {"OPENAI_BASE_URL": "https://x.example"}])
def test_without_a_key_nothing_happens(db: None, found: dict[str, str]) -> None:
    assert import_keys(found) == []


def test_what_cannot_be_is_said_and_the_rest_goes_on(db: None, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    made = import_keys({"RUNPOD_API_KEY": KEY, "OPENAI_API_KEY": "with blanks", "AIMLAPI_API_KEY": KEY})
    assert [endpoint.provider for endpoint in made] == ["aimlapi"]
    assert "RUNPOD_API_KEY was not imported" in caplog.text
    assert KEY not in caplog.text
    assert "with blanks" not in caplog.text


@pytest.mark.parametrize(("asked", "kept"), [("1", "True"), ("0", "False"), ("", "False")])
def test_the_operator_has_to_ask(tmp_path: Path, asked: str, kept: str) -> None:
    words = (
        "from playground import settings as s; import os; print(bool(s.IMPORT_KEYS), 'OPENAI_API_KEY' in os.environ)"
    )
    environment = {**os.environ, "OPENAI_API_KEY": KEY, "IMPORT_KEYS": asked, "PLAYGROUND_DATA": str(tmp_path)}
    ran = subprocess.run(
        [sys.executable, "-c", words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.stdout.split() == [kept, "False"]
