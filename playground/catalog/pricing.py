"""What tokens cost."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Protocol

FIELDS = ("input_price", "output_price", "cache_read_price", "cache_write_price", "reasoning_price")
BY_HAND = "admin"  # the source of a price that somebody typed
PER = Decimal(1_000_000)
STEP = Decimal("0.00000001")  # USD, as kept in the database


class Prices(Protocol):
    """USD per million tokens; None is not known. A LanguageModel has them."""

    input_price: Decimal | None
    output_price: Decimal | None
    cache_read_price: Decimal | None
    cache_write_price: Decimal | None
    reasoning_price: Decimal | None


def cost(prices: Prices, usage: Mapping[str, int | None]) -> Decimal | None:
    """What a generation cost in USD; None when a count or a price that matters is not known.

    Tokens read from or written to a cache are part of the input tokens, those of reasoning part of the output tokens.
    Without prices of their own they cost what input and output cost.

    Args:
        prices: of the model.
        usage: `input_tokens`, `output_tokens`, `cache_read_tokens`, `cache_write_tokens` and `reasoning_tokens`.
    """
    sent, written = usage.get("input_tokens"), usage.get("output_tokens")
    if sent is None or written is None:
        return None
    read, stored = usage.get("cache_read_tokens") or 0, usage.get("cache_write_tokens") or 0
    thought = min(usage.get("reasoning_tokens") or 0, written)
    parts = [
        _part(max(sent - read - stored, 0), prices.input_price),
        _part(read, _first(prices.cache_read_price, prices.input_price)),
        _part(stored, _first(prices.cache_write_price, prices.input_price)),
        _part(written - thought, prices.output_price),
        _part(thought, _first(prices.reasoning_price, prices.output_price)),
    ]
    known = [part for part in parts if part is not None]
    return sum(known, Decimal()).quantize(STEP) if len(known) == len(parts) else None


def _part(tokens: int, price: Decimal | None) -> Decimal | None:
    if not tokens:
        return Decimal()
    return None if price is None else tokens * price / PER


def _first(price: Decimal | None, otherwise: Decimal | None) -> Decimal | None:
    return otherwise if price is None else price
