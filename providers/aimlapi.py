"""AI/ML API.

Source: https://docs.aimlapi.com/
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from providers import discovery
from providers.compatible import CompatibleChatModel
from providers.discovery import ModelInfo
from providers.errors import BillingProblem, BrokenAnswer, ProviderError
from providers.net.exchange import Call
from providers.wire.flows import Flow


class ChatAimlapi(CompatibleChatModel):
    """Chat models of AI/ML API.

    Reads AIMLAPI_API_KEY and AIMLAPI_API_BASE for arguments that are not given. Arguments as in
    `CompatibleChatModel`, under the names `aimlapi_api_key` and `aimlapi_api_base` too.

    Raises:
        InvalidCall: a missing key, an unknown argument or a value of the wrong type.
    """

    slug: ClassVar[str] = "aimlapi"
    label: ClassVar[str] = "AI/ML API"
    key_variable: ClassVar[str] = "AIMLAPI_API_KEY"
    url_variables: ClassVar[tuple[str, ...]] = ("AIMLAPI_API_BASE",)
    default_base_url: ClassVar[str] = "https://api.aimlapi.com/v1"
    inputs: ClassVar[frozenset[str]] = frozenset({"image", "audio", "video", "pdf", "file"})
    # Here a 403 means that the credits are used up; a bad key is a 401.
    kinds: ClassVar[Mapping[int, type[ProviderError]]] = {403: BillingProblem}
    aliases = {
        **CompatibleChatModel.aliases,
        "aimlapi_api_key": "api_key",
        "aimlapi_api_base": "base_url",
    }

    model_name: str = "gpt-5.6-terra"

    @property
    def _llm_type(self) -> str:
        return "chat-aimlapi"

    def listing(self) -> Flow[list[ModelInfo]]:
        """The catalogue: it lies beside the API's version, is public, and lists more than chat models."""
        root = self.base_url.removesuffix("/v1")
        reply = yield Call("GET", f"{root}/models?include=capabilities,pricing", self.default_headers)
        body = reply.json()
        entries = body.get("data") if isinstance(body, dict) else body
        if not isinstance(entries, list):
            raise BrokenAnswer("no list of models")
        return discovery.read_models([_flat(entry) for entry in entries if _is_chat(entry)])


def _is_chat(entry: Any) -> bool:
    return isinstance(entry, dict) and entry.get("type", "chat-completion") == "chat-completion"


def _flat(entry: dict[str, Any]) -> dict[str, Any]:
    """An entry under the names that `discovery` reads."""
    info, features = entry.get("info"), entry.get("features")
    info = info if isinstance(info, dict) else {}
    features = features if isinstance(features, list) else []
    return {
        **entry,
        "name": info.get("name"),
        "context_length": info.get("contextLength"),
        "max_output_tokens": info.get("maxTokens"),
        "features": [str(feature).rpartition(".")[2] for feature in features],
    }
