"""The samples of the providers' LangChain pages run as they are written there."""

import ast
import inspect
import os
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from langchain_core.messages import HumanMessage, SystemMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate

import providers
from tests.providers.conftest import KEY
from tests.upstream import Upstream, anthropic, openai, runpod
from tests.upstream.brain import HELLO

SAMPLES = Path(__file__).parent / "samples"
NAMES = [HumanMessage, SystemMessage, StrOutputParser, ChatPromptTemplate]
CASES: dict[str, tuple[str, str, Any]] = {
    "runpod": ("ChatRunPod", "/v2", runpod.worker),
    "anthropic": ("ChatAnthropic", "", anthropic.serve),
    "baseten": ("ChatBaseten", "/v1", openai.serve),
    "gradient": ("ChatGradient", "/v1", openai.serve),
    "aimlapi": ("ChatAimlapi", "/v1", openai.serve),
}


def compiled(name: str) -> CodeType:
    source = (SAMPLES / f"{name}.txt").read_text()
    return compile(source, name, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)


@pytest.mark.parametrize("name", CASES)
async def test_sample(
    name: str, monkeypatch: pytest.MonkeyPatch, upstream: Upstream, capsys: pytest.CaptureFixture[str]
) -> None:
    class_name, path, serve = CASES[name]
    upstream.handler = serve
    kind = getattr(providers, class_name)
    monkeypatch.setattr(kind, "default_base_url", upstream.url + path)
    monkeypatch.setenv(kind.key_variable, KEY)
    monkeypatch.setenv("RUNPOD_ENDPOINT_ID", f"sample-{upstream.port}")
    for variable in kind.url_variables:
        monkeypatch.delenv(variable, raising=False)
    running = eval(compiled(name), {"os": os, **{item.__name__: item for item in NAMES}})
    if inspect.iscoroutine(running):
        await running
    printed = capsys.readouterr().out
    assert HELLO in printed.replace("|", "")


def test_the_newer_endpoint_variable_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNPOD_API_KEY", KEY)
    monkeypatch.setenv("RUNPOD_ENDPOINT_ID", "general")
    monkeypatch.setenv("RUNPOD_CHAT_ENDPOINT_ID", "chat")
    assert providers.ChatRunPod().endpoint_id == "chat"  # type: ignore[attr-defined]
