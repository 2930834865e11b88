"""LangChain chat models over httpx, for anyone who wants to trust the numbers.

    from providers import ChatAnthropic, ChatOpenAI, ProviderError

    model = ChatOpenAI(model="gpt-4.1-mini")          # key from OPENAI_API_KEY
    for chunk in model.stream("Write a haiku"):
        print(chunk.content, end="")

Importing this package loads nothing else; a name is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from providers.aimlapi import ChatAimlapi as ChatAimlapi
    from providers.anthropic import ChatAnthropic as ChatAnthropic
    from providers.baseten import ChatBaseten as ChatBaseten
    from providers.checks import Check as Check
    from providers.checks import acheck as acheck
    from providers.checks import alist_models as alist_models
    from providers.checks import check as check
    from providers.checks import list_models as list_models
    from providers.checks import sent_by_check as sent_by_check
    from providers.discovery import ModelInfo as ModelInfo
    from providers.errors import InvalidCall as InvalidCall
    from providers.errors import ProviderError as ProviderError
    from providers.factory import build_chat_model as build_chat_model
    from providers.gradient import ChatGradient as ChatGradient
    from providers.limits import Limits as Limits
    from providers.net.egress import PRIVATE_NETWORKS as PRIVATE_NETWORKS
    from providers.net.egress import EgressPolicy as EgressPolicy
    from providers.net.redaction import redact as redact
    from providers.openai import ChatOpenAI as ChatOpenAI
    from providers.probes import probe as probe
    from providers.registry import PROVIDERS as PROVIDERS
    from providers.registry import Provider as Provider
    from providers.runpod import ChatRunPod as ChatRunPod
    from providers.scripted import ChatEcho as ChatEcho
    from providers.scripted import ChatScripted as ChatScripted

_HOMES = {
    "ChatAimlapi": "aimlapi",
    "ChatAnthropic": "anthropic",
    "ChatBaseten": "baseten",
    "ChatEcho": "scripted",
    "ChatGradient": "gradient",
    "ChatOpenAI": "openai",
    "ChatRunPod": "runpod",
    "ChatScripted": "scripted",
    "Check": "checks",
    "EgressPolicy": "net.egress",
    "InvalidCall": "errors",
    "Limits": "limits",
    "ModelInfo": "discovery",
    "PRIVATE_NETWORKS": "net.egress",
    "PROVIDERS": "registry",
    "Provider": "registry",
    "ProviderError": "errors",
    "acheck": "checks",
    "alist_models": "checks",
    "build_chat_model": "factory",
    "check": "checks",
    "list_models": "checks",
    "probe": "probes",
    "redact": "net.redaction",
    "sent_by_check": "checks",
}

__all__ = sorted(_HOMES)  # noqa: PLE0605


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
