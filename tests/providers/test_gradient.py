"""DigitalOcean Gradient: arguments by every name, nothing dropped, counts on by default."""

import pytest
from langchain_core.messages import HumanMessage
from pydantic import BaseModel

from providers import ChatGradient
from providers.errors import RateLimited
from tests.providers.conftest import KEY
from tests.upstream import Answer, Upstream
from tests.upstream import openai as wire


class Weather(BaseModel):
    """Tell the weather."""

    city: str


def model(upstream: Upstream, **more: object) -> ChatGradient:
    return ChatGradient(base_url=f"{upstream.url}/v1", api_key=KEY, max_retries=0, **more)


@pytest.mark.parametrize("name", ["stop", "stop_sequences"])
def test_every_argument_is_sent_under_its_wire_name(upstream: Upstream, name: str) -> None:
    upstream.handler = wire.serve
    built = model(upstream, model_name="a", max_completion_tokens=5, logprobs=True, **{name: ["x"]})
    list(built.stream("hi", temperature=0.1))
    sent = upstream.last
    assert (sent["model"], sent["max_tokens"], sent["stop"], sent["temperature"]) == ("a", 5, ["x"], 0.1)
    assert sent["stream_options"] == {"include_usage": True}


@pytest.mark.parametrize("method", [None, "json_schema", "function_calling"])
def test_structured_answers_are_forced_calls(upstream: Upstream, method: object) -> None:
    upstream.handler = wire.serve
    shaped = model(upstream).with_structured_output(Weather, method=method)  # type: ignore[arg-type]
    assert shaped.invoke("in 'Rome'") == Weather(city="Rome")
    assert "response_format" not in upstream.last


def test_cached_tokens_are_counted(upstream: Upstream) -> None:
    counts = {"prompt_tokens": 9, "completion_tokens": 1, "cache_read_input_tokens": 4}
    upstream.script(Answer.of_json({**wire.completion(), "usage": counts}))
    usage = model(upstream).invoke("hi").usage_metadata
    assert usage is not None
    assert usage["input_token_details"] == {"cache_read": 4}


def test_errors_of_its_own_shape(upstream: Upstream) -> None:
    body = {"id": "too_many_requests", "message": "slow down", "request_id": "r-1"}
    upstream.script(Answer.of_json(body, 429))
    with pytest.raises(RateLimited) as caught:
        model(upstream).invoke("hi")
    error = caught.value
    assert (error.detail, error.code, error.request_id) == ("slow down", "too_many_requests", "r-1")


def test_agents_have_their_own_path() -> None:
    agent = ChatGradient(api_key=KEY, base_url="https://abc.agents.do-ai.run")
    assert agent.call(agent.payload([HumanMessage("h")], None, stream=False)).url == (
        "https://abc.agents.do-ai.run/api/v1/chat/completions"
    )


def test_the_environment_is_read_at_construction(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGITALOCEAN_INFERENCE_KEY", "first-key")
    assert ChatGradient().secret == "first-key"
    monkeypatch.setenv("DIGITALOCEAN_INFERENCE_KEY", "second-key")
    assert ChatGradient().secret == "second-key"
