"""Token counts, under LangChain's names. What a provider does not tell is left out.

LangChain's type wants both counts as numbers. Where only one was told and the total does not give
the other, that is 0 there: no request has 0 tokens, so a reader can tell.
"""

from __future__ import annotations

from typing import Any

from langchain_core.messages.ai import InputTokenDetails, OutputTokenDetails, UsageMetadata


def count(value: Any) -> int | None:
    """`value` if it is a plausible number of tokens."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 2**31:
        return None
    return int(value)


def _known(**values: Any) -> dict[str, int]:
    counted = {name: count(value) for name, value in values.items()}
    return {name: value for name, value in counted.items() if value is not None}


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _rest(known: int | None, other: int | None, total: int) -> int | None:
    return max(0, total - (other or 0)) if known is None else known


def from_openai(usage: Any) -> UsageMetadata | None:
    """Read OpenAI's usage object, and the names that vLLM workers and agents use instead."""
    usage = _object(usage)
    sent = count(usage.get("prompt_tokens", usage.get("input_tokens", usage.get("input"))))
    made = count(usage.get("completion_tokens", usage.get("output_tokens", usage.get("output"))))
    total = count(usage.get("total_tokens"))
    if sent is None and made is None:
        return None
    if total is not None and (sent is None or made is None):
        sent, made = _rest(sent, made, total), _rest(made, sent, total)
    prompt, completion = (_object(usage.get(f"{name}_tokens_details")) for name in ("prompt", "completion"))
    result = UsageMetadata(
        input_tokens=sent or 0,
        output_tokens=made or 0,
        total_tokens=(sent or 0) + (made or 0) if total is None else total,
    )
    details = _known(
        audio=prompt.get("audio_tokens"),
        cache_read=prompt.get("cached_tokens", usage.get("cache_read_input_tokens")),
        cache_creation=usage.get("cache_created_input_tokens"),
    )
    if details:
        result["input_token_details"] = InputTokenDetails(**details)  # type: ignore[typeddict-item]
    details = _known(audio=completion.get("audio_tokens"), reasoning=completion.get("reasoning_tokens"))
    if details:
        result["output_token_details"] = OutputTokenDetails(**details)  # type: ignore[typeddict-item]
    return result
