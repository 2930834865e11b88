"""Takes out of the environment what libraries would read behind our back.

A provider's library that finds a key or an address there uses it, so a stored key could travel to a host it was
not entered for; a tracing library sends every prompt away; an HTTP client goes through a proxy that the outbound
guard never sees.
"""

import os
from collections.abc import MutableMapping

PREFIXES = (
    "OPENAI_",
    "ANTHROPIC_",
    "RUNPOD_",
    "BASETEN_",
    "AIMLAPI_",
    "DIGITALOCEAN_",
    "GRADIENT_",
    "AZURE_OPENAI_",
    "GOOGLE_API_KEY",
    "GEMINI_API_KEY",
    "LANGSMITH_",
    "LANGCHAIN_",
)
PROXIES = {"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"}


def scrub(environment: MutableMapping[str, str] = os.environ) -> dict[str, str]:
    """Removes keys, addresses, tracing and proxies, and says in so many words that tracing is off.

    Returns what was removed.
    """
    removed = {
        name: environment.pop(name)
        for name in list(environment)
        if name.upper().startswith(PREFIXES) or name.upper() in PROXIES
    }
    environment["LANGSMITH_TRACING"] = "false"
    return removed
