"""Who is failing now."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from playground.catalog.models import Endpoint
from playground.catalog.panel import Concern, Mark

from . import faults
from .health import calls_of_a_day
from .models import GONE, Pulse

RULE = gettext_lazy(
    "Failing: the last three calls failed, or more than half of the last ten, and the last failure is less than a "
    "quarter of an hour old. Calls that were stopped, or failed for what was asked, do not count."
)
TROUBLED_RULE = gettext_lazy("Not all is well: the last call failed, or a fifth or more of those shown.")
FRESH = timedelta(minutes=15)
IN_A_ROW = 0b111
LAST_TEN = 0b1111111111


def is_failing(pulse: Pulse, now: datetime) -> bool:
    """By the RULE."""
    if pulse.failed_at is None or pulse.failed_at < now - FRESH:
        return False
    return pulse.recent & IN_A_ROW == IN_A_ROW or (pulse.recent & LAST_TEN).bit_count() > 5


def is_much(failed: int, calls: int) -> bool:
    """Whether so many failed that not all is well."""
    return failed * 5 >= calls


def has_just_failed(pulse: Pulse) -> bool:
    """Whether the last call failed."""
    return bool(pulse.recent & 1)


def failing_models(models: Iterable[tuple[int, int]]) -> set[int]:
    """Those that it is better not to choose now, in one query.

    A model that nobody has called lately is judged by its endpoint, if that fails in a way that all its models share.

    Args:
        models: the ids of each model and its endpoint.
    """
    now = timezone.now()
    # All are few: those of a quarter of an hour.
    fresh = {(pulse.endpoint_id, pulse.model_id): pulse for pulse in Pulse.objects.filter(last_at__gte=now - FRESH)}
    return {model for model, endpoint in models if _judged(fresh, endpoint, model, now)}


def _judged(fresh: dict[tuple[int, int], Pulse], endpoint_id: int, model_id: int, now: datetime) -> bool:
    own, shared = fresh.get((endpoint_id, model_id)), fresh.get((endpoint_id, GONE))
    if own is not None:
        return is_failing(own, now)
    return shared is not None and shared.failure in faults.OF_ALL_MODELS and is_failing(shared, now)


def marks(endpoint_ids: Collection[int]) -> dict[int, Mark]:
    """How endpoints do, in two queries: by their last calls, and by all of the last day."""
    now, url, calls = timezone.now(), reverse("admin:health"), calls_of_a_day(endpoint_ids)
    pulses: dict[int, list[Pulse]] = {}
    for pulse in Pulse.objects.filter(endpoint_id__in=endpoint_ids):
        pulses.setdefault(pulse.endpoint_id, []).append(pulse)
    return {pk: Mark(*_state(pulses.get(pk, []), calls.get(pk, {}), now), url) for pk in endpoint_ids}


def _state(pulses: Collection[Pulse], outcomes: Mapping[str, int], now: datetime) -> tuple[str, str]:
    """A Mark's state and text.

    Args:
        outcomes: the calls of the last day, by outcome.
    """
    failing = [pulse for pulse in pulses if is_failing(pulse, now)]
    if failing:
        return "failing", sentence(max(failing, key=_failed_at), now)
    whole = next((pulse for pulse in pulses if pulse.model_id == GONE), None)
    if whole is None:
        return "idle", _("No answer yet.")
    if whole.answered_at is None:
        return "troubled", unanswered(whole)
    if outcomes and (has_just_failed(whole) or is_much(faults.failed(outcomes), sum(outcomes.values()))):
        return "troubled", trouble(whole, now)
    return "ok" if outcomes else "idle", _("Last answer %(ago)s ago.") % {"ago": ago(whole.answered_at, now)}


def _failed_at(pulse: Pulse) -> datetime:
    assert pulse.failed_at is not None  # of a failing one
    return pulse.failed_at


def sentence(pulse: Pulse, now: datetime) -> str:
    """What fails, and when it last did."""
    values = {"what": faults.label(pulse.failure or ""), "ago": ago(_failed_at(pulse), now)}
    return _("Failing: %(what)s, %(ago)s ago.") % values


def trouble(pulse: Pulse, now: datetime) -> str:
    """What failed last, and when."""
    if pulse.failed_at is None:
        return _("Not all is well.")
    values = {"what": faults.label(pulse.failure or ""), "ago": ago(_failed_at(pulse), now)}
    return _("Not all is well: %(what)s, %(ago)s ago.") % values


def unanswered(pulse: Pulse) -> str:
    """That calls have come to nothing but failures, and what the last one was."""
    count = pulse.recent.bit_count()
    text = ngettext(
        "No answer yet: %(count)s call failed, %(what)s.",
        "No answer yet: the last %(count)s calls failed, %(what)s.",
        count,
    )
    return text % {"count": count, "what": faults.label(pulse.failure or "")}


def ago(then: datetime, now: datetime) -> str:
    """`5 minutes`."""
    if now - then < timedelta(minutes=1):
        return _("less than a minute")
    return timesince(then, now, depth=1)


def concerns() -> list[Concern]:
    """The endpoints that fail now or have never answered, for the panel's first page, in at most two queries."""
    now = timezone.now()
    texts: dict[int, str] = {}
    asked = Q(failed_at__gte=now - FRESH) | Q(model_id=GONE, answered_at=None)
    for pulse in Pulse.objects.filter(asked).order_by("failed_at"):
        if is_failing(pulse, now):
            texts[pulse.endpoint_id] = sentence(pulse, now)
        elif pulse.model_id == GONE and pulse.answered_at is None:
            texts.setdefault(pulse.endpoint_id, unanswered(pulse))
    on = Endpoint.objects.filter(pk__in=texts, enabled=True)
    names = dict(on.values_list("pk", "name")) if texts else {}
    return [
        Concern(f"{names[endpoint_id]}: {text}", reverse("admin:health"))
        for endpoint_id, text in texts.items()
        if endpoint_id in names
    ]
