"""Makes what the ledger counts. Each function fills what a test leaves out."""

from decimal import Decimal
from typing import Any

from playground.accounts.models import User
from playground.catalog.models import LanguageModel
from playground.usage import ledger
from playground.usage.ended import Ended


def ended(user: User, model: LanguageModel, **fields: Any) -> Ended:
    """A completed generation of 100 tokens in and 20 out."""
    values = {
        "status": "completed",
        "ttft_ms": 200,
        "duration_ms": 1200,
        "input_tokens": 100,
        "output_tokens": 20,
        "cost": Decimal("0.0005"),
    }
    return Ended(user.pk, model.endpoint_id, model.pk, **values | fields)


def failed(user: User, model: LanguageModel, error_kind: str = "unavailable") -> Ended:
    """One to which the provider answered nothing."""
    return Ended(user.pk, model.endpoint_id, model.pk, "failed", error_kind=error_kind)


def record(*generations: Ended) -> None:
    """Counts them now."""
    for generation in generations:
        ledger.record(generation)
