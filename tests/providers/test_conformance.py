"""LangChain's standard suites, every capability declared, against servers of each kind."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from langchain_core.language_models import BaseChatModel
from langchain_tests.integration_tests import ChatModelIntegrationTests
from langchain_tests.unit_tests import ChatModelUnitTests

import providers
from tests.providers.conftest import KEY
from tests.upstream import Upstream, anthropic, openai, runpod

ALL = {
    "supports_image_inputs",
    "supports_image_urls",
    "supports_audio_inputs",
    "supports_video_inputs",
    "supports_pdf_inputs",
    "supports_json_mode",
}
SEEING = {"supports_image_inputs", "supports_image_urls", "supports_json_mode"}
READING = {
    "supports_image_inputs",
    "supports_image_urls",
    "supports_pdf_inputs",
    "supports_image_tool_message",
    "supports_pdf_tool_message",
    "supports_anthropic_inputs",
}

# class, path of the base URL, what it can, how the server answers, further arguments, key variable
KINDS: dict[str, tuple[str, str, set[str], Any, dict[str, Any], str]] = {
    "openai": ("ChatOpenAI", "/v1", ALL, openai.serve, {}, "OPENAI_API_KEY"),
    "aimlapi": ("ChatAimlapi", "/v1", ALL, openai.serve, {}, "AIMLAPI_API_KEY"),
    "gradient": ("ChatGradient", "/v1", SEEING, openai.serve, {}, "DIGITALOCEAN_INFERENCE_KEY"),
    "baseten": ("ChatBaseten", "/v1", ALL - {"supports_pdf_inputs"}, openai.serve, {}, "BASETEN_API_KEY"),
    "anthropic": ("ChatAnthropic", "", READING, anthropic.serve, {}, "ANTHROPIC_API_KEY"),
    "runpod": (
        "ChatRunPod",
        "/v2",
        ALL - {"supports_pdf_inputs"},
        runpod.worker,
        {"runpod_endpoint_id": "e1", "api_mode": "openai"},
        "RUNPOD_API_KEY",
    ),
    "runpod-jobs": (
        "ChatRunPod",
        "/v2",
        ALL - {"supports_pdf_inputs"},
        runpod.Jobs(),
        {"runpod_endpoint_id": "e2", "api_mode": "native", "handler_format": "openai", "poll_interval": 0.0},
        "RUNPOD_API_KEY",
    ),
}
_servers: dict[str, Upstream] = {}


@pytest.fixture(scope="module", autouse=True)
def servers() -> Iterator[None]:
    yield
    while _servers:
        _servers.popitem()[1].__exit__()


@pytest.fixture(autouse=True)
def local_media(monkeypatch: pytest.MonkeyPatch) -> None:
    """The suites fetch a picture, a sound and a document from the web; a few bytes do."""
    request = httpx.Request("GET", "https://example.org")
    monkeypatch.setattr(httpx, "get", lambda *args, **kwargs: httpx.Response(200, content=b"RIFF", request=request))
    media = base64.b64encode(b"RIFF").decode()
    monkeypatch.setattr("langchain_tests.integration_tests.chat_models._get_base64_from_url", lambda url: media)


def server_of(kind: str) -> Upstream:
    if kind not in _servers:
        _servers[kind] = Upstream(KINDS[kind][3]).__enter__()
    return _servers[kind]


class Declared:
    """What a kind declares to the suites."""

    kind = ""

    @property
    def chat_model_class(self) -> type[BaseChatModel]:
        return getattr(providers, KINDS[self.kind][0])

    @property
    def chat_model_params(self) -> dict[str, Any]:
        url = server_of(self.kind).url + KINDS[self.kind][1]
        return {"model": "m", "api_key": KEY, "base_url": url, **KINDS[self.kind][4]}

    @property
    def standard_chat_model_params(self) -> dict[str, Any]:
        return {"temperature": 0, "max_tokens": 100, "timeout": 60, "stop": [], "max_retries": 2}

    @property
    def supports_model_override(self) -> bool:
        return True

    @property
    def model_override_value(self) -> str:
        return "another-model"


def declare(name: str) -> property:
    return property(lambda self: name in KINDS[self.kind][2])


for _name in ALL | READING:
    setattr(Declared, _name, declare(_name))


class Unit(Declared, ChatModelUnitTests):
    __test__ = False

    @property
    def chat_model_params(self) -> dict[str, Any]:
        return {"model": "m", "api_key": KEY, **KINDS[self.kind][4]}

    @property
    def init_from_env_params(self) -> tuple[dict[str, str], dict[str, Any], dict[str, Any]]:
        return {KINDS[self.kind][5]: KEY}, {"model": "m", **KINDS[self.kind][4]}, {"api_key": KEY}


class Integration(Declared, ChatModelIntegrationTests):
    __test__ = False


def suite(base: type, kind: str) -> type:
    name = f"Test{kind.title().replace('-', '')}{base.__name__}"
    return type(name, (base,), {"kind": kind, "__test__": True, "__module__": __name__})


globals().update({made.__name__: made for kind in KINDS for made in (suite(Unit, kind), suite(Integration, kind))})
