"""DigitalOcean Gradient: serverless inference and agents.

Source: https://docs.digitalocean.com/products/gradient-ai-platform/
"""

from __future__ import annotations

from typing import Any, ClassVar, Literal
from urllib.parse import urlsplit

from langchain_core.language_models import LanguageModelInput
from langchain_core.runnables import Runnable

from providers.compatible import CompatibleChatModel

_AGENTS = ".agents.do-ai.run"


class ChatGradient(CompatibleChatModel):
    """Chat models of DigitalOcean Gradient.

    Reads DIGITALOCEAN_INFERENCE_KEY and DIGITALOCEAN_INFERENCE_BASE_URL for arguments that are
    not given. Arguments as in `CompatibleChatModel`. For an agent, give its address as
    `base_url` and its own key.

    Raises:
        InvalidCall: a missing key, an unknown argument or a value of the wrong type.
    """

    slug: ClassVar[str] = "gradient"
    label: ClassVar[str] = "DigitalOcean Gradient"
    ls_provider: ClassVar[str] = "digitalocean"
    key_variable: ClassVar[str] = "DIGITALOCEAN_INFERENCE_KEY"
    url_variables: ClassVar[tuple[str, ...]] = ("DIGITALOCEAN_INFERENCE_BASE_URL",)
    default_base_url: ClassVar[str] = "https://inference.do-ai.run/v1"
    structured_by: ClassVar[str] = "function_calling"

    model_name: str = "llama3.3-70b-instruct"

    @property
    def _llm_type(self) -> str:
        return "chat-gradient"

    def _check(self) -> None:
        super()._check()
        parts = urlsplit(self.base_url)
        if (parts.hostname or "").endswith(_AGENTS) and not parts.path:
            self.base_url += "/api/v1"

    def with_structured_output(
        self,
        schema: Any = None,
        *,
        method: Literal["function_calling", "json_mode", "json_schema"] | None = None,
        include_raw: bool = False,
        strict: bool | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, Any]:
        """The model with answers of a given shape, by a forced tool call.

        The API's schema knows no `response_format`, so "json_schema" is a tool call here too.
        """
        return super().with_structured_output(
            schema,
            method="function_calling" if method == "json_schema" else method,
            include_raw=include_raw,
            strict=strict,
            **kwargs,
        )
