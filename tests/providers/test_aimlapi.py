"""AI/ML API: its own meaning of 403, its two shapes of errors, its bill at the end of a stream."""

from typing import Any

import pytest

from providers import ChatAimlapi
from providers.errors import BillingProblem, InvalidRequest, ProviderError, Unavailable
from tests.providers.conftest import KEY
from tests.upstream import Answer, Upstream
from tests.upstream import openai as wire


def model(upstream: Upstream) -> ChatAimlapi:
    return ChatAimlapi(aimlapi_api_base=f"{upstream.url}/v1/", aimlapi_api_key=KEY, max_retries=0)


PROBLEM = {"title": "Forbidden", "status": 403, "message": "out of credits", "requestId": "r-1", "error": {"name": "x"}}
OLD = {"message": "Body validation error", "path": "/", "requestId": "r-2", "statusCode": "400"}
CASES: list[tuple[int, Any, type[ProviderError], str]] = [
    (403, PROBLEM, BillingProblem, "r-1"),
    (400, OLD, InvalidRequest, "r-2"),
    (504, {**PROBLEM, "message": "Generation timeout", "requestId": "r-3"}, Unavailable, "r-3"),
]


@pytest.mark.parametrize(("status", "body", "kind", "request_id"), CASES)
def test_errors(upstream: Upstream, status: int, body: Any, kind: type[ProviderError], request_id: str) -> None:
    upstream.script(Answer.of_json(body, status))
    with pytest.raises(kind) as caught:
        model(upstream).invoke("hi")
    assert (caught.value.request_id, caught.value.detail) == (request_id, body["message"])


def test_created_is_success(upstream: Upstream) -> None:
    upstream.script(Answer.of_json(wire.completion("ok"), 201))
    assert model(upstream).invoke("hi").content == "ok"


async def test_the_bill_is_kept(upstream: Upstream) -> None:
    bill = {"credits_used": 3, "usd_spent": 0.01}
    frames = [*wire.text("ok"), wire.chunk({}, "stop"), wire.event({"meta": {"usage": bill}}), wire.DONE]
    upstream.script(Answer.of_events(frames))
    chunks = [chunk async for chunk in model(upstream).astream("hi")]
    assert chunks[-1].response_metadata["billing"] == bill
