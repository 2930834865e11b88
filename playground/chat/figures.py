"""The metric strip: six numbers of an answer, and which of a row's answers is best in what."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from playground import numbers

from .models import Generation
from .problems import is_cut, is_whole
from .screen import Figure, Metrics

TOO_EARLY = 300  # ms of writing that say nothing yet about a rate
ALIKE = 0.05  # values that differ by no more than this part of the best are as good


@dataclass(frozen=True)
class Measures:
    """What was measured of one answer. None is not known."""

    ttft_ms: int | None = None
    duration_ms: int | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    cached_tokens: int | None = None  # of the input
    reasoning_tokens: int | None = None  # of the output
    cost: Decimal | None = None  # USD
    estimated: bool = False  # the tokens were counted by us
    is_final: bool = False  # what is not known now will stay so
    is_cut: bool = False  # max tokens ended it; whole, it would have taken longer and cost more

    @property
    def rate(self) -> float | None:
        """Output tokens per second, from the first token to the end."""
        if self.output_tokens is None or self.ttft_ms is None or self.duration_ms is None:
            return None
        writing_ms = self.duration_ms - self.ttft_ms
        return self.output_tokens * 1000 / writing_ms if writing_ms > (0 if self.is_final else TOO_EARLY) else None


NOTHING = Measures()
LABELS: dict[str, str | Promise] = {
    "ttft_ms": gettext_lazy("First token"),
    "rate": gettext_lazy("Tokens/s"),
    "input_tokens": gettext_lazy("Tokens in"),
    "output_tokens": gettext_lazy("Tokens out"),
    "duration_ms": gettext_lazy("Total time"),
    "cost": gettext_lazy("Cost"),
}
# Why a measure is not known in the end; others were not measured
REASONS: dict[str, str | Promise] = {
    "input_tokens": gettext_lazy("The provider did not report it"),
    "output_tokens": gettext_lazy("The provider did not report it"),
    "cost": gettext_lazy("The model's price or its tokens are not known"),
}
# Token counts are never compared: fewer is not better, and each model counts in its own way.
BEST: dict[str, Callable[..., float]] = {"ttft_ms": min, "rate": max, "duration_ms": min, "cost": min}


def measures_of(generation: Generation | None) -> Measures:
    """What is known of a generation; nothing when there is none."""
    if generation is None:
        return NOTHING
    return Measures(
        ttft_ms=generation.ttft_ms,
        duration_ms=generation.duration_ms,
        input_tokens=generation.input_tokens,
        output_tokens=generation.output_tokens,
        cached_tokens=generation.cache_read_tokens,
        reasoning_tokens=generation.reasoning_tokens,
        cost=generation.cost,
        estimated=generation.tokens_estimated,
        is_final=not generation.is_live,
        is_cut=is_cut(generation),
    )


def best_marks(row: Sequence[Measures]) -> list[set[str]]:
    """For each answer of a row, the names of the measures in which it is best.

    There is a best where at least two values are known and not all are as good as the best one.
    """
    marks: list[set[str]] = [set() for _measures in row]
    for name, choose in BEST.items():
        values = [_compared(measures, name) for measures in row]
        known = [value for value in values if value is not None]
        best = choose(known, default=0)
        good = [value is not None and abs(value - best) <= abs(best) * ALIKE for value in values]
        if sum(good) < len(known):
            for mark, is_good in zip(marks, good, strict=True):
                mark.update({name} if is_good else ())
    return marks


def _compared(measures: Measures, name: str) -> float | None:
    if measures.is_cut and name in {"duration_ms", "cost"}:
        return None
    value: float | Decimal | None = getattr(measures, name)
    return None if value is None else float(value)


def strips(heads: Sequence[tuple[int, int | None, Generation | None]]) -> list[Metrics]:
    """The strips of panes, given with their models' ids and their last generations; best marks only among those given
    that answered, and whose numbers are those of the pane's model.

    An answer that was stopped, failed, was filtered or never written is not a fast one.
    """
    answered = [each if each and each.model_id == model and _has_answered(each) else None for _, model, each in heads]
    marks = best_marks([measures_of(generation) for generation in answered])
    return [
        Metrics(pane_id, figures(measures_of(generation), best), live=generation is not None and generation.is_live)
        for (pane_id, _model, generation), best in zip(heads, marks, strict=True)
    ]


def _has_answered(generation: Generation) -> bool:
    has_only_reasoned = bool(generation.reasoning_tokens) and generation.reasoning_tokens == generation.output_tokens
    return is_whole(generation) and generation.ttft_ms is not None and not has_only_reasoned


def live_measures(ttft_ms: int | None, elapsed_ms: int, tokens: int) -> Measures:
    """What is known while an answer is written; `tokens` is our estimate of the output so far."""
    output = None if ttft_ms is None else tokens
    return Measures(ttft_ms=ttft_ms, duration_ms=elapsed_ms, output_tokens=output, estimated=True)


def texts_of(measures: Measures) -> list[str]:
    """The six numbers as people read them, in the order of the strip."""
    return [
        numbers.time(measures.ttft_ms),
        numbers.rate(measures.rate),
        numbers.count(measures.input_tokens),
        numbers.count(measures.output_tokens),
        numbers.time(measures.duration_ms),
        numbers.money(measures.cost),
    ]


def figures(measures: Measures, best: Collection[str] = ()) -> list[Figure]:
    """Always the same six, in the same order."""
    return [
        Figure(label, text, _title(measures, name), name in best, _is_estimated(measures, name))
        for (name, label), text in zip(LABELS.items(), texts_of(measures), strict=True)
    ]


def _is_estimated(measures: Measures, name: str) -> bool:
    return measures.estimated and name in {"rate", "output_tokens"} and getattr(measures, name) is not None


def _title(measures: Measures, name: str) -> str:
    """The exact value, or why it is not known."""
    if getattr(measures, name) is None:
        return _reason(name) if measures.is_final else ""
    if _is_estimated(measures, name):
        return _("Estimated from the text: the provider did not report it")
    return _exact(measures, name) if measures.is_final else ""


def _reason(name: str) -> str:
    return str(REASONS[name]) if name in REASONS else _("Not measured")


def _exact(measures: Measures, name: str) -> str:
    if name in {"ttft_ms", "duration_ms"}:
        return _("%(ms)s ms") % {"ms": numbers.count(getattr(measures, name))}
    if name == "input_tokens" and measures.cached_tokens:
        return _("%(count)s of them from the provider's cache") % {"count": numbers.count(measures.cached_tokens)}
    if name == "output_tokens" and measures.reasoning_tokens:
        return _("%(count)s of them reasoning") % {"count": numbers.count(measures.reasoning_tokens)}
    if name == "cost" and measures.cost is not None:
        return f"${measures.cost.normalize():f}"
    return ""
