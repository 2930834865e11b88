"""What a transcript leaves in the database: the message's columns and the generation's."""

from typing import Any

from playground.catalog.models import LanguageModel
from playground.catalog.pricing import cost
from playground.markdown import RENDERER_VERSION, Settled, render

from .transcript import Transcript, estimated_tokens, plain_blocks

LONGEST_DELAY = 10**9  # ms


def message_values(transcript: Transcript, settled: Settled, plain: bool = False) -> dict[str, Any]:
    """The message's columns: blocks (when `plain`, of text and reasoning alone), text, reasoning, and HTML."""
    text = transcript.text
    return {
        "blocks": plain_blocks(transcript.reasoning, text) if plain else transcript.blocks(),
        "text": text,
        "reasoning": transcript.reasoning,
        "html": render(text, settled) if text else "",
        "html_version": RENDERER_VERSION,
    }


def row_values(transcript: Transcript, model: LanguageModel | None) -> dict[str, Any]:
    """The generation's times, tokens, cost and names, as far as they are known."""
    metadata = transcript.metadata
    tokens = token_values(transcript)
    is_estimated = _is_estimated(transcript)
    return {
        "ttft_ms": transcript.ttft_ms,
        "duration_ms": transcript.ms,
        "finish_reason": str(metadata.get("finish_reason") or metadata.get("stop_reason") or "")[:40],
        "resolved_model": str(metadata.get("model_name") or "")[:200],
        "request_id": str(metadata.get("request_id") or "")[:200],
        "logprobs": metadata.get("logprobs"),
        "cost": cost(model, tokens) if model and not is_estimated else None,
        "tokens_estimated": is_estimated,
        **tokens,
    }


def delay_ms(transcript: Transcript) -> int | None:
    """How long the provider says that the call was queued there."""
    said = transcript.metadata.get("delay_time_ms")
    return round(said) if isinstance(said, int | float) and 0 <= said < LONGEST_DELAY else None


def estimate(text: str, reasoning: str) -> int | None:
    """About how many output tokens an answer has; None when nothing came."""
    return max(1, round(estimated_tokens(text) + estimated_tokens(reasoning))) if text or reasoning else None


def token_values(transcript: Transcript) -> dict[str, int | None]:
    """Token counts as reported; the output alone is estimated when it was not."""
    counts = _counts(transcript)
    if transcript.reasoning and not transcript.text:  # whatever was reported of it: there was nothing else
        counts["reasoning_tokens"] = counts["output_tokens"]
    return counts


def _is_estimated(transcript: Transcript) -> bool:
    """Whether something came of which no count was told; 0 stands for that."""
    return transcript.size > 0 and not (transcript.usage or {}).get("output_tokens")


def _counts(transcript: Transcript) -> dict[str, int | None]:
    estimated = estimate(transcript.text, transcript.reasoning) if _is_estimated(transcript) else None
    usage = transcript.usage
    if usage is None:
        return {"output_tokens": estimated}
    inputs, outputs = usage.get("input_token_details") or {}, usage.get("output_token_details") or {}
    return {
        "input_tokens": usage.get("input_tokens") or None,  # 0 stands for a count that was not told
        "output_tokens": estimated or usage.get("output_tokens"),
        "reasoning_tokens": outputs.get("reasoning"),
        "cache_read_tokens": inputs.get("cache_read"),
        "cache_write_tokens": inputs.get("cache_creation"),
    }
