"""What one call finds out about an address, the next one knows, whichever model object makes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from providers import ChatBaseten, ChatOpenAI, ChatRunPod, ProviderError, check, learned
from providers.errors import InvalidRequest
from providers.wire.flows import run
from tests.providers.conftest import KEY
from tests.upstream import Answer, Request, Upstream
from tests.upstream import openai as wire
from tests.upstream.runpod import Queue
from tests.upstream.server import Handler

from .test_checks import LOCAL

Build = Callable[..., ChatOpenAI]
OK = wire.stream("a")
REFUSAL = Answer.of_json({"error": {"message": "unknown field stream_options"}}, 400)
DONE = {"status": "COMPLETED", "output": "yes"}


def runpod(upstream: Upstream, name: str = "e1", key: str = KEY) -> ChatRunPod:
    return ChatRunPod(
        api_key=key, model="m", base_url=f"{upstream.url}/v2/{name}", max_retries=0, poll_interval=0.01, read_env=False
    )


def questions(upstream: Upstream) -> int:
    return sum(request.path.endswith("/models") for request in upstream.requests)


@pytest.mark.parametrize("handler", [Queue(route=True), Queue(DONE)], ids=["route", "jobs"])
async def test_a_runpod_worker_is_asked_once_by_all_its_models(upstream: Upstream, handler: Handler) -> None:
    upstream.handler = handler
    for key in (KEY, "another-key-0123456789"):
        assert [chunk async for chunk in runpod(upstream, key=key).astream("hi")]
        assert runpod(upstream, key=key).invoke("hi").content
    assert questions(upstream) == 1
    runpod(upstream, "e2").invoke("hi")
    assert questions(upstream) == 2


def test_a_question_that_fails_is_asked_again(upstream: Upstream) -> None:
    upstream.handler = Queue(route=True)
    upstream.script(Answer.of_json({"error": "busy"}, 503))
    with pytest.raises(ProviderError):
        runpod(upstream).invoke("hi")
    assert runpod(upstream).invoke("hi").content
    assert questions(upstream) == 2


def test_what_is_not_found_any_more_is_asked_again(upstream: Upstream) -> None:
    upstream.handler = Queue(route=True)
    runpod(upstream).invoke("hi")
    upstream.handler = Queue(DONE)
    with pytest.raises(ProviderError):
        runpod(upstream).invoke("hi")
    assert runpod(upstream).invoke("hi").content == "yes"


def test_a_check_believes_nothing(upstream: Upstream) -> None:
    upstream.handler = Queue(DONE)
    runpod(upstream).invoke("hi")
    upstream.handler = Queue(route=True)
    assert check("runpod", model="m", base_url=f"{upstream.url}/v2/e1", **LOCAL).ok
    assert upstream.requests[-1].path.endswith("/chat/completions")


def test_a_deployment_is_asked_once_by_all_its_models(upstream: Upstream) -> None:
    upstream.handler = wire.serve
    for _ in range(2):
        ChatBaseten(model_url=f"{upstream.url}/environments/production/predict", api_key=KEY).invoke("hi")
    assert questions(upstream) == 1


def counted(upstream: Upstream) -> list[bool]:
    return ["stream_options" in request.json for request in upstream.requests]


def test_refused_options_are_left_out_by_all_models_of_that_name(model: Build, upstream: Upstream) -> None:
    upstream.script(REFUSAL, OK, OK, OK, OK)
    for built in (model(), model(), model(model="other"), model(base_url=f"{upstream.url}/v2")):
        assert list(built.stream("hi"))
    assert counted(upstream) == [True, False, False, True, True]


def test_an_error_that_only_quotes_the_options_teaches_nothing(model: Build, upstream: Upstream) -> None:
    """A question may hold the word, and be refused for another reason: tokens are counted all the same."""
    upstream.script(REFUSAL, REFUSAL, OK)
    with pytest.raises(InvalidRequest):
        list(model().stream("what is stream_options"))
    assert list(model().stream("hi"))
    assert counted(upstream) == [True, False, True]


def test_other_options_that_are_refused_are_the_call_s_own(model: Build, upstream: Upstream) -> None:
    upstream.script(REFUSAL, OK, OK)
    assert list(model().stream("hi", stream_options={"bogus": 1}))
    assert list(model().stream("hi"))
    assert counted(upstream) == [True, False, True]


def test_nothing_is_believed_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learned, "_SECONDS", -1.0)
    learned.remember("https://h", "topic", 1)
    assert learned.recall("https://h", "topic") is None


def test_the_oldest_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learned, "_MOST", 2)
    for address in ("a", "b", "a", "c"):
        learned.remember(address, "topic", address)
    assert [learned.recall(address, "topic") for address in "abc"] == ["a", None, "c"]


def test_a_key_is_not_kept(upstream: Upstream) -> None:
    upstream.handler = lambda request: REFUSAL if b"stream_options" in request.body else worker(request)
    list(runpod(upstream).stream("hi"))
    assert len(learned._facts) == 2
    assert KEY not in repr(learned._facts)


def worker(request: Request) -> Answer:
    return Queue(route=True)(request)


def test_nothing_known_is_a_fact_too() -> None:
    asked: list[int] = []

    def ask() -> Any:
        asked.append(1)
        return None
        yield

    for _ in range(2):
        assert run(learned.once("https://h", "topic", ask), lambda call: pytest.fail("no call")) is None
    assert asked == [1]
