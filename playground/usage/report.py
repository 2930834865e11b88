"""A page of usage: plain values that a template prints without deciding anything."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from playground.catalog.models import Endpoint

from . import sums
from .bars import TOP, bars_of, day_label
from .cells import Cell, cells
from .names import Name, nameless, names_of
from .period import NAMES
from .plot import REST, Plot
from .selection import KEY_NAMES, MEASURES, Selection
from .sums import Key, Sums

LINES = 100  # of the table; the export has all


@dataclass(frozen=True)
class Choice:
    """A link to the same page with something changed."""

    label: str
    query: str
    is_current: bool = False


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    name: Name
    cells: list[Cell]
    share: float  # of the largest line's measure, 0 to 100
    colour: str
    query: str = ""  # of the page about this alone


@dataclass(frozen=True)
class Report:
    """Everything on the page."""

    selection: Selection
    measure: str
    total: list[Cell]
    lines: list[Line]
    more: int  # lines that there was no room for
    plot: Plot | None  # None: nothing was used
    periods: list[Choice]
    kinds: list[Choice]
    measures: list[Choice]
    keys: list[Choice]  # empty where nobody may use a key of their own
    chips: list[Choice]  # what the page is narrowed to; the links widen it


def report_of(selection: Selection) -> Report:
    """The page for a selection, in a few queries however much was used."""
    total, by_key = sums.by_key(selection)
    measure = selection.measure or ("cost" if total.cost else "tokens")
    keys = _sorted(selection, measure, by_key)
    names = _names(selection, keys[:LINES])
    top = [] if selection.by == "day" else [key for key in keys[:TOP] if _measured(measure, by_key[key])]
    return Report(
        selection=selection,
        measure=str(MEASURES[measure]),
        total=cells(total),
        lines=_lines(selection, measure, {key: by_key[key] for key in keys[:LINES]}, names, top),
        more=max(0, len(keys) - LINES),
        plot=bars_of(selection, measure, top, names, len(keys) > len(top)) if total.generations else None,
        periods=_choices(NAMES, selection.period.name, selection.in_period),
        kinds=_choices(selection.kinds, selection.by, selection.by_kind),
        measures=_choices(MEASURES, measure, selection.measured),
        keys=_choices(KEY_NAMES, selection.keys, selection.with_keys) if _own_keys() else [],
        chips=_chips(selection),
    )


def _measured(measure: str, of: Sums) -> Decimal:
    return Decimal(getattr(of, measure))


def _sorted(selection: Selection, measure: str, by_key: Mapping[Key, Sums]) -> list[Key]:
    """Newest first by day, else the largest first."""
    if selection.by == "day":
        return sorted(by_key, key=str, reverse=True)
    return sorted(by_key, key=lambda key: (-_measured(measure, by_key[key]), -by_key[key].generations, str(key)))


def _names(selection: Selection, keys: Sequence[Key]) -> dict[Key, Name]:
    named = names_of(selection.by, [key for key in keys if isinstance(key, int)])
    return {key: named[key] if isinstance(key, int) else _unnumbered(key) for key in keys}


def _unnumbered(key: date | None) -> Name:
    return Name(_("In no group") if key is None else day_label(key))


def _lines(
    selection: Selection, measure: str, by_key: Mapping[Key, Sums], names: Mapping[Key, Name], top: Sequence[Key]
) -> list[Line]:
    whole = max((_measured(measure, of) for of in by_key.values()), default=Decimal()) or Decimal(1)
    return [
        Line(
            name=names[key],
            cells=cells(of),
            share=round(float(100 * _measured(measure, of) / whole), 2),
            colour=_colour(selection, key, top),
            query=_query_of(selection, key),
        )
        for key, of in by_key.items()
    ]


def _colour(selection: Selection, key: Key, top: Sequence[Key]) -> str:
    if selection.by == "day":
        return "hue-1"
    return f"hue-{top.index(key) + 1}" if key in top else REST


def _query_of(selection: Selection, key: Key) -> str:
    if isinstance(key, int):
        return selection.narrowed(selection.by, key).query if selection.by not in selection.only else ""
    return selection.on(key).query if key else ""


def _choices(labels: Mapping[str, Any], current: str, changed: Callable[[str], Selection]) -> list[Choice]:
    return [Choice(str(label), changed(name).query, name == current) for name, label in labels.items()]


def _own_keys() -> bool:
    return Endpoint.objects.filter(own_keys=True).exists()


def _chips(selection: Selection) -> list[Choice]:
    return [
        Choice(f"{selection.kinds[kind]}: {_narrowed_to(selection, kind, number)}", selection.widened(kind).query)
        for kind, number in selection.only.items()
    ]


def _narrowed_to(selection: Selection, kind: str, number: int) -> str:
    """Its name; on one's own page only of what one has used, since an address can ask for any number."""
    if selection.reader and not sums.has_used(selection.reader, kind, number):
        return nameless(number)
    return names_of(kind, [number])[number].text
