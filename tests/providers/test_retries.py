"""Another try only before the first token, only where it can help."""

from collections.abc import Callable
from typing import Any

import pytest

from providers import errors
from providers.limits import Limits
from providers.net.retry import Retries
from providers.openai import ChatOpenAI
from tests.upstream import Answer, Close, Hang, Upstream
from tests.upstream import openai as wire

Build = Callable[..., ChatOpenAI]


def refusal(status: int, **headers: str) -> Answer:
    return Answer.of_json({"error": {"message": "no"}}, status, **headers)


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 504, 529])
async def test_passing_failures_are_tried_again(model: Build, upstream: Upstream, status: int) -> None:
    upstream.script(refusal(status), refusal(status), wire.stream("ok"))
    assert "ok" in [chunk.text async for chunk in model(max_retries=2).astream("hi")]
    assert len(upstream.requests) == 3


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 413, 422])
def test_lasting_failures_are_not(model: Build, upstream: Upstream, status: int) -> None:
    upstream.script(refusal(status))
    with pytest.raises(errors.Refused) as caught:
        model(max_retries=2).invoke("hi")
    assert (caught.value.status, len(upstream.requests)) == (status, 1)


@pytest.mark.parametrize("wish", ["true", "false"])
def test_the_provider_may_say_so(model: Build, upstream: Upstream, wish: str) -> None:
    status = 400 if wish == "true" else 500
    upstream.script(refusal(status, x_should_retry=wish), Answer.of_json(wire.completion("ok")))
    if wish == "true":
        assert model(max_retries=1).invoke("hi").content == "ok"
    else:
        with pytest.raises(errors.Unavailable):
            model(max_retries=1).invoke("hi")


async def test_an_error_as_the_first_event_is_tried_again(model: Build, upstream: Upstream) -> None:
    overloaded = wire.event({"error": {"message": "busy", "type": "overloaded_error"}})
    upstream.script(Answer.of_events([overloaded]), wire.stream("ok"))
    assert "ok" in [chunk.text async for chunk in model(max_retries=1).astream("hi")]


@pytest.mark.parametrize("last", [[Close()], [wire.event({"error": "no"})]])
async def test_never_after_the_first_token(model: Build, upstream: Upstream, last: list[Any]) -> None:
    upstream.script(Answer.of_events([*wire.text("a"), *last]), wire.stream("b"))
    with pytest.raises(errors.ProviderError):
        [chunk async for chunk in model(max_retries=2).astream("hi")]
    assert len(upstream.requests) == 1


def test_a_request_that_may_be_at_work_is_not_sent_twice(model: Build, upstream: Upstream) -> None:
    upstream.script(Answer([Hang()], silent=60))
    with pytest.raises(errors.TimedOut):
        model(max_retries=2, limits=Limits(first_byte=0.5)).invoke("hi")
    assert len(upstream.requests) == 1


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after-ms": "1500"}, 1.5),
        ({"retry-after": "7"}, 7),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:10 GMT"}, 10),
        ({"ratelimit-reset": "1445412490"}, 10),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "Mon, 01 Jan 99999 00:00:00 GMT"}, None),
        ({}, None),
    ],
)
def test_how_long_to_wait_is_read(headers: dict[str, str], seconds: float | None) -> None:
    from providers.net.refusals import retry_after

    assert retry_after(headers, now=1445412480) == seconds


def test_a_wait_beyond_patience_or_deadline_is_an_error() -> None:
    for error, deadline in [(errors.RateLimited(retry_after=121), 1e12), (errors.RateLimited(retry_after=5), 0)]:
        with pytest.raises(errors.RateLimited):
            Retries(2, deadline).wait(error)


def test_waits_grow_and_are_bounded() -> None:
    retries = Retries(20, 1e12)
    waits = [retries.wait(errors.Unavailable()) for _ in range(20)]
    assert waits[0] < waits[3] <= 8
    assert max(waits) <= 8


async def test_who_wants_to_know_hears_of_the_wait(model: Build, upstream: Upstream) -> None:
    heard: list[tuple[float, str]] = []
    upstream.script(refusal(429, retry_after="0.2"), wire.stream("ok"))
    patient = model(max_retries=1, on_wait=lambda seconds, error: heard.append((seconds, error.kind)))
    assert "ok" in [chunk.text async for chunk in patient.astream("hi")]
    assert heard == [(0.2, "rate_limit")]
