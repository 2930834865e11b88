"""OpenAI, and every server that speaks its protocol.

Source: https://platform.openai.com/docs/api-reference/chat
"""

from __future__ import annotations

import os
from typing import Any, ClassVar
from urllib.parse import urlsplit

from providers.compatible import CompatibleChatModel


class ChatOpenAI(CompatibleChatModel):
    """Chat models of OpenAI, vLLM, llama.cpp, Ollama, LM Studio, OpenRouter, DeepSeek and others.

    Reads OPENAI_API_KEY, OPENAI_API_BASE or OPENAI_BASE_URL, OPENAI_ORG_ID and OPENAI_PROXY
    for arguments that are not given. Arguments as in `CompatibleChatModel`, under OpenAI's own
    names too (`openai_api_key`, `openai_api_base`, `max_completion_tokens` …).

    Raises:
        InvalidCall: a missing key, an unknown argument or a value of the wrong type.
    """

    slug: ClassVar[str] = "openai"
    label: ClassVar[str] = "OpenAI-compatible server"
    key_variable: ClassVar[str] = "OPENAI_API_KEY"
    url_variables: ClassVar[tuple[str, ...]] = ("OPENAI_API_BASE", "OPENAI_BASE_URL")
    default_base_url: ClassVar[str] = "https://api.openai.com/v1"
    inputs: ClassVar[frozenset[str]] = frozenset({"image", "audio", "video", "pdf", "file"})
    aliases = {
        **CompatibleChatModel.aliases,
        "openai_api_key": "api_key",
        "openai_api_base": "base_url",
    }

    model_name: str = "gpt-4.1-mini"

    @property
    def _llm_type(self) -> str:
        return "openai-chat"

    @classmethod
    def _complete(cls, known: dict[str, Any]) -> None:
        super()._complete(known)
        known["organization"] = known.get("organization") or os.environ.get("OPENAI_ORG_ID")
        known["proxy"] = known.get("proxy") or os.environ.get("OPENAI_PROXY")

    @property
    def max_tokens_field(self) -> str:  # type: ignore[override]
        """OpenAI has renamed `max_tokens`; most other servers only know the old name."""
        ours = urlsplit(self.base_url).hostname == "api.openai.com"
        return "max_completion_tokens" if ours else "max_tokens"
