"""Tools and structured output, the same for every family of APIs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessage
from langchain_core.output_parsers import (
    BaseOutputParser,
    JsonOutputParser,
    PydanticOutputParser,
)
from langchain_core.output_parsers.openai_tools import JsonOutputKeyToolsParser, PydanticToolsParser
from langchain_core.runnables import Runnable, RunnableMap, RunnablePassthrough
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool
from langchain_core.utils.pydantic import is_basemodel_subclass

from providers.errors import InvalidCall

ToolLike = dict[str, Any] | type | Callable[..., Any] | BaseTool
METHODS = ("function_calling", "json_schema", "json_mode")


def tool_name(tool: dict[str, Any]) -> str:
    """The name of a tool in OpenAI's form."""
    return str(tool.get("function", {}).get("name") or tool.get("name") or tool.get("type"))


def described(tool: ToolLike, strict: bool | None = None) -> dict[str, Any]:
    """A tool or schema of any kind that LangChain knows, in OpenAI's form.

    Raises:
        InvalidCall: it is of no such kind.
    """
    if isinstance(tool, dict) and tool.get("type") == "json_schema":  # the form of `response_format`
        asked = tool.get("json_schema", {})
        tool = {("parameters" if name == "schema" else name): value for name, value in asked.items()}
    try:
        return convert_to_openai_tool(tool, strict=strict)
    except (ValueError, TypeError) as error:
        reason = str(error).partition("\n")[0][:200]
        raise InvalidCall(f"this tool or schema cannot be described to a model: {reason}") from None


def openai_tools(tools: Sequence[ToolLike], strict: bool | None) -> list[dict[str, Any]]:
    """Tools of any kind that LangChain knows, in OpenAI's form."""
    return [described(tool, strict) for tool in tools]


def wire_tool_choice(choice: Any, tools: Sequence[dict[str, Any]]) -> Any:
    """Any form of `tool_choice` in OpenAI's form, None for no opinion.

    Accepts "auto", "none", "any", "required", a tool's name, True, False, None, and objects of
    OpenAI's or Anthropic's form.

    Raises:
        InvalidCall: a name that none of the tools has.
    """
    if choice is None or choice is False:
        return None
    if choice is True or choice in ("any", "required"):
        return "required"
    if choice in ("auto", "none"):
        return choice
    if isinstance(choice, dict):
        return _from_object(choice, tools)
    names = [tool_name(tool) for tool in tools]
    if names and choice not in names:
        raise InvalidCall(f"tool_choice {choice!r} is none of the tools: {', '.join(names)}")
    return {"type": "function", "function": {"name": choice}}


def _from_object(choice: dict[str, Any], tools: Sequence[dict[str, Any]]) -> Any:
    if choice.get("type") in ("auto", "any", "none"):
        return wire_tool_choice(choice["type"], tools)
    if choice.get("type") == "tool":
        return wire_tool_choice(choice["name"], tools)
    if choice.get("type") == "function" and "function" in choice:
        return wire_tool_choice(choice["function"]["name"], tools)
    return choice


def parser_of(schema: Any, method: str) -> BaseOutputParser[Any]:
    """Turns an answer into what `schema` describes."""
    is_class = isinstance(schema, type) and is_basemodel_subclass(schema)
    if method == "function_calling":
        if is_class:
            return PydanticToolsParser(tools=[schema], first_tool_only=True)
        name = tool_name(described(schema))
        return JsonOutputKeyToolsParser(key_name=name, first_tool_only=True)
    return PydanticOutputParser(pydantic_object=schema) if is_class else JsonOutputParser()


def with_parser(
    bound: Runnable[LanguageModelInput, AIMessage], parser: BaseOutputParser[Any], include_raw: bool
) -> Runnable[LanguageModelInput, Any]:
    """The model followed by its parser, keeping the raw message when asked to."""
    if not include_raw:
        return bound | parser
    parsed = RunnablePassthrough.assign(parsed=itemgetter("raw") | parser, parsing_error=lambda _: None)
    failed = RunnablePassthrough.assign(parsed=lambda _: None)
    kept = parsed.with_fallbacks([failed], exception_key="parsing_error")
    return RunnableMap(raw=bound) | kept


def checked_method(method: str, schema: Any) -> str:
    """`method` if it is one of the known ones and has what it needs.

    Raises:
        InvalidCall: unknown, or no schema where one is needed.
    """
    if method not in METHODS:
        raise InvalidCall(f"method {method!r} is unknown; use one of {', '.join(METHODS)}")
    if schema is None and method != "json_mode":
        raise InvalidCall(f"method {method!r} needs a schema")
    return method
