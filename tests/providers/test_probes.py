"""A probe tells what a model can do from what it does."""

from __future__ import annotations

from typing import Any

import pytest

from providers import EgressPolicy, ProviderError, probe
from providers.wire.picture import red_square
from tests.upstream import Upstream
from tests.upstream import openai as wire
from tests.upstream.server import Answer, Request

LOCAL = EgressPolicy(allow_nets=("127.0.0.0/8",))


def found(handler: Any) -> dict[str, bool | None]:
    with Upstream(handler) as server:
        return probe("openai", base_url=f"{server.url}/v1", model="m", egress=LOCAL)


def able(request: Request) -> Answer:
    """A model that sees, and tells logprobs when asked."""
    body = request.json
    if "image_url" in str(body["messages"]):
        return Answer.of_json(wire.completion("Red."))
    if body.get("logprobs"):
        answer = wire.completion("Hi")
        answer["choices"][0]["logprobs"] = {"content": [{"token": "Hi", "logprob": -0.1, "top_logprobs": []}]}
        return Answer.of_json(answer)
    return wire.serve(request)


def test_a_model_that_can_do_everything() -> None:
    assert found(able) == {"tools": True, "structured": True, "image": True, "logprobs": True}


def test_one_that_only_talks() -> None:
    talk = {"tools": False, "structured": False, "image": False, "logprobs": False}
    assert found(lambda request: Answer.of_json(wire.completion("Hello!"))) == talk


@pytest.mark.parametrize(("status", "has"), [(400, False), (500, False), (503, None), (429, None)])
def test_a_refusal_says_no_and_an_outage_says_nothing(status: int, has: bool | None) -> None:
    def serve(request: Request) -> Answer:
        return Answer.of_json({"error": {"message": "no"}}, status) if "tools" in request.json else able(request)

    assert found(serve)["tools"] is has


def test_a_model_that_does_not_answer_at_all_is_an_error() -> None:
    with pytest.raises(ProviderError):
        found(lambda request: Answer.of_json({"error": {"message": "no"}}, 401))


def test_the_picture_is_a_png() -> None:
    assert red_square().startswith(b"\x89PNG\r\n\x1a\n")
    assert red_square().endswith(b"IEND\xaeB`\x82")
