"""What is sent to a server of OpenAI's kind."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage
from pydantic import BaseModel

from providers.errors import InvalidCall, TimedOut, Unavailable, Unsupported
from providers.openai import ChatOpenAI
from tests.upstream import Answer, Upstream
from tests.upstream import openai as wire

Build = Callable[..., ChatOpenAI]
PNG = "iVBORw0KGgo="


@pytest.fixture(autouse=True)
def answers(upstream: Upstream) -> None:
    upstream.handler = lambda request: Answer.of_json(wire.completion())


def test_only_what_is_set_is_sent(model: Build, upstream: Upstream) -> None:
    model().invoke("hi")
    assert upstream.last == {"model": "m", "messages": [{"role": "user", "content": "hi"}]}
    assert "stream" not in upstream.last


def test_fields_and_the_call_overrides_them(model: Build, upstream: Upstream) -> None:
    built = model(temperature=0.5, max_tokens=9, stop=["a"], seed=1, extra_body={"min_p": 0.1})
    built.invoke("hi", stop=["b"], temperature=0.0, max_tokens=3, model="other", extra_body={"min_p": 0.2})
    sent = {name: value for name, value in upstream.last.items() if name != "messages"}
    assert sent == {"model": "other", "temperature": 0.0, "max_tokens": 3, "stop": ["b"], "seed": 1, "min_p": 0.2}


def test_openai_itself_gets_the_new_name_of_max_tokens() -> None:
    body = ChatOpenAI(api_key="sk-x", max_tokens=5).payload([HumanMessage("x")], None, stream=False)
    assert body["max_completion_tokens"] == 5
    assert "max_tokens" not in body


def test_headers(model: Build, upstream: Upstream) -> None:
    model(default_headers={"X-Team": "a"}, organization="org").invoke("hi")
    headers = upstream.requests[-1].headers
    assert headers["authorization"].startswith("Bearer sk-")
    assert (headers["x-team"], headers["openai-organization"]) == ("a", "org")
    assert headers["accept-encoding"] == "identity"


IMAGE = {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PNG}"}}
BLOCKS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"type": "text", "text": "t"}, {"type": "text", "text": "t"}),
    ({"type": "text-plain", "text": "t"}, {"type": "text", "text": "t"}),
    (IMAGE, IMAGE),
    ({"type": "image", "base64": PNG, "mime_type": "image/png"}, IMAGE),
    ({"type": "image", "source_type": "base64", "data": PNG, "mime_type": "image/png"}, IMAGE),
    ({"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": PNG}}, IMAGE),
    (
        {"type": "image", "url": "https://h/a.png"},
        {"type": "image_url", "image_url": {"url": "https://h/a.png"}},
    ),
    (
        {"type": "audio", "base64": PNG, "mime_type": "audio/mpeg"},
        {"type": "input_audio", "input_audio": {"data": PNG, "format": "mp3"}},
    ),
    (
        {"type": "input_audio", "input_audio": {"data": PNG, "format": "wav"}},
        {"type": "input_audio", "input_audio": {"data": PNG, "format": "wav"}},
    ),
    (
        {"type": "video", "base64": PNG, "mime_type": "video/mp4"},
        {"type": "video_url", "video_url": {"url": f"data:video/mp4;base64,{PNG}"}},
    ),
    (
        {"type": "file", "base64": PNG, "mime_type": "application/pdf", "filename": "a.pdf"},
        {"type": "file", "file": {"filename": "a.pdf", "file_data": f"data:application/pdf;base64,{PNG}"}},
    ),
    ({"type": "file", "file": {"file_id": "f-1"}}, {"type": "file", "file": {"file_id": "f-1"}}),
]


@pytest.mark.parametrize(("block", "sent"), BLOCKS)
def test_content_in_every_dialect(model: Build, upstream: Upstream, block: dict[str, Any], sent: Any) -> None:
    model().invoke([HumanMessage([block])])
    assert upstream.last["messages"][0]["content"] == [sent]


@pytest.mark.parametrize("block", [{"type": "hologram"}, {"type": "image"}, {"type": "image_url"}])
def test_unknown_and_malformed_content_is_refused(model: Build, block: dict[str, Any]) -> None:
    with pytest.raises(InvalidCall, match=str(block["type"])):
        model().invoke([HumanMessage([block])])


def test_what_a_provider_cannot_take_is_refused_not_dropped(model: Build) -> None:
    class Blind(ChatOpenAI):
        inputs = frozenset()
        label = "Blind"

    with pytest.raises(Unsupported, match=r"Blind.*no image input"):
        Blind(api_key="sk-x").invoke([HumanMessage([IMAGE])])


def test_a_tool_loop_with_traces_of_other_providers(model: Build, upstream: Upstream) -> None:
    history = [
        SystemMessage("s"),
        HumanMessage("h", name="ann"),
        AIMessage(
            [
                {"type": "thinking", "thinking": "hm", "signature": "s"},
                {"type": "text", "text": "look"},
                {"type": "tool_use", "id": "c1", "name": "f", "input": {"x": "é"}},
            ],
            tool_calls=[{"id": "c1", "name": "f", "args": {"x": "é"}}],
            additional_kwargs={"tool_call_extras": {"c1": {"extra_content": {"sig": 1}}}},
        ),
        ToolMessage("42", tool_call_id="c1"),
    ]
    model().invoke(history)
    call = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": '{"x":"é"}'}}
    assert upstream.last["messages"] == [
        {"role": "system", "content": "s"},
        {"role": "user", "content": "h", "name": "ann"},
        {"role": "assistant", "content": "look", "tool_calls": [{**call, "extra_content": {"sig": 1}}]},
        {"role": "tool", "tool_call_id": "c1", "content": "42"},
    ]


class Weather(BaseModel):
    """Tell the weather."""

    city: str


CHOICES: list[tuple[Any, Any]] = [
    (None, None),
    ("auto", "auto"),
    ("none", "none"),
    ("any", "required"),
    ("required", "required"),
    (True, "required"),
    ("Weather", {"type": "function", "function": {"name": "Weather"}}),
    ({"type": "tool", "name": "Weather"}, {"type": "function", "function": {"name": "Weather"}}),
    ({"type": "any"}, "required"),
]


@pytest.mark.parametrize(("given", "sent"), CHOICES)
def test_every_form_of_tool_choice(model: Build, upstream: Upstream, given: Any, sent: Any) -> None:
    model().bind_tools([Weather], tool_choice=given).invoke("hi")
    assert upstream.last.get("tool_choice") == sent
    assert upstream.last["tools"][0]["function"]["name"] == "Weather"


def test_a_choice_that_is_no_tool_is_refused(model: Build) -> None:
    with pytest.raises(InvalidCall, match="none of the tools: Weather"):
        model().bind_tools([Weather], tool_choice="Wether")


def test_several_choices(model: Build, upstream: Upstream) -> None:
    body = wire.completion("a")
    body["choices"].append({**body["choices"][0], "index": 1, "message": {"content": "b"}})
    upstream.script(Answer.of_json(body))
    generations = model(n=2).generate([[HumanMessage("hi")]]).generations[0]
    assert [generation.text for generation in generations] == ["a", "b"]
    with pytest.raises(InvalidCall, match="n must be 1"):
        list(model(n=2).stream("hi"))


@pytest.mark.parametrize("schema", [{"no": "title"}, 3, "text"])
def test_what_is_no_schema_is_said(model: Build, schema: Any) -> None:
    with pytest.raises(InvalidCall, match="cannot be described"):
        model().with_structured_output(schema)
    with pytest.raises(InvalidCall, match="cannot be described"):
        model().bind_tools([schema])


def test_an_explicit_proxy_is_used(upstream: Upstream) -> None:
    ChatOpenAI(api_key="sk-x", model="m", base_url="http://far.example/v1", openai_proxy=upstream.url).invoke("hi")
    assert upstream.requests[0].path == "http://far.example/v1/chat/completions"


def test_a_call_may_do_without_counts(model: Build, upstream: Upstream) -> None:
    upstream.script(wire.stream("ok"))
    list(model().stream("hi", stream_usage=False))
    assert not {"stream_usage", "stream_options"} & upstream.last.keys()


@pytest.mark.parametrize(
    "arguments",
    [
        {"timeout": "long"},
        {"max_retries": -1},
        {"extra_headers": 5},
        {"extra_headers": {"host": "b"}},
        {"extra_body": 5},
        {"stream_options": 5},
        {"n": "2"},
        {"tools": 5},
        {"extra_body": {"x": object()}},
    ],
)
def test_what_no_request_can_hold_is_refused(model: Build, upstream: Upstream, arguments: dict[str, Any]) -> None:
    with pytest.raises(InvalidCall) as caught:
        list(model().stream("hi", **arguments))
    assert "Nothing was sent" in str(caught.value) and upstream.requests == []


def test_what_json_has_several_forms_for(model: Build, upstream: Upstream) -> None:
    day = AIMessage("", tool_calls=[{"id": "c", "name": "f", "args": {"day": date(2026, 1, 2)}}])
    model(logit_bias={50256: -100}).invoke([HumanMessage("h"), day, ToolMessage("x", tool_call_id="c")], stop="q")
    assert upstream.last["messages"][1]["tool_calls"][0]["function"]["arguments"] == '{"day":"2026-01-02"}'
    assert (upstream.last["logit_bias"], upstream.last["stop"]) == ({"50256": -100}, ["q"])


def test_a_tool_of_one_call_is_described(model: Build, upstream: Upstream) -> None:
    def look(place: str) -> str:
        """Look at a place."""
        return place

    model().invoke("hi", tools=[look])
    assert upstream.last["tools"][0]["function"]["name"] == "look"


FORM = {"name": "P", "schema": {"type": "object", "properties": {"a": {"type": "string"}}}, "strict": True}


@pytest.mark.parametrize("method", ["json_schema", "function_calling"])
def test_a_schema_in_the_form_of_response_format(model: Build, upstream: Upstream, method: Any) -> None:
    call = {"id": "c", "type": "function", "function": {"name": "P", "arguments": '{"a": "x"}'}}
    upstream.script(Answer.of_json(wire.completion('{"a": "x"}', tool_calls=[call])))
    form = {"type": "json_schema", "json_schema": FORM}
    assert model().with_structured_output(form, method=method).invoke("hi") == {"a": "x"}
    if method == "json_schema":
        assert upstream.last["response_format"]["json_schema"] == FORM


def test_a_call_may_bring_its_own_headers_and_patience(model: Build, upstream: Upstream) -> None:
    built = model(default_headers={"x-a": "model", "x-b": "model"}, max_retries=2)
    upstream.script(Answer.of_json({}, 500), Answer(silent=60))
    with pytest.raises(Unavailable):
        built.invoke("hi", max_retries=0, extra_headers={"x-a": "call"})
    with pytest.raises(TimedOut):
        list(built.stream("hi", timeout=0.5))
    first, second = upstream.requests
    assert (first.headers["x-a"], first.headers["x-b"], second.headers["x-a"]) == ("call", "model", "model")
    assert not {"timeout", "max_retries", "extra_headers", "default_headers"} & {*first.json, *second.json}
