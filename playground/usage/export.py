"""Usage as CSV: a line for each day and each user, group, endpoint or model."""

from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from playground.audit.spreadsheet import lines
from playground.threads import in_database

from . import sums
from .names import Name, names_of
from .period import Period
from .selection import Selection
from .sums import Key, Sums

KINDS = {
    "model": gettext_lazy("model"),
    "endpoint": gettext_lazy("endpoint"),
    "user": gettext_lazy("user"),
    "group": gettext_lazy("group"),
}
FIGURES = {
    "generations": gettext_lazy("generations"),
    "failed": gettext_lazy("failed"),
    "stopped": gettext_lazy("stopped"),
    "interrupted": gettext_lazy("interrupted"),
    "estimated": gettext_lazy("with estimated tokens"),
    "unpriced": gettext_lazy("of unknown cost"),
    "input_tokens": gettext_lazy("input tokens"),
    "output_tokens": gettext_lazy("output tokens"),
    "reasoning_tokens": gettext_lazy("reasoning tokens"),
    "cached_tokens": gettext_lazy("cached tokens"),
    "cost": gettext_lazy("cost in USD"),
}


async def as_csv(selection: Selection) -> AsyncIterator[str]:
    """The selected usage, oldest first, in pieces of a day."""
    # The mark at the start tells Excel that this is UTF-8.
    yield "\ufeff" + lines([_head(selection)])
    for day in selection.period.days:
        if rows := await in_database(_of_day, selection, day):
            yield lines(rows)


def _head(selection: Selection) -> Sequence[object]:
    named = () if selection.by == "day" else (_("number"), KINDS[selection.by], _("detail"))
    return (_("day"), *named, *(FIGURES[name] for name in sums.NAMES))


def _of_day(selection: Selection, day: date) -> list[Sequence[object]]:
    _total, found = sums.by_key(selection.changed(period=Period("custom", day, day)))
    if selection.by == "day":
        return [(day, *_figures(of)) for of in found.values()]
    numbers = sorted(key for key in found if isinstance(key, int))
    names = names_of(selection.by, numbers)
    keys: list[Key] = [*numbers, *([None] if None in found else [])]
    return [(day, *_named(key, names), *_figures(found[key])) for key in keys]


def _named(key: Key, names: dict[int, Name]) -> Sequence[object]:
    name = names[key] if isinstance(key, int) else Name(_("In no group"))
    return "" if key is None else key, name.text, name.detail


def _figures(of: Sums) -> Iterable[object]:
    """The sums; a cost of which nothing is known is left empty."""
    unknown = {"cost"} if of.unpriced and not of.cost else set()
    return ("" if name in unknown else getattr(of, name) for name in sums.NAMES)
