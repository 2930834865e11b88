"""What an endpoint serves, and which layer fails if it does not work."""

from typing import Any

import pytest

from providers import EgressPolicy, acheck, alist_models, check, list_models, sent_by_check
from providers.registry import PROVIDERS
from tests.providers.conftest import KEY
from tests.upstream import Answer, Upstream, anthropic
from tests.upstream import openai as wire
from tests.upstream.runpod import Queue

LOCAL: dict[str, Any] = {"api_key": KEY, "egress": EgressPolicy(allow_nets=("127.0.0.0/8", "::1/128"))}


def refusal(status: int) -> Answer:
    return Answer.of_json({"error": {"message": "no"}}, status)


LAYERS: dict[str, tuple[Answer, bool]] = {
    "ok": (wire.stream("hi"), True),
    "no_usage": (Answer.of_events([*wire.text("hi"), *wire.end(usage=None)]), True),
    "authentication": (refusal(401), False),
    "billing": (refusal(402), False),
    "not_found": (refusal(404), False),
    "no_streaming": (Answer.of_json(wire.completion()), False),
    "truncated": (Answer.of_events(wire.text("hi")), False),
    "protocol": (Answer([b"<html>"]), False),
}


@pytest.mark.parametrize("layer", LAYERS)
async def test_the_layer_is_named(upstream: Upstream, layer: str) -> None:
    answer, ok = LAYERS[layer]
    upstream.script(answer, Answer(answer.steps, answer.status, answer.headers))
    for found in (
        check("openai", model="m", base_url=upstream.url, **LOCAL),
        await acheck("openai", model="m", base_url=upstream.url, **LOCAL),
    ):
        assert (found.kind, found.ok) == (layer, ok)
        assert found.message.endswith(".")
    assert len(upstream.requests) == 2


@pytest.mark.parametrize(
    ("base_url", "kind"),
    [
        ("http://127.0.0.1:9", "connection"),
        ("https://no-such-host.invalid", "name_resolution"),
        ("http://169.254.169.254", "blocked"),
        ("ftp://h", "invalid_call"),
    ],
)
def test_layers_below_http(base_url: str, kind: str) -> None:
    assert check("openai", model="m", base_url=base_url, **LOCAL).kind == kind


async def test_without_a_model_the_list_is_asked_for(upstream: Upstream) -> None:
    upstream.handler = wire.serve
    found = await acheck("openai", base_url=f"{upstream.url}/v1", **LOCAL)
    assert (found.ok, upstream.requests[0].path) == (True, "/v1/models")
    assert check("openai", base_url=f"{upstream.url}/v1", **LOCAL).ok


@pytest.mark.parametrize("named", [{}, {"model": "m"}], ids=["list", "model"])
@pytest.mark.parametrize("slug", ["openai", "anthropic", "baseten", "gradient", "aimlapi", "runpod"])
def test_what_was_sent_is_what_is_told(upstream: Upstream, slug: str, named: dict[str, Any]) -> None:
    mode = {"api_mode": "openai"} if slug == "runpod" else {}
    settings = {"base_url": f"{upstream.url}/v2/e", **LOCAL, **named, **mode}
    found, told = check(slug, **settings), sent_by_check(slug, **settings)
    [sent] = upstream.requests
    assert told and (told.method, told.url) == (sent.method, upstream.url + sent.path)
    assert told.headers.items() <= sent.headers.items()
    assert found.keyed == (KEY in str(sent.headers)) == (slug != "aimlapi" or bool(named))


def test_a_worker_that_takes_jobs_was_sent_one(upstream: Upstream) -> None:
    upstream.handler = Queue({"status": "COMPLETED", "output": "hi"})
    settings = {"model": "m", "base_url": f"{upstream.url}/v2/e", **LOCAL}
    check("runpod", **settings)
    told = sent_by_check("runpod", **settings)
    assert told and told.url == f"{upstream.url}/v2/e/run"


async def test_without_a_key_none_was_sent(upstream: Upstream) -> None:
    upstream.handler = wire.serve
    keyless = {**LOCAL, "api_key": None, "base_url": f"{upstream.url}/v1"}
    for found in (check("openai", **keyless), await acheck("openai", model="m", **keyless)):
        assert (found.ok, found.keyed) == (True, False)


ENTRIES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"id": "a", "max_model_len": 8}, {"context_window": 8}),
    ({"id": "a", "meta": {"n_ctx_train": 9}}, {"context_window": 9}),
    ({"id": "a", "name": "A", "context_length": 7, "top_provider": {"max_completion_tokens": 3}}, {"max_output": 3}),
    ({"id": "a", "pricing": {"prompt": "0.000002", "completion": "0.00001"}}, {"input_price": 2, "output_price": 10}),
    ({"id": "a", "pricing": {"input": 0.2, "output": "x"}}, {"input_price": 0.2, "output_price": None}),
    ({"id": "a", "supported_parameters": ["tools", "temperature"]}, {"capabilities": {"tools"}}),
    ({"id": "a", "architecture": {"input_modalities": ["text", "image", "file"]}}, {"capabilities": {"image", "pdf"}}),
    ({"id": "a", "capabilities": {"vision": True, "function_calling": False}}, {"capabilities": {"image"}}),
    ({"id": "a", "max_model_len": "many", "pricing": 3, "capabilities": 7}, {"context_window": None}),
]


@pytest.mark.parametrize(("entry", "known"), ENTRIES)
def test_what_a_list_tells(upstream: Upstream, entry: dict[str, Any], known: dict[str, Any]) -> None:
    upstream.script(Answer.of_json({"data": [entry, {"no": "id"}, 3]}))
    [model] = list_models("openai", base_url=upstream.url, **LOCAL)
    assert {name: getattr(model, name) for name in known} == known


async def test_anthropic_lists_all_pages(upstream: Upstream) -> None:
    upstream.handler = anthropic.serve
    models = await alist_models("anthropic", base_url=upstream.url, **LOCAL)
    assert [(model.id, model.label, model.context_window, model.max_output) for model in models] == [
        ("m", "M", 200_000, 64_000),
        ("m2", "M2", 200_000, 64_000),
    ]


def test_aimlapi_lists_its_chat_models_without_a_key(upstream: Upstream) -> None:
    info = {"name": "A", "contextLength": 8, "maxTokens": 4}
    chat = {"id": "a", "type": "chat-completion", "info": info, "features": ["openai/chat-completion.function"]}
    upstream.script(Answer.of_json([chat, {"id": "b", "type": "image"}]))
    [model] = list_models("aimlapi", base_url=f"{upstream.url}/v1", **LOCAL)
    assert (model.label, model.context_window, model.max_output, model.capabilities) == ("A", 8, 4, {"tools"})
    assert upstream.requests[0].path.startswith("/models?")
    assert "authorization" not in upstream.requests[0].headers


def test_echo_has_nothing_to_list_and_works() -> None:
    assert list_models("echo") == []
    assert check("echo", model="echo", pause=0).ok


@pytest.mark.parametrize("page", [[], {"data": [], "has_more": True, "last_id": "x"}])
def test_a_list_that_never_ends(upstream: Upstream, page: Any) -> None:
    upstream.handler = lambda request: Answer.of_json(page)
    assert list_models("anthropic", base_url=upstream.url, **LOCAL) == []
    assert len(upstream.requests) == 1


def test_a_list_that_is_none(upstream: Upstream) -> None:
    upstream.script(Answer.of_json({"hello": "world"}))
    assert check("openai", base_url=upstream.url, **LOCAL).kind == "protocol"


def test_the_registry_and_the_classes_agree() -> None:
    from providers.factory import model_class

    for slug, provider in PROVIDERS.items():
        kind = model_class(slug)
        assert (kind.slug, kind.__name__, kind.key_variable) == (slug, provider.class_name, provider.key_variable)
        if provider.default_base_url:
            assert kind.default_base_url == provider.default_base_url
