"""The choices on the first page of adding an endpoint: providers, and vendors whose address is known."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from providers import PROVIDERS


class Shelf(StrEnum):
    """Where a vendor stands on the page."""

    NAMED = "named"
    COMPATIBLE = "compatible"
    LOCAL = "local"


@dataclass(frozen=True, slots=True)
class Vendor:
    """Somebody who serves models.

    provider: a key of `providers.PROVIDERS`.
    base_url: what the form is filled with; "" where each customer has an address of their own, or the provider's.
    """

    slug: str
    label: str | Promise
    provider: str
    base_url: str = ""
    about: str | Promise = ""
    shelf: Shelf = Shelf.COMPATIBLE
    needs_key: bool = True

    @property
    def is_local(self) -> bool:
        return self.shelf == Shelf.LOCAL

    @property
    def asks_address(self) -> bool:
        """Whether everybody who has it has it at another address."""
        return self.is_local or self.slug == "baseten-dedicated"


def _local(slug: str, label: str, port: int) -> Vendor:
    return Vendor(slug, label, "openai", f"http://127.0.0.1:{port}/v1", shelf=Shelf.LOCAL, needs_key=False)


_ALL = (
    Vendor("openai", "OpenAI", "openai", "https://api.openai.com/v1", _("GPT models"), Shelf.NAMED),
    Vendor("anthropic", "Anthropic", "anthropic", "", _("Claude models"), Shelf.NAMED),
    Vendor("runpod", "RunPod Serverless", "runpod", "", _("your own workers, by endpoint id"), Shelf.NAMED),
    Vendor("baseten", "Baseten Model APIs", "baseten", "", _("shared models, by name"), Shelf.NAMED),
    Vendor(
        "baseten-dedicated", _("Baseten, dedicated"), "baseten", "", _("your own deployment, by address"), Shelf.NAMED
    ),
    Vendor("gradient", "DigitalOcean Gradient", "gradient", "", _("serverless inference and agents"), Shelf.NAMED),
    Vendor("aimlapi", "AI/ML API", "aimlapi", "", _("hundreds of models with one key"), Shelf.NAMED),
    Vendor("openrouter", "OpenRouter", "openai", "https://openrouter.ai/api/v1"),
    Vendor("deepseek", "DeepSeek", "openai", "https://api.deepseek.com/v1"),
    Vendor("groq", "Groq", "openai", "https://api.groq.com/openai/v1"),
    Vendor("mistral", "Mistral", "openai", "https://api.mistral.ai/v1"),
    Vendor("together", "Together AI", "openai", "https://api.together.xyz/v1"),
    Vendor("fireworks", "Fireworks", "openai", "https://api.fireworks.ai/inference/v1"),
    Vendor("gemini", "Google Gemini", "openai", "https://generativelanguage.googleapis.com/v1beta/openai"),
    Vendor("xai", "xAI", "openai", "https://api.x.ai/v1"),
    Vendor("cerebras", "Cerebras", "openai", "https://api.cerebras.ai/v1"),
    Vendor("moonshot", _("Moonshot (Kimi)"), "openai", "https://api.moonshot.ai/v1"),
    Vendor("dashscope", _("Alibaba Model Studio"), "openai", "https://dashscope-intl.aliyuncs.com/compatible-mode/v1"),
    Vendor("zhipu", _("Zhipu (GLM)"), "openai", "https://open.bigmodel.cn/api/paas/v4"),
    Vendor("siliconflow", "SiliconFlow", "openai", "https://api.siliconflow.cn/v1"),
    _local("ollama", "Ollama", 11434),
    _local("llamacpp", "llama.cpp", 8080),
    _local("vllm", "vLLM", 8001),
    _local("lmstudio", "LM Studio", 1234),
    Vendor(
        "compatible",
        _("Any other server"),
        "openai",
        "",
        _("that speaks OpenAI's protocol"),
        Shelf.LOCAL,
        needs_key=False,
    ),
)

VENDORS = {vendor.slug: vendor for vendor in _ALL}
COMPATIBLE = _("OpenAI-compatible server")  # what many vendors are; the others' names are the same in all languages


def name_of(provider: str) -> str:
    """A provider's name for people. Raises KeyError if there is none such."""
    return str(COMPATIBLE) if provider == "openai" else PROVIDERS[provider].label


def shelves() -> list[tuple[Shelf, list[Vendor]]]:
    """All vendors, by the shelf that they stand on."""
    return [(shelf, [vendor for vendor in _ALL if vendor.shelf == shelf]) for shelf in Shelf]


def vendor_of(provider: str, base_url: str) -> Vendor:
    """Which choice an endpoint was, as far as its address tells."""
    if provider == "baseten" and base_url.endswith("/sync/v1"):
        return VENDORS["baseten-dedicated"]
    if provider != "openai":
        return VENDORS.get(provider, VENDORS["compatible"])
    if not base_url:
        return VENDORS["openai"]
    at_address = (vendor for vendor in _ALL if vendor.provider == provider and vendor.base_url == base_url)
    return next(at_address, VENDORS["compatible"])
