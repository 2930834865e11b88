"""Which providers there are. Cheap to import: no class is loaded before it is used."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Provider:
    """A kind of API that can be spoken to.

    slug: short name, as stored and in URLs of the application.
    label: name for people.
    module, class_name: where its chat model is.
    default_base_url: its public address, empty when each customer has an own one.
    key_variable: the documented environment variable of its key.
    needs_key: whether a call without a key can succeed.
    docs_url: the API's documentation.
    """

    slug: str
    label: str
    module: str
    class_name: str
    default_base_url: str
    key_variable: str
    docs_url: str
    needs_key: bool = True


_ALL = (
    Provider(
        "openai",
        "OpenAI-compatible",
        "providers.openai",
        "ChatOpenAI",
        "https://api.openai.com/v1",
        "OPENAI_API_KEY",
        "https://platform.openai.com/docs/api-reference/chat",
        needs_key=False,
    ),
    Provider(
        "anthropic",
        "Anthropic",
        "providers.anthropic",
        "ChatAnthropic",
        "https://api.anthropic.com",
        "ANTHROPIC_API_KEY",
        "https://docs.anthropic.com/en/api/messages",
    ),
    Provider(
        "runpod",
        "RunPod Serverless",
        "providers.runpod",
        "ChatRunPod",
        "https://api.runpod.ai/v2",
        "RUNPOD_API_KEY",
        "https://docs.runpod.io/serverless/overview",
    ),
    Provider(
        "baseten",
        "Baseten",
        "providers.baseten",
        "ChatBaseten",
        "https://inference.baseten.co/v1",
        "BASETEN_API_KEY",
        "https://docs.baseten.co/reference/inference-api/chat-completions",
    ),
    Provider(
        "gradient",
        "DigitalOcean Gradient",
        "providers.gradient",
        "ChatGradient",
        "https://inference.do-ai.run/v1",
        "DIGITALOCEAN_INFERENCE_KEY",
        "https://docs.digitalocean.com/products/gradient-ai-platform/",
    ),
    Provider(
        "aimlapi",
        "AI/ML API",
        "providers.aimlapi",
        "ChatAimlapi",
        "https://api.aimlapi.com/v1",
        "AIMLAPI_API_KEY",
        "https://docs.aimlapi.com/",
    ),
    Provider(
        "echo",
        "Echo (demo)",
        "providers.scripted",
        "ChatEcho",
        "",
        "",
        "",
        needs_key=False,
    ),
)

PROVIDERS = MappingProxyType({provider.slug: provider for provider in _ALL})
