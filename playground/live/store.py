"""What the live layer reads from and writes to the database. Every function is one short piece of sync work.

The row is the only arbiter: each write names the owner and the state that it leaves, and one that changes no row
has lost. Leases are in the database's time, so clocks of different machines do not matter.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, fields
from datetime import timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, Q, QuerySet, Value, Window
from django.db.models.expressions import Combinable
from django.db.models.functions import Now, RowNumber

from playground.catalog.models import Endpoint, LanguageModel
from playground.chat.models import Generation, Message, Status
from playground.prepared import Change, Prepared, Slot
from playground.usage import ledger
from playground.usage.ended import Ended

from .assumed import assumed

SWEPT = 50  # generations that one look takes over


def lease() -> Combinable:
    """The end of a lease that starts now."""
    return ExpressionWrapper(Now() + Value(timedelta(seconds=settings.LEASE_SECONDS)), output_field=DateTimeField())


@transaction.atomic
def claim(generation_id: int, owner: str) -> Generation | None:
    """Makes a queued generation ours. None: somebody else has it, its endpoint is busy, or its user is switched off."""
    generation = QUEUED.first(generation=generation_id)
    if generation is None or _is_busy(generation.model):
        return None
    return generation if CLAIM.run(generation=generation_id, owner=owner) else None


def _is_busy(model: LanguageModel | None) -> bool:
    """True when the model's endpoint runs as many generations as it may."""
    if model is None or model.endpoint.max_concurrent is None:
        return False
    # Locked, so that two processes do not both take the last place. (SQLite has one writer anyway.)
    Endpoint.objects.select_for_update().get(pk=model.endpoint_id)
    running = Generation.objects.filter(status=Status.RUNNING, model__endpoint=model.endpoint_id).count()
    return running >= model.endpoint.max_concurrent


def stop_queued() -> list[int]:
    """Ends queued generations that were asked to stop before anybody ran them, or whose user was; says which."""
    return [generation.pk for generation in TO_STOP.rows() if _stop_queued(generation)]


@transaction.atomic
def _stop_queued(generation: Generation) -> bool:
    queued = Generation.objects.filter(pk=generation.pk, status=Status.QUEUED)
    stopped = queued.update(status=Status.STOPPED, finished_at=Now())
    if stopped:
        ledger.record(_ended(generation, Outcome(Status.STOPPED, called=False)))
    return bool(stopped)


@dataclass(frozen=True)
class Progress:
    """A running generation's text so far, up to and including event `seq`."""

    generation_id: int
    message_id: int
    seq: int
    text: str
    reasoning: str


@dataclass(frozen=True)
class Standing:
    """What the rows say about the generations that we run."""

    ours: frozenset[int]
    to_stop: frozenset[int]


@transaction.atomic
def renew(owner: str, ids: Collection[int], progress: Iterable[Progress]) -> Standing:
    """Saves texts, renews the leases of what really runs, and says what is still ours and what should stop.

    A row of ours without a run keeps its old lease, lapses, and is found by a sweep.
    """
    running = Generation.objects.filter(owner=owner, status=Status.RUNNING, pk__in=ids)
    running.update(lease=lease())
    for saved in progress:
        if SEEN.run(generation=saved.generation_id, owner=owner, seq=saved.seq):
            SAVED.run(message=saved.message_id, text=saved.text, reasoning=saved.reasoning)
    rows = list(running.values_list("pk", "stop_requested", "user__is_active"))
    to_stop = frozenset(pk for pk, stop, user_is_active in rows if stop or not user_is_active)
    return Standing(frozenset(pk for pk, _stop, _active in rows), to_stop)


@dataclass(frozen=True)
class Outcome:
    """How a generation ended: its row's last values and, unless None, its message's."""

    status: Status
    row: dict[str, Any] = field(default_factory=dict)
    message: dict[str, Any] | None = None
    delay_ms: int | None = None  # how long the provider says that it was queued there
    called: bool = True  # the provider may have been asked


@transaction.atomic
def finish(generation: Generation, owner: str, outcome: Outcome) -> bool:
    """Saves the end of a claimed generation. False: it is not ours any more, and nothing was written."""
    ttft_ms = outcome.row.get("ttft_ms")
    wait = None if ttft_ms is None else timedelta(milliseconds=ttft_ms)
    end = _end(*outcome.row)
    if not end.run(generation=generation.pk, owner=owner, status=outcome.status, wait=wait, **outcome.row):
        return False
    if outcome.message is not None:
        _written(*outcome.message).run(message=generation.message_id, **outcome.message)
    ledger.record(_ended(generation, outcome))
    return True


RECORDED = {field.name for field in fields(Ended)}


def _ended(generation: Generation, outcome: Outcome) -> Ended:
    """What the ledger wants to know."""
    unknown = assumed(generation, outcome.status, outcome.row, outcome.message or {}) if outcome.called else {}
    return Ended(
        user_id=generation.user_id,
        endpoint_id=generation.model.endpoint_id if generation.model else None,
        model_id=generation.model_id,
        status=outcome.status,
        called=outcome.called,
        delay_ms=outcome.delay_ms,
        own_key=generation.own_key,
        **{name: value for name, value in outcome.row.items() if name in RECORDED},
        **unknown,
    )


def take_over(owner: str, alive: Collection[int], left: Collection[int] = ()) -> list[Generation]:
    """Claims running generations whose owner is gone: their lease has lapsed, or they are among those that were
    `left`. Never one that runs here: a long database lock lets our own leases lapse too.
    """
    if not left and set(alive).issuperset(LAPSED.rows()):  # as nearly always
        return []
    is_left = Q(pk__in=left) & ~Q(owner=owner)  # ours are those that we have just taken
    lapsed = Generation.objects.filter(Q(lease__lt=Now()) | is_left, status=Status.RUNNING).exclude(pk__in=alive)
    taken = []
    for generation in lapsed.select_related("message", "model__endpoint")[:SWEPT]:
        mine = lapsed.filter(pk=generation.pk, owner=generation.owner).update(owner=owner, lease=lease())
        if mine:
            taken.append(generation)
    return taken


def running_ids() -> set[int]:
    """Those that run somewhere, or wait to be taken over."""
    return set(Generation.objects.filter(status=Status.RUNNING).values_list("pk", flat=True))


def waiting(older_than_seconds: float) -> list[int]:
    """Queued generations that nobody has started, and those that may find a place now, oldest first."""
    return WAITING.rows(age=timedelta(seconds=older_than_seconds)) + waiting_for_a_place()


def waiting_for_a_place() -> list[int]:
    """Of each endpoint that limits how many it runs, as many queued generations as it may run, oldest first."""
    limited = Generation.objects.filter(status=Status.QUEUED, model__endpoint__max_concurrent__isnull=False)
    number = Window(RowNumber(), partition_by="model__endpoint", order_by="pk")
    first = limited.annotate(number=number).filter(number__lte=F("model__endpoint__max_concurrent"))
    return list(first.order_by("pk").values_list("pk", flat=True))


def _running() -> QuerySet[Generation]:
    """The generation that is in hand, as long as it is ours."""
    return Generation.objects.filter(pk=Slot("generation"), owner=Slot("owner"), status=Status.RUNNING)


@cache
def _end(*columns: str) -> Change:
    """Ends a generation with these columns."""
    first_token_at = ExpressionWrapper(F("started_at") + Slot("wait", DurationField()), output_field=DateTimeField())
    fixed = {"lease": None, "finished_at": Now(), "first_token_at": first_token_at}
    return Change(lambda: (_running(), fixed | {column: Slot(column) for column in ("status", *columns)}))


@cache
def _written(*columns: str) -> Change:
    """Saves a message with these columns."""
    return Change(lambda: (Message.objects.filter(pk=Slot("message")), {column: Slot(column) for column in columns}))


SEEN = Change(lambda: (_running(), {"seq": Slot("seq")}))
SAVED = _written("text", "reasoning")
CLAIM = Change(
    lambda: (
        Generation.objects.filter(pk=Slot("generation"), status=Status.QUEUED, stop_requested=False),
        {"status": Status.RUNNING, "owner": Slot("owner"), "lease": lease(), "started_at": Now()},
    )
)
TO_STOP = Prepared(
    lambda: Generation.objects.filter(
        Q(stop_requested=True) | Q(user__is_active=False), status=Status.QUEUED
    ).select_related("model__endpoint")
)
LAPSED = Prepared(
    lambda: Generation.objects.filter(status=Status.RUNNING, lease__lt=Now()).values_list("pk", flat=True)
)
SINCE = ExpressionWrapper(Now() - Slot("age", DurationField()), output_field=DateTimeField())
WAITING = Prepared(
    lambda: (
        Generation.objects.filter(
            queued_at__lt=SINCE, status=Status.QUEUED, model__endpoint__max_concurrent__isnull=True
        )
        .order_by("pk")
        .values_list("pk", flat=True)[:200]
    )
)
QUEUED = Prepared(
    lambda: Generation.objects.filter(
        pk=Slot("generation"), status=Status.QUEUED, stop_requested=False, user__is_active=True
    ).select_related("model__endpoint")
)
