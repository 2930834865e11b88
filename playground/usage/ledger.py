"""What was used, by day, user, endpoint and model. Deleting conversations takes nothing from it."""

from decimal import Decimal

from django.utils import timezone

from . import health
from .ended import Ended
from .models import Day, ModelDay, UserDay
from .upsert import SUM, upsert

COUNTS = ("generations", "failed", "stopped", "interrupted", "estimated", "unpriced")
TOKENS = ("input_tokens", "output_tokens", "reasoning_tokens", "cached_tokens")
SUMS = (*COUNTS, *TOKENS, "cost", "assumed_tokens", "assumed_cost")
RULES = dict.fromkeys(SUMS, SUM)


def record(ended: Ended) -> None:
    """Adds a generation that has just ended. Call it in the transaction that ends it."""
    key = {"day": timezone.localdate(), "own_key": ended.own_key}
    sums = _sums(ended)
    # In this order everywhere: from rows that few share to rows that many share.
    upsert(Day, [{**key, "user_id": ended.user_id, **ended.place, **sums}], RULES)
    upsert(UserDay, [{**key, "user_id": ended.user_id, **sums}], RULES)
    upsert(ModelDay, [{**key, **ended.place, **sums}], RULES)
    if ended.called:
        health.record(ended)


def _sums(ended: Ended) -> dict[str, object]:
    return {
        "generations": 1,
        "failed": int(ended.status == "failed"),
        "stopped": int(ended.status == "stopped"),
        "interrupted": int(ended.status == "interrupted"),
        "estimated": int(ended.tokens_estimated),
        "unpriced": int(ended.cost is None and ended.may_cost),
        "input_tokens": ended.input_tokens or 0,
        "output_tokens": ended.output_tokens or 0,
        "reasoning_tokens": ended.reasoning_tokens or 0,
        "cached_tokens": ended.cache_read_tokens or 0,
        "cost": ended.cost or Decimal(),
        "assumed_tokens": ended.assumed_tokens,
        "assumed_cost": ended.assumed_cost,
    }
