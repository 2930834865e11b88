"""Builds the chat model of a provider from explicit values alone."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, cast

from providers.errors import InvalidCall
from providers.limits import Limits
from providers.net.egress import EgressPolicy
from providers.registry import PROVIDERS
from providers.settings import ModelSettings


def model_class(slug: str) -> type[ModelSettings]:
    """The chat model class of a provider.

    Raises:
        InvalidCall: there is no such provider.
    """
    if slug not in PROVIDERS:
        raise InvalidCall(f"no provider is called {slug!r}; known are {', '.join(PROVIDERS)}")
    provider = PROVIDERS[slug]
    return cast(type[ModelSettings], getattr(import_module(provider.module), provider.class_name))


def build_chat_model(
    slug: str,
    *,
    model: str = "",
    api_key: str | None = None,
    base_url: str | None = None,
    headers: dict[str, str] | None = None,
    egress: EgressPolicy | None = None,
    limits: Limits | None = None,
    beat: float | Callable[[], float] = 0.0,
    **settings: Any,
) -> ModelSettings:
    """A chat model that reads nothing from the environment.

    Args:
        slug: a key of `PROVIDERS`.
        model: name of the model.
        api_key: the key; None for an endpoint without one, and no credentials are sent.
        base_url: where the API is; None for the provider's own address.
        headers: further headers, none of them secret.
        egress: where calls may go; by default public addresses over https only.
        limits: bounds of a call, in seconds and bytes.
        beat: seconds between reads after the first token, or a function that gives them.
        settings: `temperature`, `top_p`, `max_tokens`, `stop`, `seed`, `max_retries`,
            `extra_body`, `on_wait` and whatever else the class takes.

    Raises:
        InvalidCall: an unknown provider or setting, or a value that cannot be sent.
    """
    return model_class(slug)(
        model=model or None,
        api_key=api_key,
        base_url=base_url,
        headers=headers,
        egress=egress or EgressPolicy(),
        limits=limits or Limits(),
        beat=beat,
        read_env=False,
        **settings,
    )
