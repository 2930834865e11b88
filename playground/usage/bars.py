"""The bars of a page of usage: a stack for each day or week, of the largest five and the rest."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from playground import numbers

from . import sums
from .names import Name
from .plot import REST, Plot, Series, stacked
from .selection import MEASURES, Selection
from .sums import Key

TOP = 5  # so many have a colour of their own


def bars_of(selection: Selection, measure: str, top: Sequence[Key], names: Mapping[Key, Name], has_rest: bool) -> Plot:
    """The plot, in one query.

    Args:
        top: those with a colour of their own, the largest first.
        names: of these and others.
        has_rest: there are others.
    """
    found = sums.by_day(selection, measure, top)
    series = _series(selection, measure, [_label(names[key], names.values()) for key in top], has_rest)
    steps = _steps(selection)
    values = [_added([found[day] for day in days if day in found], len(series)) for days in steps]
    labels = list(map(_title, steps))
    return stacked(series, labels, values, ends=_ends(steps), words=_words(measure), whole=measure != "cost")


def _series(selection: Selection, measure: str, labels: Sequence[str], has_rest: bool) -> list[Series]:
    if selection.by == "day":
        return [Series(str(MEASURES[measure]), "hue-1")]
    rest = [Series(_("Others"), REST)] if has_rest else []
    return [*(Series(label, f"hue-{number}") for number, label in enumerate(labels, start=1)), *rest]


def _label(name: Name, others: Collection[Name]) -> str:
    """With what tells it from others of the same name, where there are any."""
    same = sum(other.text == name.text for other in others)
    return f"{name.text} · {name.detail}" if same > 1 and name.detail else name.text


def _steps(selection: Selection) -> list[list[date]]:
    days, step = selection.period.days, selection.period.step
    return [days[start : start + step] for start in range(0, len(days), step)]


def _title(days: Sequence[date]) -> str:
    return day_label(days[0]) if len(days) == 1 else f"{day_label(days[0])} – {day_label(days[-1])}"


def _ends(steps: Sequence[Sequence[date]]) -> list[str]:
    chosen = sorted({0, len(steps) // 2, len(steps) - 1}) if len(steps) > 2 else range(len(steps))
    return [date_format(steps[number][0], "MONTH_DAY_FORMAT") for number in chosen]


def _added(rows: Sequence[Sequence[Decimal]], size: int) -> list[Decimal]:
    return [sum((row[number] for row in rows), Decimal()) for number in range(size)]


def _words(measure: str) -> Callable[[Decimal], str]:
    return numbers.money if measure == "cost" else lambda value: numbers.short(int(value))


def day_label(day: date) -> str:
    """A day for people."""
    return date_format(day, "DATE_FORMAT")
