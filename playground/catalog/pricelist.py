"""Public prices of models, from the data that comes with genai-prices. Nothing is fetched."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from django.db import transaction

from playground.audit import recording
from playground.audit.changes import state_of
from playground.audit.recording import Actor

from . import pricing
from .connection import address_of
from .errors import WrongAddress
from .models import Endpoint, LanguageModel

SOURCE = "list"
NAMES = {
    "input_price": "input_mtok",
    "output_price": "output_mtok",
    "cache_read_price": "cache_read_mtok",
    "cache_write_price": "cache_write_mtok",
    "reasoning_price": "output_reasoning_mtok",
}


class Outcome(Enum):
    """What filling in did to a model."""

    CHANGED = "changed"
    UNLISTED = "unlisted"
    BY_HAND = "by hand"
    SAME = "same"


@dataclass(frozen=True)
class Listed:
    """What the list says of a model: USD per million tokens by field, and tokens."""

    prices: dict[str, Decimal] = field(default_factory=dict)
    context_window: int | None = None


def look_up(endpoint: Endpoint, name: str) -> Listed:
    """What the list says of a model as it is served at this endpoint's address; nothing where it is not in it.

    Where the price depends on the length of the prompt, it is that of short ones.
    """
    try:
        snapshot, place = _snapshot(), address_of(endpoint)
        _vendor, found = snapshot.find_provider_model(name, None, None, f"{place}/")
    except (LookupError, WrongAddress):
        return Listed()
    prices = found.get_prices(datetime.now(UTC))
    known = {ours: _price(getattr(prices, theirs, None)) for ours, theirs in NAMES.items()}
    return Listed({ours: price for ours, price in known.items() if price is not None}, found.context_window)


def _snapshot() -> Any:
    # 20 MB that are needed only when somebody asks for prices
    from genai_prices.data_snapshot import get_snapshot  # noqa: PLC0415

    return get_snapshot()


def _price(value: Any) -> Decimal | None:
    price = getattr(value, "base", value)
    return round(Decimal(price), 6) if price is not None and 0 <= price < 10**6 else None


def put(model: LanguageModel, prices: dict[str, Decimal], source: str) -> None:
    """Sets prices that nobody has written by hand. The caller saves."""
    for name, price in prices.items():
        if not _is_by_hand(model, name):
            setattr(model, name, price)
            model.price_sources = {**model.price_sources, name: source}


def _is_by_hand(model: LanguageModel, name: str) -> bool:
    """A price whose source nobody noted was typed too."""
    unnoted = pricing.BY_HAND if getattr(model, name) is not None else ""
    source: str = model.price_sources.get(name, unnoted)
    return source == pricing.BY_HAND


@transaction.atomic
def fill_in(models: list[LanguageModel], by: Actor) -> Counter[Outcome]:
    """Puts the list's prices into models; what was written by hand stays. Returns how many had which outcome."""
    return Counter(_fill_in(model, by) for model in models)


def _fill_in(model: LanguageModel, by: Actor) -> Outcome:
    before = state_of(model)
    listed = look_up(model.endpoint, model.name)
    put(model, listed.prices, SOURCE)
    model.context_window = model.context_window or listed.context_window
    if state_of(model) != before:
        model.save()
        recording.changed_since(model, by, before)
        return Outcome.CHANGED
    if not listed.prices:
        return Outcome.UNLISTED
    return Outcome.BY_HAND if all(_is_by_hand(model, name) for name in listed.prices) else Outcome.SAME
