"""Anthropic's Messages API.

Source: https://docs.anthropic.com/en/api/messages
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any, ClassVar, Literal
from urllib.parse import urlencode

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import LanguageModelInput
from langchain_core.language_models.chat_models import generate_from_stream
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from pydantic import Field

from providers import discovery
from providers.base import HTTPChatModel
from providers.discovery import ModelInfo
from providers.errors import BrokenAnswer
from providers.net import refusals
from providers.net.exchange import Answer, Call, Reply
from providers.settings import ModelSettings
from providers.wire.anthropic_answers import AnthropicParser, whole_message
from providers.wire.anthropic_messages import cites, latest_container, to_wire
from providers.wire.anthropic_tools import anthropic_tool, tool_fields
from providers.wire.anthropic_versions import SAMPLING, thinks, version_for
from providers.wire.flows import Flow
from providers.wire.tools import ToolLike, checked_method, described, parser_of, wire_tool_choice, with_parser

_PLAIN_LIMIT = 21_333  # tokens; a longer answer may take over ten minutes and must stream
_FEATURES = frozenset({"tools", "structured", "image", "pdf"})


class ChatAnthropic(HTTPChatModel):
    """Claude models.

    Reads ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN, ANTHROPIC_API_URL or ANTHROPIC_BASE_URL, and
    ANTHROPIC_PROXY for arguments that are not given. Arguments as in `ModelSettings`, under the
    names of Anthropic's own package too (`max_tokens_to_sample`, `anthropic_api_key` …), and:

    top_k, thinking, output_config, mcp_servers, context_management, container, inference_geo,
        user_profile_id, service_tier: fields of the request.
    reuse_last_container: go on in the container that the latest answer names.
    reasoning_effort: goes into `output_config`; also `effort`.
    betas: features to switch on by header.
    anthropic_version: "auto" sends the newest version that knows the parameters in use.

    Content is text; with tools or thinking it is a list of blocks, among them the thoughts,
    whose signatures the API wants back in the next turn.

    Raises:
        InvalidCall: a missing key, an unknown argument or a value of the wrong type.
    """

    slug: ClassVar[str] = "anthropic"
    label: ClassVar[str] = "Anthropic"
    path: ClassVar[str] = "/v1/messages"
    key_variable: ClassVar[str] = "ANTHROPIC_API_KEY"
    url_variables: ClassVar[tuple[str, ...]] = ("ANTHROPIC_API_URL", "ANTHROPIC_BASE_URL")
    default_base_url: ClassVar[str] = "https://api.anthropic.com"
    request_fields: ClassVar[tuple[str, ...]] = (
        *SAMPLING,
        "thinking",
        "mcp_servers",
        "context_management",
        "container",
        "inference_geo",
        "user_profile_id",
        "service_tier",
    )
    lacks = frozenset({"frequency_penalty", "logit_bias", "logprobs", "n", "presence_penalty", "seed", "top_logprobs"})
    aliases = {
        **ModelSettings.aliases,
        "max_tokens_to_sample": "max_tokens",
        "default_request_timeout": "timeout",
        "anthropic_api_key": "api_key",
        "anthropic_api_url": "base_url",
        "anthropic_proxy": "proxy",
        "effort": "reasoning_effort",
    }

    max_tokens: int | None = Field(default=4096, gt=0)
    top_k: int | None = None
    thinking: dict[str, Any] | None = None
    output_config: dict[str, Any] | None = None
    reasoning_effort: str | None = None
    mcp_servers: list[dict[str, Any]] | None = None
    context_management: dict[str, Any] | None = None
    container: str | dict[str, Any] | None = None
    reuse_last_container: bool = False
    inference_geo: str | None = None
    user_profile_id: str | None = None
    service_tier: str | None = None
    betas: list[str] | None = None
    anthropic_version: str = "auto"

    @property
    def _llm_type(self) -> str:
        return "anthropic-chat"

    @classmethod
    def _complete(cls, known: dict[str, Any]) -> None:
        super()._complete(known)
        if known.get("api_key") is None:
            known["api_key"] = os.environ.get("ANTHROPIC_AUTH_TOKEN")
        known["proxy"] = known.get("proxy") or os.environ.get("ANTHROPIC_PROXY")

    def _check(self) -> None:
        super()._check()
        self.base_url = self.base_url.removesuffix("/v1")

    # The request

    def payload(
        self, messages: list[BaseMessage], stop: list[str] | None, *, stream: bool, **kwargs: Any
    ) -> dict[str, Any]:
        """The request body; what is not set is not sent, and arguments of the call win."""
        kwargs.pop("stream_usage", None)  # this API always counts
        chosen: dict[str, Any] = {name: getattr(self, name) for name in self.request_fields}
        if self.reuse_last_container and not self.container:
            chosen["container"] = latest_container(messages)
        chosen |= {"max_tokens": self.max_tokens, "stop_sequences": stop}
        chosen["output_config"] = self._output_config(kwargs) or None
        chosen |= self.model_kwargs | self.extra_body | (kwargs.pop("extra_body", None) or {}) | kwargs
        chosen |= tool_fields(chosen)
        body = {"model": self.model_name, **to_wire(messages)}
        body |= {name: value for name, value in chosen.items() if value is not None}
        return {**body, "stream": True} if stream else body

    def _output_config(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        effort = kwargs.pop("reasoning_effort", None) or self.reasoning_effort
        asked = {"effort": effort} if effort else {}
        return {**(self.output_config or {}), **asked, **(kwargs.pop("output_config", None) or {})}

    def call(self, body: Any = None, *, path: str = "", method: str = "POST") -> Call:
        """A request with the version that knows what `body` uses."""
        call = super().call(body, path=path, method=method)
        version = version_for(body or {}) if self.anthropic_version == "auto" else self.anthropic_version
        own = {"anthropic-version": version}
        if self.betas:
            own["anthropic-beta"] = ",".join(self.betas)
        return Call(call.method, call.url, {**own, **call.headers}, call.body)

    # The answer

    def parser(self, answer: Answer, body: dict[str, Any]) -> AnthropicParser:
        """A parser for the stream that answers `body`."""
        blocks = bool(body.get("tools") or body.get("mcp_servers") or thinks(body) or cites(body))
        return AnthropicParser(body["model"], refusals.request_id(answer.headers), blocks=blocks)

    def result(self, reply: Reply, body: dict[str, Any]) -> ChatResult:
        """The message of a whole answer."""
        answer = reply.json()
        if not isinstance(answer, dict):
            raise BrokenAnswer("the answer is not an object")
        if answer.get("type") == "error" or answer.get("error"):
            raise refusals.from_event(answer)
        message = whole_message(answer, body["model"], refusals.request_id(reply.headers))
        return ChatResult(generations=[ChatGeneration(message=message)], llm_output={"model_name": body["model"]})

    def _long(self, kwargs: dict[str, Any]) -> bool:
        wanted = kwargs.get("max_tokens") or self.max_tokens
        return isinstance(wanted, int) and wanted > _PLAIN_LIMIT

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        if self._long(kwargs):
            stream: Iterator[Any] = self._stream(messages, stop, **kwargs)
            return generate_from_stream(stream)
        return super()._generate(messages, stop, run_manager, **kwargs)

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        if self._long(kwargs):
            stream: AsyncIterator[Any] = self._astream(messages, stop, **kwargs)
            return generate_from_stream(iter([chunk async for chunk in stream]))
        return await super()._agenerate(messages, stop, run_manager, **kwargs)

    # What the provider serves

    def listing(self) -> Flow[list[ModelInfo]]:
        """All pages of the list of models."""
        models: list[ModelInfo] = []
        after = ""
        while True:
            reply = yield self.call(path=f"/v1/models?limit=1000{after}", method="GET")
            page = reply.json()
            found = discovery.read_models(page, output_names=("max_tokens",), capabilities=_FEATURES)
            models += found
            last = page.get("last_id") if isinstance(page, dict) and page.get("has_more") else None
            if not found or not last or len(models) >= discovery.MOST:
                return models
            after = "&" + urlencode({"after_id": last})

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
            object of Anthropic's or OpenAI's form. `parallel_tool_calls=False` allows one call.
        """
        formatted = [anthropic_tool(tool, strict) for tool in tools]
        chosen = wire_tool_choice(tool_choice, formatted)
        return self.bind(tools=formatted, **({"tool_choice": chosen} if chosen else {}), **kwargs)

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

        method: "function_calling" forces a tool call; "json_schema" lets the API enforce the
            schema, and is the default while thinking, which forbids forced calls; "json_mode"
            only reads the JSON that the prompt asks for, since the API has no such mode.
        """
        default = "json_schema" if thinks({"thinking": self.thinking}) else "function_calling"
        chosen = checked_method(method or default, schema)
        note = {"kwargs": {"method": chosen, "strict": strict}, "schema": schema}
        asked: dict[str, Any] = {"ls_structured_output_format": note, **kwargs}
        if chosen == "json_schema":
            shape = described(schema, strict=True)["function"].get("parameters")
            asked["output_config"] = {"format": {"type": "json_schema", "schema": shape}}
        elif chosen == "function_calling":
            tool = anthropic_tool(schema, strict)
            asked |= {"tools": [tool], "tool_choice": {"type": "tool", "name": tool["name"]}}
        return with_parser(self.bind(**asked), parser_of(schema, chosen), include_raw)
