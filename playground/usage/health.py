"""How endpoints and models do, from real traffic alone: each call adds to it when it ends, and nothing is probed.

So a page that shows it reads two small tables, and waits for no endpoint.
"""

import time
from collections.abc import Collection
from datetime import datetime

from django.db.models import Sum
from django.utils import timezone

from . import faults
from .ended import Ended
from .models import GONE, Calls, Pulse
from .steps import step_of
from .upsert import LATEST, SHIFT, SUM, upsert

SLOT = 600  # seconds
DAY = 24 * 3600 // SLOT  # slots
KEPT = 8 * DAY
COLD_MS = 2000  # queued longer than this: a worker had to start
CALLS_RULES = dict.fromkeys(("calls", "tokens", "writing_ms", "delays", "delay_ms", "cold"), SUM)
PULSE_RULES = {"recent": SHIFT, **dict.fromkeys(("last_at", "answered_at", "failed_at", "failure"), LATEST)}


def slot_now() -> int:
    """The number of the ten minutes that it is now."""
    return int(time.time()) // SLOT


def record(ended: Ended) -> None:
    """Adds a call that has just ended."""
    upsert(Calls, [_calls(ended)], CALLS_RULES)
    failed = faults.counts(faults.outcome(ended))
    if failed or ended.answered:  # a stop before the first token says nothing about the endpoint
        upsert(Pulse, _pulses(ended, failed, timezone.now()), PULSE_RULES)


def calls_of_a_day(endpoint_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """The calls of the last day by endpoint and outcome, in one query."""
    rows = Calls.objects.filter(slot__gt=slot_now() - DAY, endpoint_id__in=endpoint_ids)
    found: dict[int, dict[str, int]] = {}
    for endpoint_id, outcome, calls in rows.values_list("endpoint_id", "outcome").annotate(Sum("calls")):
        found.setdefault(endpoint_id, {})[outcome] = calls
    return found


def forget() -> None:
    """Removes what no page shows any more."""
    Calls.objects.filter(slot__lt=slot_now() - KEPT).delete()


def _calls(ended: Ended) -> dict[str, object]:
    delay = ended.delay_ms
    tokens, writing_ms = _written(ended)
    return {
        "slot": slot_now(),
        **ended.place,
        "outcome": faults.outcome(ended),
        "ttft_step": step_of(ended.ttft_ms),
        "calls": 1,
        "tokens": tokens,
        "writing_ms": writing_ms,
        "delays": int(delay is not None),
        "delay_ms": delay or 0,
        "cold": int(delay is not None and delay > COLD_MS),
    }


def _written(ended: Ended) -> tuple[int, int]:
    """Output tokens and the ms they took after the first; nothing when either is not known."""
    if ended.output_tokens is None or ended.ttft_ms is None or ended.duration_ms is None:
        return 0, 0
    writing_ms = ended.duration_ms - ended.ttft_ms
    return (ended.output_tokens, writing_ms) if writing_ms > 0 else (0, 0)


def _pulses(ended: Ended, failed: bool, now: datetime) -> list[dict[str, object]]:
    how = {
        "recent": int(failed),
        "last_at": now,
        "answered_at": None if failed else now,
        "failed_at": now if failed else None,
        "failure": ended.error_kind if failed else None,
    }
    model_ids = sorted({GONE, ended.place["model_id"]})
    return [{"endpoint_id": ended.place["endpoint_id"], "model_id": model_id, **how} for model_id in model_ids]
