"""What holds for every class alike: the guard, the arguments, the secrets."""

import importlib
import pkgutil
from typing import Any

import pytest

import providers
from providers import EgressPolicy, build_chat_model
from providers.base import HTTPChatModel
from providers.errors import Blocked, InvalidCall, ProviderError, Redirected
from providers.registry import PROVIDERS
from tests.providers.conftest import KEY
from tests.upstream import Answer, Upstream

MODELS = ["openai", "anthropic", "runpod", "baseten", "gradient", "aimlapi"]
MORE: dict[str, dict[str, Any]] = {"runpod": {"runpod_endpoint_id": "e", "api_mode": "native"}}


def build(slug: str, base_url: str, **more: Any) -> Any:
    settings = {"api_key": KEY, "max_retries": 0, **MORE.get(slug, {}), **more}
    return build_chat_model(slug, model="m", base_url=base_url, **settings)


def test_no_class_is_forgotten() -> None:
    for module in pkgutil.iter_modules(providers.__path__):
        importlib.import_module(f"providers.{module.name}")
    known = {PROVIDERS[slug].class_name for slug in MODELS}
    leaves = {kind.__name__ for kind in every_subclass(HTTPChatModel) if kind.slug and kind.__module__ != __name__}
    assert {name for name in leaves if name.startswith("Chat")} >= known
    assert {slug for slug, provider in PROVIDERS.items() if provider.class_name in leaves} == set(MODELS)


def every_subclass(kind: type) -> set[Any]:
    return {kind}.union(*(every_subclass(child) for child in kind.__subclasses__()))


def calls(model: Any) -> dict[str, Any]:
    return {
        "invoke": lambda: model.invoke("hi"),
        "stream": lambda: list(model.stream("hi")),
        "list_models": model.list_models,
    }


async def drained(model: Any) -> None:
    async for _ in model.astream("hi"):
        pass


@pytest.mark.parametrize("slug", MODELS)
async def test_every_call_of_every_class_goes_through_the_guard(slug: str, upstream: Upstream) -> None:
    """Loopback is not public: without permission nothing may reach the server."""
    model = build(slug, upstream.url)
    for call in calls(model).values():
        with pytest.raises(Blocked):
            call()
    for awaitable in (model.ainvoke("hi"), model.alist_models(), drained(model)):
        with pytest.raises(Blocked):
            await awaitable
    assert upstream.connections == 0


@pytest.mark.parametrize("slug", MODELS)
async def test_no_redirect_is_followed(slug: str, upstream: Upstream) -> None:
    with Upstream() as elsewhere:
        away = {"location": f"{elsewhere.url}/stolen"}
        upstream.handler = lambda request: Answer(status=307, headers=away)
        model = build(slug, upstream.url, egress=EgressPolicy(allow_nets=("127.0.0.0/8",)))
        for call in calls(model).values():
            with pytest.raises(Redirected):
                call()
        for awaitable in (model.ainvoke("hi"), model.alist_models(), drained(model)):
            with pytest.raises(Redirected):
                await awaitable
        assert elsewhere.connections == 0


@pytest.mark.parametrize("slug", MODELS)
def test_proxies_of_the_environment_are_not_used(
    slug: str, monkeypatch: pytest.MonkeyPatch, upstream: Upstream
) -> None:
    with Upstream() as proxy:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "OPENAI_PROXY", "ANTHROPIC_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        model = build(slug, upstream.url, egress=EgressPolicy(allow_nets=("127.0.0.0/8",)))
        with pytest.raises(ProviderError):
            model.invoke("hi")
        assert (proxy.connections, upstream.connections) == (0, 1)


@pytest.mark.parametrize("slug", MODELS)
def test_a_missing_key_names_its_variable(slug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(PROVIDERS[slug].key_variable, raising=False)
    monkeypatch.delenv("ANTHROPIC_AUTH_TOKEN", raising=False)
    kind = getattr(providers, PROVIDERS[slug].class_name)
    with pytest.raises(InvalidCall, match=PROVIDERS[slug].key_variable):
        kind(model="m", **{name: value for name, value in MORE.get(slug, {}).items() if name != "api_mode"})


@pytest.mark.parametrize("slug", MODELS)
def test_keys_do_not_show(slug: str) -> None:
    model = build(slug, "https://example.org/v1")
    assert KEY not in repr(model) + str(model) + repr(model.exchange) + repr(model.call({}))


@pytest.mark.parametrize("slug", MODELS)
def test_no_key_no_credentials(slug: str) -> None:
    model = build(slug, "https://example.org/v1", api_key=None)
    assert not {"authorization", "x-api-key"} & model.call({}).headers.keys()


@pytest.mark.parametrize("slug", MODELS)
def test_unset_arguments_are_not_sent(slug: str) -> None:
    body = build(slug, "https://example.org/v1").call({"model": "m"}).body
    assert body == {"model": "m"}
