"""What budgets count of a generation of which the provider has not told what it used."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from playground.catalog.pricing import cost
from playground.chat.models import Generation, Status
from playground.chat.prompt import prompt_for

from .answer import estimate
from .transcript import estimated_tokens


def assumed(
    generation: Generation, status: Status, row: Mapping[str, Any], message: Mapping[str, Any]
) -> dict[str, Any]:
    """About the tokens that the row lacks, and what all of them cost; nothing where both counts were told.

    Providers tell them at the end, so an answer that was stopped, cut or interrupted has no known cost; whoever asks
    for such ones alone would never reach a budget.

    Args:
        row: the generation's last values.
        message: its message's.
    """
    read, written = row.get("input_tokens"), row.get("output_tokens")
    if read is not None and written is not None and not row.get("tokens_estimated"):
        return {}
    wrote = written or estimate(message.get("text", ""), message.get("reasoning", "")) or 0
    if status == Status.FAILED and not wrote:
        return {}  # nobody charges for a refusal
    asked = _prompt_tokens(generation) if read is None else read
    price = cost(generation.model, {**row, "input_tokens": asked, "output_tokens": wrote}) if generation.model else None
    return {
        "assumed_tokens": asked + wrote - (read or 0) - (written or 0),
        "assumed_cost": price or Decimal(),
    }


def _prompt_tokens(generation: Generation) -> int:
    return round(sum(estimated_tokens(message.text) for message in prompt_for(generation)))
