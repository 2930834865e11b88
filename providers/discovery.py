"""What a provider says about its models, under one set of names. Unknown is None.

Read from the answers of OpenAI, OpenRouter, vLLM, llama.cpp, Groq, Together, Baseten and others,
which agree on `{"data": [{"id": …}]}` and on little else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from providers.errors import BrokenAnswer
from providers.wire.decode import clean_text

MOST = 2000  # models
_LONGEST = 200  # characters of a name
_CONTEXT = ("context_window", "context_length", "max_model_len", "max_input_tokens", "max_context_length")
_OUTPUT = ("max_output_tokens", "max_completion_tokens", "max_output_length")
_FEATURES = {
    "tools": "tools",
    "tool_calling": "tools",
    "function_calling": "tools",
    "function": "tools",
    "structured_outputs": "structured",
    "structured_output": "structured",
    "response_format": "structured",
    "response-format": "structured",
    "json_mode": "structured",
    "reasoning": "reasoning",
    "include_reasoning": "reasoning",
    "vision": "image",
    "image": "image",
    "audio": "audio",
    "video": "video",
    "file": "pdf",
    "logprobs": "logprobs",
}


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """A model on offer.

    context_window, max_output: in tokens.
    capabilities: of tools, structured, image, audio, video, pdf, reasoning, logprobs.
    input_price, output_price: USD per million tokens.
    """

    id: str
    label: str
    context_window: int | None = None
    max_output: int | None = None
    capabilities: frozenset[str] = frozenset()
    input_price: float | None = None
    output_price: float | None = None


def read_models(
    body: Any, output_names: tuple[str, ...] = _OUTPUT, capabilities: frozenset[str] = frozenset()
) -> list[ModelInfo]:
    """The models in the answer to `GET /models`, at most 2000.

    output_names: what the longest answer is called.
    capabilities: what all models of this provider can do.

    Raises:
        BrokenAnswer: the answer is no list of models.
    """
    entries = body.get("data", body.get("models")) if isinstance(body, dict) else body
    if not isinstance(entries, list):
        raise BrokenAnswer("no list of models")
    named = [entry for entry in entries[:MOST] if isinstance(entry, dict) and _named(entry.get("id"))]
    return [_read(entry, output_names, capabilities) for entry in named]


def _read(entry: dict[str, Any], output_names: tuple[str, ...], shared: frozenset[str]) -> ModelInfo:
    top = _object(entry.get("top_provider"))
    name = clean_text(entry["id"])
    label = entry.get("display_name") or entry.get("name") or name
    input_price, output_price = _prices(_object(entry.get("pricing")))
    return ModelInfo(
        id=name,
        label=clean_text(str(label))[:_LONGEST],
        context_window=_first(_CONTEXT, entry, _object(entry.get("meta")))
        or whole(_object(entry.get("meta")).get("n_ctx_train")),
        max_output=_first(output_names, entry, top),
        capabilities=shared | features(_claims(entry)),
        input_price=input_price,
        output_price=output_price,
    )


def _named(name: Any) -> bool:
    return isinstance(name, str) and 0 < len(name) <= _LONGEST


def features(claims: list[Any]) -> frozenset[str]:
    """Capabilities among the words that a provider uses for them."""
    return frozenset(_FEATURES[str(claim)] for claim in claims if str(claim) in _FEATURES)


def whole(value: Any) -> int | None:
    """`value` if it is a sensible positive number."""
    plausible = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 1e12
    return int(value) if plausible else None


def _claims(entry: dict[str, Any]) -> list[Any]:
    found: list[Any] = []
    modalities = _object(entry.get("architecture")).get("input_modalities")
    for claims in (entry.get("supported_parameters"), entry.get("features"), modalities):
        found += claims if isinstance(claims, list) else []
    capabilities = entry.get("capabilities")
    if isinstance(capabilities, dict):
        found += [name for name, has in capabilities.items() if has]
    elif isinstance(capabilities, list):
        found += capabilities
    return found


def _prices(pricing: dict[str, Any]) -> tuple[float | None, float | None]:
    """Per million tokens: `prompt` and `completion` are per token, `input` and `output` per million."""
    if "prompt" in pricing or "completion" in pricing:
        return _price(pricing.get("prompt"), 1e6), _price(pricing.get("completion"), 1e6)
    return _price(pricing.get("input"), 1), _price(pricing.get("output"), 1)


def _price(value: Any, factor: float) -> float | None:
    try:
        price = round(float(value) * factor, 6)
    except (TypeError, ValueError):
        return None
    return price if 0 <= price < 1e6 else None


def _first(names: tuple[str, ...], *sources: dict[str, Any]) -> int | None:
    found = (whole(source.get(name)) for source in sources for name in names)
    return next((value for value in found if value), None)


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
