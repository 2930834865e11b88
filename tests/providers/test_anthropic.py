"""Claude: both versions of the API, thoughts that come back, counts that add up."""

from collections.abc import Callable
from typing import Any

import pytest
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage, SystemMessage, ToolMessage
from pydantic import BaseModel

from providers import errors
from providers.anthropic import ChatAnthropic
from providers.limits import Limits
from tests.providers.conftest import KEY
from tests.upstream import Answer, Upstream
from tests.upstream import anthropic as wire

Build = Callable[..., ChatAnthropic]
THINKING = {"type": "enabled", "budget_tokens": 1024}


@pytest.fixture
def claude(upstream: Upstream, limits: Limits) -> Build:
    upstream.handler = wire.serve

    def build(**more: Any) -> ChatAnthropic:
        settings = {"model": "m", "api_key": KEY, "base_url": upstream.url, "max_retries": 0, "limits": limits}
        return ChatAnthropic(**{**settings, **more})

    return build


class Weather(BaseModel):
    """Tell the weather."""

    city: str


async def total(model: Any, question: Any = "hi") -> AIMessageChunk:
    chunks = [chunk async for chunk in model.astream(question)]
    return sum(chunks[1:], start=chunks[0])


@pytest.mark.parametrize("beat", [0.0, 0.02])
async def test_a_stream(claude: Build, upstream: Upstream, beat: float) -> None:
    upstream.script(wire.stream("Hel", "lo 😀"))
    whole = await total(claude(beat=beat))
    assert whole.content == "Hello 😀"
    assert whole.usage_metadata == {
        "input_tokens": 32,
        "output_tokens": 40,
        "total_tokens": 72,
        "input_token_details": {"cache_read": 5, "cache_creation": 2},
    }
    about = whole.response_metadata
    assert (about["stop_reason"], about["model_name"], about["request_id"]) == ("end_turn", "m", "req_1")


@pytest.mark.parametrize(
    ("settings", "version"),
    [
        ({}, "2026-10-21"),
        ({"temperature": 0}, "2023-06-01"),
        ({"top_k": 5}, "2023-06-01"),
        ({"anthropic_version": "2023-06-01"}, "2023-06-01"),
        ({"default_headers": {"Anthropic-Version": "2023-06-01"}}, "2023-06-01"),
    ],
)
def test_the_version_follows_the_parameters(
    claude: Build, upstream: Upstream, settings: dict[str, Any], version: str
) -> None:
    claude(**settings).invoke("hi")
    assert upstream.requests[-1].headers["anthropic-version"] == version


def test_a_call_with_a_temperature_uses_the_older_version_alone(claude: Build, upstream: Upstream) -> None:
    model = claude(betas=["a", "b"])
    model.invoke("hi", temperature=0.1)
    model.invoke("hi")
    sent = [request.headers["anthropic-version"] for request in upstream.requests]
    assert sent == ["2023-06-01", "2026-10-21"]
    assert upstream.requests[0].headers["anthropic-beta"] == "a,b"


@pytest.mark.parametrize("streaming", [True, False])
@pytest.mark.parametrize("beat", [0.0, 0.02])
async def test_thoughts_come_back_unchanged(claude: Build, upstream: Upstream, streaming: bool, beat: float) -> None:
    blocks = [
        {"type": "thinking", "thinking": "let me see", "signature": "sig=="},
        {"type": "text", "text": "look"},
        {"type": "tool_use", "id": "toolu_1", "name": "Weather", "input": {"city": "Rome"}},
    ]
    steps = [
        wire.start(),
        *wire.thinking("let me", " see"),
        *wire.text("lo", "ok", index=1),
        *wire.tool("Weather", '{"city": ', '"Rome"}', index=2),
        *wire.end("tool_use"),
    ]
    upstream.script(Answer.of_events(steps) if streaming else Answer.of_json(wire.message(*blocks, reason="tool_use")))
    model = claude(thinking=THINKING, beat=beat).bind_tools([Weather])
    said = await total(model) if streaming else await model.ainvoke("hi")
    assert said.text == "look"
    assert [block["type"] for block in said.content_blocks] == ["reasoning", "text", "tool_call"]
    assert said.content_blocks[0]["reasoning"] == "let me see"  # type: ignore[typeddict-item]
    await model.ainvoke([HumanMessage("hi"), said, ToolMessage("sunny", tool_call_id="toolu_1")])
    assert upstream.last["messages"][1]["content"] == blocks


async def test_thoughts_that_nobody_asked_for_are_reasoning(claude: Build, upstream: Upstream) -> None:
    steps = [wire.start(), *wire.thinking("hm"), *wire.text("ok", index=1), *wire.end()]
    upstream.script(Answer.of_events(steps))
    whole = await total(claude())
    assert (whole.content, whole.additional_kwargs["reasoning_content"]) == ("ok", "hm")


def test_standard_blocks_are_understood(claude: Build, upstream: Upstream) -> None:
    answer = AIMessage(
        [
            {"type": "reasoning", "reasoning": "hm", "extras": {"signature": "s"}},
            {"type": "text", "text": "ok"},
            {"type": "tool_call", "id": "a:b", "name": "f", "args": {}},
        ],
        tool_calls=[{"id": "a:b", "name": "f", "args": {}}],
    )
    claude().invoke(
        [SystemMessage("s"), HumanMessage("h"), answer, ToolMessage("", tool_call_id="a:b", status="error")]
    )
    assert upstream.last["system"] == "s"
    assert upstream.last["messages"][1]["content"] == [
        {"type": "thinking", "thinking": "hm", "signature": "s"},
        {"type": "text", "text": "ok"},
        {"type": "tool_use", "id": "a_b", "name": "f", "input": {}},
    ]
    result = upstream.last["messages"][2]["content"][0]
    assert (result["tool_use_id"], result["is_error"]) == ("a_b", True)


def test_a_system_message_in_the_middle_is_refused(claude: Build) -> None:
    with pytest.raises(errors.InvalidCall, match=r"Anthropic: .*system messages"):
        claude().invoke([HumanMessage("h"), SystemMessage("s")])


@pytest.mark.parametrize("name", ["seed", "logprobs", "n"])
def test_what_other_apis_take_is_refused(claude: Build, upstream: Upstream, name: str) -> None:
    with pytest.raises(errors.Unsupported, match=rf"Anthropic.*takes no {name} \(model m\)"):
        claude(**{name: 1})
    with pytest.raises(errors.Unsupported, match=rf"Anthropic.*takes no {name} \(model other\)"):
        claude().invoke("hi", model="other", **{name: 1})
    assert upstream.requests == []


def test_audio_is_refused(claude: Build) -> None:
    with pytest.raises(errors.Unsupported, match=r"Anthropic.*audio.*\(model m\)"):
        claude().invoke([HumanMessage([{"type": "audio", "base64": "AA==", "mime_type": "audio/wav"}])])


CHOICES: list[tuple[Any, Any]] = [
    (None, None),
    ("auto", {"type": "auto"}),
    ("any", {"type": "any"}),
    ("none", {"type": "none"}),
    (True, {"type": "any"}),
    ("Weather", {"type": "tool", "name": "Weather"}),
    ({"type": "tool", "name": "Weather"}, {"type": "tool", "name": "Weather"}),
    ({"type": "function", "function": {"name": "Weather"}}, {"type": "tool", "name": "Weather"}),
]


@pytest.mark.parametrize(("given", "sent"), CHOICES)
def test_every_form_of_tool_choice(claude: Build, upstream: Upstream, given: Any, sent: Any) -> None:
    claude().bind_tools([Weather], tool_choice=given).invoke("hi")
    assert upstream.last.get("tool_choice") == sent
    assert upstream.last["tools"][0]["name"] == "Weather"


def test_one_call_at_a_time(claude: Build, upstream: Upstream) -> None:
    claude().bind_tools([Weather], parallel_tool_calls=False).invoke("hi")
    assert upstream.last["tool_choice"] == {"type": "auto", "disable_parallel_tool_use": True}


@pytest.mark.parametrize("method", ["function_calling", "json_schema", None])
def test_structured_answers_while_thinking(claude: Build, upstream: Upstream, method: Any) -> None:
    thinks = {} if method == "function_calling" else {"thinking": THINKING}
    shaped = claude(reasoning_effort="low", **thinks).with_structured_output(Weather, method=method)
    assert shaped.invoke("in 'Rome'") == Weather(city="Rome")
    if method != "function_calling":
        shape = upstream.last["output_config"]["format"]["schema"]
        assert (upstream.last["output_config"]["effort"], shape["additionalProperties"]) == ("low", False)


def test_a_call_without_arguments(claude: Build, upstream: Upstream) -> None:
    upstream.script(Answer.of_events([wire.start(), *wire.tool("f", ""), *wire.end("tool_use")]))
    chunks = list(claude().bind_tools([Weather]).stream("hi"))
    assert sum(chunks[1:], start=chunks[0]).tool_calls[0]["args"] == {}


async def test_very_long_answers_stream_inside(claude: Build, upstream: Upstream) -> None:
    assert (await claude(max_tokens=64_000).ainvoke("hi")).text == claude(max_tokens=64_000).invoke("hi").text
    assert [request.json["stream"] for request in upstream.requests] == [True, True]


FAULTS: dict[str, tuple[list[Any], type[errors.ProviderError]]] = {
    "cut": ([], errors.Truncated),
    "overloaded": ([wire.error("overloaded_error", "Overloaded")], errors.Unavailable),
    "billing": ([wire.error("billing_error", "no")], errors.BillingProblem),
    "text that is none": (wire.block(0, {"type": "text", "text": ["x"]}), errors.BrokenAnswer),
    "name that is none": (wire.block(0, {"type": "tool_use", "id": 1, "name": {}}), errors.BrokenAnswer),
    "index that is none": (wire.block("x", {"type": "thinking", "thinking": "x"}), errors.BrokenAnswer),  # type: ignore[arg-type]
    "strange": ([wire.event({"type": "content_block_delta", "delta": 3})], errors.BrokenAnswer),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_faults(claude: Build, upstream: Upstream, fault: str) -> None:
    steps, kind = FAULTS[fault]
    upstream.script(Answer.of_events([wire.start(), *wire.text("Hel", "lo"), *steps]))
    with pytest.raises(kind) as caught:
        [chunk async for chunk in claude().astream("hi")]
    assert caught.value.partial_text == "Hello"


async def test_a_timeout_that_the_provider_reports_is_tried_again(claude: Build, upstream: Upstream) -> None:
    upstream.script(Answer.of_events([wire.error("timeout_error", "slow")]), wire.stream("ok"))
    assert "ok" in [chunk.text async for chunk in claude(max_retries=1).astream("hi")]


async def test_an_overload_before_the_first_token_is_tried_again(claude: Build, upstream: Upstream) -> None:
    overloaded = wire.error("overloaded_error", "busy")
    upstream.script(Answer.of_events([overloaded]), Answer.of_events([wire.start(), overloaded]), wire.stream("ok"))
    assert (await total(claude(max_retries=2))).content == "ok"


def test_a_spent_budget_is_not_tried_again(claude: Build, upstream: Upstream) -> None:
    spent = {"error_code": "enforced_spend_limit_reached"}
    upstream.script(wire.refusal(429, "rate_limit_error", "limit", details=spent))
    with pytest.raises(errors.BillingProblem) as caught:
        claude(max_retries=2).invoke("hi")
    assert (caught.value.request_id, len(upstream.requests)) == ("req_9", 1)


def test_official_names(upstream: Upstream) -> None:
    model = ChatAnthropic(
        model_name="m",
        anthropic_api_key=KEY,
        anthropic_api_url=f"{upstream.url}/v1",
        max_tokens_to_sample=5,
        default_request_timeout=3,
        stop=["x"],
        effort="low",
    )
    assert (model.max_tokens, model.timeout, model.stop, model.base_url) == (5, 3, ["x"], upstream.url)
    body = model.payload([HumanMessage("h")], ["x"], stream=False)
    assert (body["stop_sequences"], body["output_config"]) == (["x"], {"effort": "low"})


CITING = [{"type": "file", "mime_type": "application/pdf", "base64": "AA", "citations": {"enabled": True}}]


@pytest.mark.parametrize(
    ("arguments", "question"),
    [({"mcp_servers": [{"type": "url"}]}, "hi"), ({}, [HumanMessage(CITING)])],  # type: ignore[arg-type]
)
async def test_what_only_blocks_can_tell_is_kept(
    claude: Build, upstream: Upstream, arguments: Any, question: Any
) -> None:
    upstream.script(Answer.of_events([wire.start(), *wire.text("x"), *wire.end()]))
    chunks = [chunk async for chunk in claude(**arguments).astream(question)]
    assert chunks[0].content == [{"type": "text", "text": "x", "index": 0}]


def test_the_latest_container_is_used_again(claude: Build, upstream: Upstream) -> None:
    upstream.script(Answer.of_json({**wire.message({"type": "text", "text": "x"}), "container": {"id": "box"}}))
    model = claude(reuse_last_container=True)
    model.invoke([HumanMessage("hi"), model.invoke("hi"), HumanMessage("go on")])
    assert upstream.last["container"] == "box"
