"""A key that the provider echoes is in no part of an error."""

import asyncio
import json
import pickle
import traceback
from collections.abc import Callable
from typing import Any

import pytest
from langchain_core.load import dumpd

from providers import ChatRunPod, errors
from providers.openai import ChatOpenAI
from tests.upstream import Answer, Upstream
from tests.upstream import openai as wire
from tests.upstream.runpod import Queue

Build = Callable[..., ChatOpenAI]
PLAIN = "0a1b2c3d4e5f6071"  # a key without the shape of one
ECHO = {"error": {"message": f"bad key {PLAIN}", "code": f"no-{PLAIN}"}, "request_id": f"r-{PLAIN}"}
ANSWERS: dict[str, Callable[[], Answer]] = {
    "refusal": lambda: Answer.of_json(ECHO, 401),
    "whole": lambda: Answer.of_json(ECHO),
    "event": lambda: Answer.of_events([*wire.text("a"), wire.event(ECHO)]),
}


async def consume(model: Any) -> None:
    async for _ in model.astream("hi"):
        pass


CALLS: dict[str, Callable[[Any], Any]] = {
    "invoke": lambda model: model.invoke("hi"),
    "stream": lambda model: list(model.stream("hi")),
    "ainvoke": lambda model: asyncio.run(model.ainvoke("hi")),
    "astream": lambda model: asyncio.run(consume(model)),
}


def texts(error: errors.ProviderError) -> list[str]:
    parts = [str(error), repr(error), repr(error.args), str(error.code), str(error.request_id)]
    return [*parts, "".join(traceback.format_exception(error))]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("answer", ANSWERS)
def test_the_key_is_nowhere(model: Build, upstream: Upstream, answer: str, call: str) -> None:
    upstream.script(ANSWERS[answer]())
    with pytest.raises(errors.ProviderError) as caught:
        CALLS[call](model(api_key=PLAIN))
    assert not [text for text in texts(caught.value) if PLAIN in text]
    assert caught.value.provider == "OpenAI-compatible server"


@pytest.mark.parametrize("call", CALLS)
def test_the_words_of_a_job_do_not_show_it(upstream: Upstream, call: str) -> None:
    upstream.handler = Queue({"status": "FAILED", "error": f"bad key {PLAIN}"})
    model = ChatRunPod(api_key=PLAIN, base_url=f"{upstream.url}/v2/e", api_mode="native", max_retries=0)
    with pytest.raises(errors.JobFailed, match=r"bad key \*\*\*") as caught:
        CALLS[call](model)
    assert not [text for text in texts(caught.value) if PLAIN in text]


def test_a_key_across_the_end_of_what_is_shown(model: Build, upstream: Upstream) -> None:
    upstream.script(Answer.of_json({"error": {"message": "x" * 285 + PLAIN}}))
    with pytest.raises(errors.Unavailable) as caught:
        model(api_key=PLAIN).invoke("hi")
    assert caught.value.detail == "x" * 285 + "***"


def test_secret_headers_and_proxies_do_not_show(model: Build) -> None:
    built = model(default_headers={"x-access-token": PLAIN}, proxy=f"http://user:{PLAIN}@127.0.0.1:1")
    shown = [repr(built), str(built.model_dump()), repr(built.exchange), repr(built.call({})), json.dumps(dumpd(built))]
    assert not [text for text in shown if PLAIN in text]


def test_a_pickle_holds_no_key(model: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    data = pickle.dumps(model(api_key=PLAIN, default_headers={"x-access-token": PLAIN}))
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-other-process")
    assert PLAIN.encode() not in data
    assert pickle.loads(data).secret == "sk-of-the-other-process"


def test_errors_can_be_pickled(model: Build, upstream: Upstream) -> None:
    upstream.script(Answer.of_events(wire.text("a")))
    with pytest.raises(errors.Truncated) as caught:
        list(model().stream("hi"))
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (type(copy), str(copy), copy.partial_text) == (errors.Truncated, str(caught.value), "a")


def test_what_the_provider_calls_its_error_is_short(model: Build, upstream: Upstream) -> None:
    long = "x\n" * 5000
    upstream.script(Answer.of_json({"error": {"message": "no", "code": long}, "request_id": long}, 400))
    with pytest.raises(errors.InvalidRequest) as caught:
        model().invoke("hi")
    shown = f"{caught.value.code}{caught.value.request_id}"
    assert len(shown) <= 400 and "\n" not in shown
