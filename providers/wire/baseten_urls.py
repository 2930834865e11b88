"""Baseten's addresses: whatever was copied from its pages, and where chat is answered.

Source: https://docs.baseten.co/reference/inference-api/overview
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from providers.errors import InvalidCall

_DEDICATED = re.compile(r"model-([a-z0-9]+)(-[\w-]+)?\.api\.baseten\.co", re.IGNORECASE)
_TARGETS = {"environments", "production", "development", "deployment"}
_SHARED_HOST = "inference.baseten.co"
_OTHER = {"async_predict", "run_remote", "wake", "async_run_remote"}


def openai_base(address: str, *, deployed: bool) -> str:
    """The base of the OpenAI routes for any address that Baseten's pages show.

    deployed: the address was given as that of a deployment, so a bare host is one too.

    Raises:
        InvalidCall: an address that has no such routes.
    """
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        raise InvalidCall("the address of the model is malformed") from None
    segments = [segment for segment in parts.path.split("/") if segment]
    if segments and segments[-1] in _OTHER:
        raise InvalidCall(f"an address that ends in /{segments[-1]} cannot answer chats; use /predict or /sync/v1")
    if segments[-1:] == ["predict"]:
        segments = [*segments[:-1], "sync"]
    elif segments[-2:] == ["chat", "completions"]:
        segments = segments[:-2]
    if segments[-1:] != ["v1"]:
        segments += _missing(parts.hostname or "", segments, deployed)
    return f"{parts.scheme}://{parts.netloc}/{'/'.join(segments)}"


def _missing(host: str, segments: list[str], deployed: bool) -> list[str]:
    """What is between the address and the OpenAI routes."""
    dedicated = _DEDICATED.fullmatch(host)
    if segments[-1:] == ["sync"] or host == _SHARED_HOST:
        return ["v1"]
    if segments[:1] and segments[0] in _TARGETS:
        return ["sync", "v1"]
    if dedicated and dedicated[2]:  # a regional host: the environment is in its name
        return ["sync", "v1"]
    if dedicated or deployed:
        return ["sync", "v1"] if segments else ["environments", "production", "sync", "v1"]
    return ["v1"]


def deployed_model(address: str) -> str:
    """The id of a dedicated deployment, from its host; empty for others."""
    found = _DEDICATED.fullmatch(urlsplit(address).hostname or "")
    return f"model-{found[1]}" if found else ""


def is_dedicated(base_url: str) -> bool:
    """Whether `base_url` is that of one deployed model."""
    return base_url.endswith("/sync/v1")
