"""Questions to an endpoint that is being set up: what does it serve, does it work?"""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import Any

from langchain_core.messages import AIMessageChunk, HumanMessage

from providers import learned
from providers.base import HTTPChatModel
from providers.discovery import ModelInfo
from providers.errors import ProviderError
from providers.factory import build_chat_model
from providers.net.exchange import Call
from providers.settings import ModelSettings

_PROMPT, _TOKENS = "Say hi.", 16


@dataclass(frozen=True, slots=True)
class Check:
    """What one cheap call found out.

    ok: the model answers.
    kind: "ok", the kind of the error (see `errors`: name_resolution, connection, tls,
        authentication, billing, not_found, no_streaming …), or "no_usage" when the answer
        came without token counts.
    message: a sentence for the person who sets the endpoint up.
    seconds: how long the call took.
    keyed: whether the key went with it; if not, nothing is known about the key.
    """

    ok: bool
    kind: str
    message: str
    seconds: float
    status: int | None = None
    request_id: str | None = None
    keyed: bool = False


def _failed(error: ProviderError, started: float, keyed: bool) -> Check:
    seconds = monotonic() - started
    return Check(False, error.kind, str(error), seconds, error.status, error.request_id, keyed)


def _succeeded(chunks: list[AIMessageChunk], started: float, keyed: bool) -> Check:
    seconds = monotonic() - started
    if any(chunk.usage_metadata for chunk in chunks):
        return Check(True, "ok", "The model answers, streams and counts its tokens.", seconds, keyed=keyed)
    words = "The model answers, but does not tell how many tokens it used: there will be no costs."
    return Check(True, "no_usage", words, seconds, keyed=keyed)


def _once(slug: str, settings: dict[str, Any]) -> ModelSettings:
    return build_chat_model(slug, **{"max_retries": 0, **settings})


def _afresh(slug: str, settings: dict[str, Any]) -> ModelSettings:
    """A model that believes nothing: who checks an endpoint may just have changed what runs there."""
    model = _once(slug, settings)
    learned.forget(model.base_url)
    return model


def _is_keyed(model: ModelSettings, settings: dict[str, Any]) -> bool:
    """Whether the key goes with the call that a check makes. A list of models may be public."""
    if not isinstance(model, HTTPChatModel) or not model.secret:
        return False
    call = model.call() if settings.get("model") else next(model.listing())
    return model.credentials().items() <= call.headers.items()


def check(slug: str, **settings: Any) -> Check:
    """Call a model once and say which layer fails, if one does.

    Args: as for `build_chat_model`; without `model`, only the list of models is asked for.
    """
    started, keyed = monotonic(), False
    try:
        model = _afresh(slug, settings)
        keyed = _is_keyed(model, settings)
        if not settings.get("model") and isinstance(model, HTTPChatModel):
            return _listed(model.list_models(), started, keyed)
        return _succeeded(list(model.stream(_PROMPT, max_tokens=_TOKENS)), started, keyed)
    except ProviderError as error:
        return _failed(error, started, keyed)


async def acheck(slug: str, **settings: Any) -> Check:
    """Like `check`, on the running event loop."""
    started, keyed = monotonic(), False
    try:
        model = _afresh(slug, settings)
        keyed = _is_keyed(model, settings)
        if not settings.get("model") and isinstance(model, HTTPChatModel):
            return _listed(await model.alist_models(), started, keyed)
        chunks = [chunk async for chunk in model.astream(_PROMPT, max_tokens=_TOKENS)]
        return _succeeded(chunks, started, keyed)
    except ProviderError as error:
        return _failed(error, started, keyed)


def sent_by_check(slug: str, **settings: Any) -> Call | None:
    """The request that `check` makes, with its key; None for a model that calls nobody.

    Args: as for `check`.

    Raises:
        InvalidCall: nothing can be sent.
    """
    model = _once(slug, settings)
    if not isinstance(model, HTTPChatModel):
        return None
    if not settings.get("model"):
        return next(model.listing())
    return model.asking([HumanMessage(_PROMPT)], max_tokens=_TOKENS)


def _listed(models: list[ModelInfo], started: float, keyed: bool) -> Check:
    words = f"The endpoint answers and lists {len(models)} models."
    return Check(True, "ok", words, monotonic() - started, keyed=keyed)


def list_models(slug: str, **settings: Any) -> list[ModelInfo]:
    """The models that an endpoint serves.

    Args: as for `build_chat_model`.

    Raises:
        ProviderError: the endpoint does not answer, or not with a list.
    """
    model = _once(slug, settings)
    return model.list_models() if isinstance(model, HTTPChatModel) else []


async def alist_models(slug: str, **settings: Any) -> list[ModelInfo]:
    """Like `list_models`, on the running event loop."""
    model = _once(slug, settings)
    return await model.alist_models() if isinstance(model, HTTPChatModel) else []
