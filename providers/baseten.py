"""Baseten: Model APIs by slug, dedicated deployments by address.

Source: https://docs.baseten.co/reference/inference-api/chat-completions
"""

from __future__ import annotations

from typing import Any, ClassVar

from providers import learned
from providers.compatible import CompatibleChatModel
from providers.errors import BrokenAnswer, NotFound
from providers.wire.baseten_urls import deployed_model, is_dedicated, openai_base
from providers.wire.flows import Flow


class ChatBaseten(CompatibleChatModel):
    """Chat models on Baseten.

    Reads BASETEN_API_KEY, and BASETEN_BASE_URL or BASETEN_API_BASE, for arguments that are not
    given. Arguments as in `CompatibleChatModel`, under the names `baseten_api_key` and
    `baseten_api_base` too, and:

    model_url: address of a dedicated deployment, in any of the forms Baseten shows. Without
        `model`, its served name is asked for.

    Raises:
        InvalidCall: a missing key, an unknown argument, an address that cannot answer chats.
    """

    slug: ClassVar[str] = "baseten"
    label: ClassVar[str] = "Baseten"
    key_variable: ClassVar[str] = "BASETEN_API_KEY"
    url_variables: ClassVar[tuple[str, ...]] = ("BASETEN_BASE_URL", "BASETEN_API_BASE")
    default_base_url: ClassVar[str] = "https://inference.baseten.co/v1"
    default_model: ClassVar[str] = "zai-org/GLM-5.2"
    inputs: ClassVar[frozenset[str]] = frozenset({"image", "audio", "video"})
    aliases = {
        **CompatibleChatModel.aliases,
        "baseten_api_key": "api_key",
        "baseten_api_base": "base_url",
    }

    model_url: str | None = None

    @property
    def _llm_type(self) -> str:
        return "baseten-chat"

    def _check(self) -> None:
        self.base_url = openai_base(self.model_url or self.base_url, deployed=bool(self.model_url))
        super()._check()
        if not self.model_name and not is_dedicated(self.base_url):
            self.model_name = self.default_model

    def head(self) -> dict[str, Any]:
        """Metadata of every chunk and message."""
        return {"model_provider": "baseten"}

    def discover(self, kwargs: dict[str, Any]) -> Flow[None]:
        """Ask a dedicated deployment what it serves, once, if nobody said."""
        kwargs.setdefault("model", self.model_name)
        if not kwargs["model"]:
            kwargs["model"] = yield from learned.once(self.base_url, "served model", self._ask_served)

    def _ask_served(self) -> Flow[str]:
        try:
            models = yield from self.listing()
        except (NotFound, BrokenAnswer):
            models = []
        return models[0].id if models else deployed_model(self.base_url) or "model"
