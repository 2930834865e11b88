"""Baseten: any address that its pages show, and the name that is really served."""

from typing import Any

import pytest

from providers import ChatBaseten, InvalidCall
from providers.errors import NotAuthenticated
from providers.wire.baseten_urls import openai_base
from tests.providers.conftest import KEY
from tests.upstream import Answer, Upstream
from tests.upstream import openai as wire

HOST = "https://model-abc123.api.baseten.co"
REGIONAL = "https://model-abc123-eu-prod.api.baseten.co"
SHARED = "https://inference.baseten.co"
URLS = [
    (f"{HOST}/environments/production/predict", f"{HOST}/environments/production/sync/v1"),
    (f"{HOST}/environments/production/predict/", f"{HOST}/environments/production/sync/v1"),
    (f"{HOST}/production/sync", f"{HOST}/production/sync/v1"),
    (f"{HOST}/production/sync/", f"{HOST}/production/sync/v1"),
    (f"{HOST}/production/sync/v1", f"{HOST}/production/sync/v1"),
    (f"{HOST}/production/sync/v1/", f"{HOST}/production/sync/v1"),
    (f"{HOST}/production/sync/v1/chat/completions", f"{HOST}/production/sync/v1"),
    (f"{HOST}/environments/production", f"{HOST}/environments/production/sync/v1"),
    (f"{HOST}/production", f"{HOST}/production/sync/v1"),
    (f"{HOST}/development", f"{HOST}/development/sync/v1"),
    (f"{HOST}/deployment/x1", f"{HOST}/deployment/x1/sync/v1"),
    (HOST, f"{HOST}/environments/production/sync/v1"),
    (f"{REGIONAL}/predict", f"{REGIONAL}/sync/v1"),
    (REGIONAL, f"{REGIONAL}/sync/v1"),
    ("http://127.0.0.1:1/predict", "http://127.0.0.1:1/sync/v1"),
    (f"{HOST}/environments/predict/predict", f"{HOST}/environments/predict/sync/v1"),
    (f"{HOST}/environments/production/predict?x=1", f"{HOST}/environments/production/sync/v1"),
    (SHARED, f"{SHARED}/v1"),
    (f"{SHARED}/v1", f"{SHARED}/v1"),
    (f"{SHARED}/v1/chat/completions", f"{SHARED}/v1"),
    ("http://127.0.0.1:1/environments/production/predict", "http://127.0.0.1:1/environments/production/sync/v1"),
]


@pytest.mark.parametrize(("given", "base"), URLS)
def test_every_form_of_address(given: str, base: str) -> None:
    assert ChatBaseten(model_url=given, api_key=KEY).base_url == base


@pytest.mark.parametrize("path", ["async_predict", "run_remote"])
def test_addresses_that_cannot_answer(path: str) -> None:
    with pytest.raises(InvalidCall, match=path):
        ChatBaseten(model_url=f"{HOST}/production/{path}", api_key=KEY)


def test_a_local_base_url_stays() -> None:
    assert openai_base("http://127.0.0.1:1/v1", deployed=False) == "http://127.0.0.1:1/v1"
    assert openai_base("http://127.0.0.1:1", deployed=False) == "http://127.0.0.1:1/v1"


def dedicated(upstream: Upstream, **more: Any) -> ChatBaseten:
    url = f"{upstream.url}/environments/production/predict"
    return ChatBaseten(model_url=url, api_key=KEY, max_retries=0, **more)


async def test_the_served_name_is_asked_for_once(upstream: Upstream) -> None:
    upstream.handler = wire.serve
    model = dedicated(upstream)
    assert (await model.ainvoke("hi")).response_metadata["model_name"] == "m"
    model.invoke("hi")
    paths = [request.path for request in upstream.requests]
    prefix = "/environments/production/sync/v1"
    assert paths == [f"{prefix}/models", f"{prefix}/chat/completions", f"{prefix}/chat/completions"]


def test_a_given_name_is_used_and_nothing_asked(upstream: Upstream) -> None:
    upstream.handler = wire.serve
    dedicated(upstream, model="mine").invoke("hi")
    dedicated(upstream).invoke("hi", model="other")
    assert [request.json["model"] for request in upstream.requests] == ["mine", "other"]


def test_without_a_list_the_deployment_is_the_name(upstream: Upstream) -> None:
    upstream.script(Answer.of_json({"error": "no"}, 404), Answer.of_json(wire.completion()))
    dedicated(upstream).invoke("hi")
    assert upstream.last["model"] == "model"


def test_a_bad_key_is_not_hidden_by_the_question(upstream: Upstream) -> None:
    upstream.script(Answer.of_json({"error": "no"}, 401))
    with pytest.raises(NotAuthenticated):
        dedicated(upstream).invoke("hi")


def test_slugs_have_a_default_and_foreign_names_are_refused() -> None:
    assert ChatBaseten(api_key=KEY).model == "zai-org/GLM-5.2"
    with pytest.raises(InvalidCall, match="openai_api_key"):
        ChatBaseten(openai_api_key=KEY)
    with pytest.raises(InvalidCall, match="twice"):
        ChatBaseten(api_key=KEY, baseten_api_key="other")


def test_messages_name_the_provider(upstream: Upstream) -> None:
    upstream.handler = wire.serve
    model = ChatBaseten(base_url=f"{upstream.url}/v1", api_key=KEY)
    chunks = list(model.stream("hi"))
    assert sum(chunks[1:], start=chunks[0]).response_metadata["model_provider"] == "baseten"
