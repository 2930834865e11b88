"""The page of health: plain values that a template prints without deciding anything."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from playground import numbers
from playground.catalog.models import Endpoint

from . import faults
from .cells import Cell
from .failing import ago, has_just_failed, is_failing, is_much, sentence, trouble
from .health import slot_now
from .models import GONE, Calls, Pulse
from .names import Name, names_of
from .report import Choice
from .spark import Spark, spark_of
from .steps import percentile

# By name: a label, how many bars, and how many slots each has
SPANS = {
    "hour": (gettext_lazy("Last hour"), 7, 1),
    "day": (gettext_lazy("Last day"), 24, 6),
    "week": (gettext_lazy("Last week"), 28, 36),
}
SUMS = ("calls", "tokens", "writing_ms", "delays", "delay_ms", "cold")
Place = tuple[int, int]  # the numbers of an endpoint and of a model, or GONE for all its models together


@dataclass
class Tally:
    """The calls of an endpoint or of one of its models."""

    outcomes: dict[str, int] = field(default_factory=dict)  # calls by outcome
    steps: dict[int, int] = field(default_factory=dict)  # calls by step of TTFT
    sums: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SUMS, 0))

    def add(self, row: Mapping[str, Any]) -> None:
        """Adds a row of calls that ended alike."""
        calls = row["sum_calls"]
        self.outcomes[row["outcome"]] = self.outcomes.get(row["outcome"], 0) + calls
        self.steps[row["ttft_step"]] = self.steps.get(row["ttft_step"], 0) + calls
        for name in SUMS:
            self.sums[name] += row[f"sum_{name}"]

    @property
    def failed(self) -> int:
        """The calls that speak against the endpoint."""
        return faults.failed(self.outcomes)


@dataclass(frozen=True)
class Line:
    """An endpoint, or one of its models."""

    name: Name
    state: str  # failing, troubled, ok, idle
    text: str  # the state in words; of "ok", nothing
    cells: list[Cell]
    kinds: list[str]  # of failures: what, how often, whose fault
    spark: Spark | None
    models: "list[Line]" = field(default_factory=list)


@dataclass(frozen=True)
class Condition:
    """Everything on the page."""

    spans: list[Choice]
    lines: list[Line]


def condition_of(span: str) -> Condition:
    """The page for a span, in six queries at most however many calls there were. An unknown span is the last day."""
    span = span if span in SPANS else "day"
    _label, bars, width = SPANS[span]
    start = slot_now() - bars * width + 1
    tallies, sparks = _tallies(start), _sparks(start, bars, width)
    pulses = {(pulse.endpoint_id, pulse.model_id): pulse for pulse in Pulse.objects.all()}
    endpoints = {*Endpoint.objects.values_list("pk", flat=True), *(endpoint for endpoint, _model in tallies)}
    names = names_of("endpoint", endpoints), names_of("model", {model for _endpoint, model in tallies} - {GONE})
    now = timezone.now()

    def line(place: Place) -> Line:
        return _line(_name(place, *names), tallies.get(place, Tally()), pulses.get(place), sparks.get(place), now)

    made = [_with_models(line((endpoint, GONE)), map(line, _models(endpoint, tallies))) for endpoint in endpoints]
    spans = [Choice(str(label), f"span={name}", name == span) for name, (label, _bars, _width) in SPANS.items()]
    return Condition(spans, _sorted(made))


def _tallies(start: int) -> dict[Place, Tally]:
    tallies: dict[Place, Tally] = {}
    sums: dict[str, Any] = {f"sum_{name}": Sum(name) for name in SUMS}
    keys = ("endpoint_id", "model_id", "outcome", "ttft_step")
    for row in Calls.objects.filter(slot__gte=start).values(*keys).annotate(**sums):
        for place in {(row["endpoint_id"], row["model_id"]), (row["endpoint_id"], GONE)}:
            tallies.setdefault(place, Tally()).add(row)
    return tallies


def _sparks(start: int, bars: int, width: int) -> dict[Place, Spark]:
    sums: dict[Place, list[list[int]]] = {}
    rows: Any = Calls.objects.filter(slot__gte=start).annotate(bar=(F("slot") - start) / width)
    for endpoint, model, outcome, bar, calls in rows.values_list("endpoint_id", "model_id", "outcome", "bar").annotate(
        Sum("calls")
    ):
        for place in {(endpoint, model), (endpoint, GONE)}:
            counts = sums.setdefault(place, [[0, 0] for _ in range(bars)])
            counts[min(bar, bars - 1)][faults.counts(outcome)] += calls
    return {place: spark_of(counts) for place, counts in sums.items()}


def _models(endpoint: int, places: Iterable[Place]) -> list[Place]:
    return [(at, model) for at, model in places if at == endpoint and model != GONE]


def _name(place: Place, endpoints: Mapping[int, Name], models: Mapping[int, Name]) -> Name:
    endpoint, model = place
    return Name(models[model].text, is_gone=models[model].is_gone) if model != GONE else endpoints[endpoint]


def _line(name: Name, tally: Tally, pulse: Pulse | None, spark: Spark | None, now: datetime) -> Line:
    kinds = sorted((-count, kind) for kind, count in tally.outcomes.items() if kind not in faults.WELL)
    state = _state(tally, pulse, now)
    return Line(
        name=name,
        state=state,
        text=_text(state, pulse, now),
        cells=_cells(tally, pulse, now),
        kinds=[faults.sentence(kind, -count) for count, kind in kinds],
        spark=spark,
    )


def _state(tally: Tally, pulse: Pulse | None, now: datetime) -> str:
    if pulse and is_failing(pulse, now):
        return "failing"
    if not tally.sums["calls"]:
        return "idle"
    if is_much(tally.failed, tally.sums["calls"]) or (pulse and has_just_failed(pulse)):
        return "troubled"
    return "ok"


def _text(state: str, pulse: Pulse | None, now: datetime) -> str:
    if state == "failing" and pulse:
        return sentence(pulse, now)
    if state == "troubled":
        return trouble(pulse, now) if pulse else _("Not all is well.")
    return _("No calls") if state == "idle" else ""


def _cells(tally: Tally, pulse: Pulse | None, now: datetime) -> list[Cell]:
    sums = tally.sums
    rate = sums["tokens"] * 1000 / sums["writing_ms"] if sums["writing_ms"] else None
    answered = pulse.answered_at if pulse else None
    return [
        Cell(_("Calls"), numbers.count(sums["calls"])),
        _failed(tally),
        Cell(_("First token, p50"), _about(percentile(tally.steps, 50))),
        Cell(_("First token, p95"), _about(percentile(tally.steps, 95))),
        Cell(_("Tokens/s"), numbers.rate(rate)),
        _cold(sums),
        Cell(_("Last answer"), _("%(ago)s ago") % {"ago": ago(answered, now)} if answered else numbers.UNKNOWN),
    ]


def _about(milliseconds: int | None) -> str:
    """Times are counted by classes, each a tenth wider than the one before."""
    return numbers.UNKNOWN if milliseconds is None else f"≈ {numbers.time(milliseconds)}"


def _failed(tally: Tally) -> Cell:
    if not tally.failed:
        return Cell(_("Failed"), "0" if tally.sums["calls"] else numbers.UNKNOWN)
    return Cell(_("Failed"), numbers.share(tally.failed, tally.sums["calls"]), numbers.count(tally.failed))


def _cold(sums: Mapping[str, int]) -> Cell:
    """Only some providers say how long a call was queued."""
    if not sums["delays"]:
        return Cell(_("Cold starts"), numbers.UNKNOWN, title=_("The provider does not say"))
    time = numbers.time(round(sums["delay_ms"] / sums["delays"]))
    title = _("Calls were queued for %(time)s on average") % {"time": time}
    return Cell(_("Cold starts"), numbers.count(sums["cold"]), _("%(time)s queued") % {"time": time}, title)


def _with_models(endpoint: Line, models: Iterable[Line]) -> Line:
    """An endpoint is failing when one of its models is."""
    endpoint.models.extend(_sorted(list(models)))
    worst = next((model for model in endpoint.models if model.state == "failing"), None)
    if worst is None or endpoint.state == "failing":
        return endpoint
    text = f"{worst.name.text}: {worst.text}"
    return Line(endpoint.name, "failing", text, endpoint.cells, endpoint.kinds, endpoint.spark, endpoint.models)


ORDER: Sequence[str] = ("failing", "troubled", "ok", "idle")


def _sorted(lines: Collection[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (ORDER.index(line.state), line.name.text))
