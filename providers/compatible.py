"""OpenAI's chat protocol, which most vendors and servers speak.

A vendor is a subclass with its address, its key variable and its quirks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar, Literal
from urllib.parse import urlencode

from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from pydantic import Field, PrivateAttr

from providers import learned
from providers.base import HTTPChatModel
from providers.errors import BrokenAnswer, InvalidCall, InvalidRequest, NotFound, ProviderError
from providers.net import refusals
from providers.net.exchange import Answer, Call, Reply
from providers.settings import ModelSettings
from providers.wire.openai_answers import OpenAIParser, whole_message
from providers.wire.openai_messages import to_wire
from providers.wire.tools import (
    ToolLike,
    checked_method,
    described,
    openai_tools,
    parser_of,
    tool_name,
    wire_tool_choice,
    with_parser,
)

_COUNTED = {"include_usage": True}


class CompatibleChatModel(HTTPChatModel):
    """A chat model that speaks OpenAI's protocol.

    Args (besides those of `ModelSettings`): n, presence_penalty, frequency_penalty, seed,
        logit_bias, logprobs, top_logprobs (0-20), reasoning_effort, user, service_tier, tools,
        tool_choice as in https://platform.openai.com/docs/api-reference/chat/create;
        stream_options: further options of streams; disabled_params: names of parameters never
        to send, or values of them; organization: who pays; default_query: goes into the address.
    """

    path: ClassVar[str] = "/chat/completions"
    inputs: ClassVar[frozenset[str]] = frozenset({"image"})
    structured_by: ClassVar[str] = "json_schema"
    max_tokens_field: ClassVar[str] = "max_tokens"
    sampling: ClassVar[tuple[str, ...]] = (
        "temperature",
        "top_p",
        "n",
        "presence_penalty",
        "frequency_penalty",
        "seed",
        "logit_bias",
        "logprobs",
        "top_logprobs",
        "reasoning_effort",
        "user",
        "service_tier",
        "tools",
        "tool_choice",
    )
    aliases = {
        **ModelSettings.aliases,
        "max_completion_tokens": "max_tokens",
        "openai_organization": "organization",
        "openai_proxy": "proxy",
    }

    n: int | None = None
    presence_penalty: float | None = None
    frequency_penalty: float | None = None
    seed: int | None = None
    logit_bias: dict[str | int, float] | None = None
    logprobs: bool | None = None
    top_logprobs: int | None = None
    reasoning_effort: str | None = None
    user: str | None = None
    service_tier: str | None = None
    tools: list[dict[str, Any]] | None = None
    tool_choice: str | dict[str, Any] | None = None
    stream_options: dict[str, Any] | None = None
    disabled_params: dict[str, Any] | None = None
    organization: str | None = None
    default_query: dict[str, str] = Field(default_factory=dict)
    _options_refused: bool = PrivateAttr(default=False)  # maybe: to be believed when the call without them succeeds

    # The request

    def credentials(self) -> dict[str, str]:
        """The key, and the organization that pays."""
        organization = {"openai-organization": self.organization} if self.organization else {}
        return {**super().credentials(), **organization}

    def call(self, body: Any = None, *, path: str = "", method: str = "POST") -> Call:
        """A request with `default_query` in its address."""
        call = super().call(body, path=path, method=method)
        if not self.default_query:
            return call
        return replace(call, url=f"{call.url}?{urlencode(self.default_query)}")

    def payload(
        self, messages: list[BaseMessage], stop: list[str] | None, *, stream: bool, **kwargs: Any
    ) -> dict[str, Any]:
        """The request body; what is not set is not sent, and arguments of the call win."""
        body: dict[str, Any] = {"model": self.model_name, "messages": to_wire(messages, self.inputs)}
        chosen = {name: getattr(self, name) for name in self.sampling}
        chosen[self.max_tokens_field] = self.max_tokens
        chosen |= self.model_kwargs | self.extra_body | self._overrides(kwargs)
        if stop:
            chosen["stop"] = stop
        counted = chosen.pop("stream_usage", self.stream_usage)
        if stream:
            chosen |= self._streaming(chosen, counted=counted)
        body |= {name: value for name, value in chosen.items() if value is not None}
        return self._without_disabled(body)

    def _overrides(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        given = {**kwargs, **(kwargs.pop("extra_body", None) or {})}
        given.pop("extra_body", None)
        if "max_tokens" in given:
            given.setdefault(self.max_tokens_field, given.pop("max_tokens"))
        if "max_completion_tokens" in given and self.max_tokens_field == "max_tokens":
            given["max_tokens"] = given.pop("max_completion_tokens")
        if given.get("tools"):
            given["tools"] = [tool if isinstance(tool, dict) else described(tool) for tool in given["tools"]]
        if "tool_choice" in given:
            given["tool_choice"] = wire_tool_choice(given["tool_choice"], given.get("tools") or ())
        if isinstance(given.get("response_format"), type):
            given |= self.response_format(given["response_format"], None)
        return given

    def _streaming(self, chosen: dict[str, Any], *, counted: bool) -> dict[str, Any]:
        if (chosen.get("n") or 1) > 1:
            raise InvalidCall("n must be 1 when streaming")
        refused = learned.recall(self.base_url, _refusing(chosen.get("model") or self.model_name))
        options = {**(_COUNTED if counted and not refused else {}), **(self.stream_options or {})}
        options |= chosen.get("stream_options") or {}
        return {"stream": True, "stream_options": options or None}

    def _without_disabled(self, body: dict[str, Any]) -> dict[str, Any]:
        disabled = self.disabled_params or {}
        return {
            name: value
            for name, value in body.items()
            if name not in disabled or (disabled[name] is not None and value not in disabled[name])
        }

    def amend(self, body: dict[str, Any], error: ProviderError) -> dict[str, Any] | None:
        """Without `stream_options`, if the server does not know it; later calls leave it out at once."""
        if isinstance(error, NotFound):
            learned.forget(self.base_url)  # something else may be there now
        named = "stream_options" in error.detail or "include_usage" in error.detail
        if not isinstance(error, InvalidRequest) or not named or "stream_options" not in body:
            return None
        self._options_refused = body["stream_options"] == _COUNTED
        return {name: value for name, value in body.items() if name != "stream_options"}

    # The answer

    def head(self) -> dict[str, Any]:
        """Metadata of every chunk and message."""
        return {}

    def parser(self, answer: Answer, body: dict[str, Any]) -> OpenAIParser:
        """A parser for the stream that answers `body`, which shows whether an error was about the options it lacks."""
        if self._options_refused and "stream_options" not in body:
            learned.remember(self.base_url, _refusing(body["model"]), True)
        return OpenAIParser(body["model"], refusals.request_id(answer.headers), self.head())

    def result(self, reply: Reply, body: dict[str, Any]) -> ChatResult:
        """The messages of a whole answer, one for each choice."""
        answer = reply.json()
        if not isinstance(answer, dict):
            raise BrokenAnswer("the answer is not an object")
        if answer.get("error") or answer.get("object") == "error":
            raise refusals.from_event(answer)
        if not answer.get("choices"):
            raise BrokenAnswer("the answer has no choices")
        request_id = refusals.request_id(reply.headers)
        generations = [self._generation(choice, answer, body, request_id) for choice in answer["choices"]]
        for other in generations[1:]:
            other.message.usage_metadata = None  # type: ignore[attr-defined]  # one bill for all
        return ChatResult(generations=generations, llm_output={"model_name": body["model"]})

    def _generation(
        self, choice: dict[str, Any], answer: dict[str, Any], body: dict[str, Any], request_id: str | None
    ) -> ChatGeneration:
        parser = OpenAIParser(body["model"], request_id, self.head())
        parser.about(answer)
        message = whole_message(parser, choice)
        if isinstance(answer.get("usage"), dict):
            message.response_metadata["token_usage"] = answer["usage"]
        info = {"finish_reason": choice.get("finish_reason")}
        return ChatGeneration(message=message, generation_info=info)

    # Tools and structured output

    def bind_tools(
        self,
        tools: Sequence[ToolLike],
        *,
        tool_choice: str | dict[str, Any] | bool | None = None,
        strict: bool | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """The model with tools it may call.

        tool_choice: "auto", "none", "any" or "required", a tool's name, True for any, or an
            object of OpenAI's form.
        """
        return self.bind(**bound_tools(tools, tool_choice, strict), **kwargs)

    def with_structured_output(
        self,
        schema: Any = None,
        *,
        method: Literal["function_calling", "json_mode", "json_schema"] | None = None,
        include_raw: bool = False,
        strict: bool | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, Any]:
        """The model with answers of a given shape.

        schema: a Pydantic class, a TypedDict, a JSON schema or a tool in OpenAI's form.
        method: "json_schema" lets the server enforce it, "function_calling" forces a tool call,
            "json_mode" asks for any JSON object.
        include_raw: return {"raw", "parsed", "parsing_error"} instead of the parsed value.
        """
        chosen = checked_method(method or self.structured_by, schema)
        note = {"kwargs": {"method": chosen, "strict": strict}, "schema": schema}
        if chosen == "function_calling":
            name = tool_name(described(schema))
            bound = self.bind_tools(
                [schema],
                tool_choice=name,
                strict=strict,
                ls_structured_output_format=note,
                **kwargs,
            )
        else:
            asked = self.response_format(schema if chosen == "json_schema" else None, strict)
            bound = self.bind(**asked, ls_structured_output_format=note, **kwargs)
        return with_parser(bound, parser_of(schema, chosen), include_raw)

    def response_format(self, schema: Any, strict: bool | None) -> dict[str, Any]:
        """The fields that ask for JSON, of `schema` if there is one."""
        if schema is None:
            return {"response_format": {"type": "json_object"}}
        function = described(schema, strict)["function"]
        about = {
            "name": function["name"],
            "description": function.get("description"),
            "schema": function.get("parameters", {"type": "object", "properties": {}}),
            "strict": function.get("strict", strict),
        }
        known = {name: value for name, value in about.items() if value is not None}
        return {"response_format": {"type": "json_schema", "json_schema": known}}


def _refusing(model: str) -> str:
    return f"{model} refuses stream_options"


def bound_tools(given: Sequence[ToolLike], choice: Any, strict: bool | None) -> dict[str, Any]:
    """The arguments that carry tools and the choice among them."""
    formatted = openai_tools(given, strict)
    chosen = wire_tool_choice(choice, formatted)
    return {"tools": formatted} | ({"tool_choice": chosen} if chosen is not None else {})
