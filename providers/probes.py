"""What a model can do besides text, found out by asking for it: one small call for each thing."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, HumanMessage

from providers.errors import (
    InvalidRequest,
    JobFailed,
    NotFound,
    ProviderError,
    Unavailable,
    Unsupported,
)
from providers.factory import build_chat_model
from providers.wire.picture import red_square

_TOKENS = 400  # a model that reasons uses some before it answers
_TOOL = {
    "type": "function",
    "function": {
        "name": "report_weather",
        "description": "Reports the weather of a city.",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
        },
    },
}
_SCHEMA = {
    "title": "colour",
    "description": "A colour.",
    "type": "object",
    "properties": {"name": {"type": "string"}},
    "required": ["name"],
    "additionalProperties": False,
}


def probe(slug: str, **settings: Any) -> dict[str, bool | None]:
    """Try tools, structured output, image input and logprobs.

    Args: as for `build_chat_model`, with `model`.

    Returns: for each, whether it worked; None where a failure says nothing about the model,
        such as an outage.

    Raises:
        ProviderError: the model does not answer a plain question, so that nothing can be told.
    """
    model = build_chat_model(slug, **{"max_retries": 0, **settings})
    model.invoke("Say hi.", max_tokens=_TOKENS)
    tries: dict[str, Callable[[BaseChatModel], bool]] = {
        "tools": _calls_a_tool,
        "structured": _keeps_to_a_schema,
        "image": _sees,
        "logprobs": _tells_probabilities,
    }
    return {name: _worked(attempt, model) for name, attempt in tries.items()}


def _worked(attempt: Callable[[BaseChatModel], bool], model: BaseChatModel) -> bool | None:
    try:
        return attempt(model)
    except (InvalidRequest, Unsupported, NotFound, JobFailed):
        return False
    except Unavailable as error:
        # Some servers answer 500 to what they do not know.
        return False if error.status == 500 else None
    except ProviderError:
        return None
    except (ValueError, NotImplementedError):  # LangChain could not read the answer, or the class does not offer it
        return False


def _calls_a_tool(model: BaseChatModel) -> bool:
    bound = model.bind_tools([_TOOL], tool_choice="any")
    answer = bound.invoke("Report the weather of Paris.", max_tokens=_TOKENS)
    return any(call["name"] == "report_weather" for call in answer.tool_calls)


def _keeps_to_a_schema(model: BaseChatModel) -> bool:
    answer = model.with_structured_output(_SCHEMA).invoke("Name the colour of grass.", max_tokens=_TOKENS)
    return isinstance(answer, dict) and isinstance(answer.get("name"), str)


def _sees(model: BaseChatModel) -> bool:
    picture = {"type": "image", "mime_type": "image/png", "base64": b64encode(red_square()).decode()}
    question = {"type": "text", "text": "Which colour is this picture? Answer with one word."}
    answer = model.invoke([HumanMessage([question, picture])], max_tokens=_TOKENS)
    return "red" in str(answer.text).lower()


def _tells_probabilities(model: BaseChatModel) -> bool:
    answer = model.invoke("Say hi.", logprobs=True, max_tokens=_TOKENS)
    return isinstance(answer, AIMessage) and bool(answer.response_metadata.get("logprobs"))
