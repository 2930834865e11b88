"""What a page of usage shows, as its address says it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Self
from urllib.parse import urlencode

from django.contrib.auth.models import Group
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .models import Day, ModelDay, Used, UserDay
from .period import DatesForm, Period, chosen

EVERYBODYS = {
    "model": _("Models"),
    "endpoint": _("Endpoints"),
    "user": _("Users"),
    "group": _("Groups"),
    "day": _("Days"),
}
OWN = {name: EVERYBODYS[name] for name in ("model", "endpoint", "day")}
MEASURES = {"cost": _("Cost"), "tokens": _("Tokens"), "generations": _("Generations")}
COLUMNS = {"model": "model_id", "endpoint": "endpoint_id", "user": "user_id"}
KEYS = {"ours": False, "own": True}
KEY_NAMES = {"": _("All keys"), "ours": _("Parley's keys"), "own": _("Own keys")}


@dataclass(frozen=True)
class Selection:
    """Which days, added up by what, and of which user, group, endpoint or model alone."""

    period: Period
    form: DatesForm = field(compare=False)
    by: str = "model"
    measure: str = ""  # "" = what says most: cost if any is known, else tokens
    only: Mapping[str, int] = field(default_factory=dict)  # by kind: its number
    keys: str = ""  # ours, own, or "": both
    reader: int | None = None  # the user whose own page it is; None = an admin's

    @classmethod
    def of(cls, query: Mapping[str, str], today: date, reader: int | None = None) -> Self:
        """What an address says; what it says wrongly is left out."""
        period, form = chosen(query, today)
        kinds = EVERYBODYS if reader is None else OWN
        only = {kind: int(query[kind]) for kind in kinds if kind != "day" and _is_number(query.get(kind, ""))}
        by, measure, keys = (query.get(name, "") for name in ("by", "measure", "keys"))
        return cls(
            period,
            form,
            by if by in kinds else "model",
            measure if measure in MEASURES else "",
            only,
            keys if keys in KEYS else "",
            reader,
        )

    @property
    def kinds(self) -> Mapping[str, Any]:
        """What it can be added up by."""
        return EVERYBODYS if self.reader is None else OWN

    @property
    def query(self) -> str:
        """The part of the address after `?` that means this."""
        return urlencode({**self.period.query, **self.besides})

    @property
    def besides(self) -> dict[str, Any]:
        """What the address says besides the period."""
        said = {"by": self.by, "measure": self.measure, "keys": self.keys, **self.only}
        return {name: value for name, value in said.items() if value}

    def in_period(self, name: str) -> Self:
        """The same of a named period; good for its query alone."""
        return self.changed(period=replace(self.period, name=name))

    def on(self, day: date) -> Self:
        """The same of one day."""
        return self.changed(period=Period("custom", day, day), by="model")

    def by_kind(self, kind: str) -> Self:
        """The same, added up by something else."""
        return self.changed(by=kind)

    def measured(self, measure: str) -> Self:
        """The same, in another measure."""
        return self.changed(measure=measure)

    def with_keys(self, keys: str) -> Self:
        """The same, of generations that were paid so."""
        return self.changed(keys=keys)

    def changed(self, **values: Any) -> Self:
        """Another one, with some values changed."""
        return replace(self, **values)

    def narrowed(self, kind: str, number: int) -> Self:
        """Of one user, group, endpoint or model alone, added up by something else."""
        by = next(name for name in self.kinds if name not in {*self.only, kind})
        return self.changed(only={**self.only, kind: number}, by=by)

    def widened(self, kind: str) -> Self:
        """Not only of one user, group, endpoint or model any more."""
        return self.changed(only={name: number for name, number in self.only.items() if name != kind})

    @property
    def table(self) -> type[Used]:
        """The smallest table of the ledger that can tell."""
        kinds = {self.by, *self.only, *(["user"] if self.reader else [])} - {"day"}
        if kinds <= {"model", "endpoint"}:
            return ModelDay
        return UserDay if kinds <= {"user", "group"} else Day

    @property
    def where(self) -> Q:
        """The rows of that table that it means."""
        which = Q(day__range=(self.period.first, self.period.last))
        if self.reader is not None:
            which &= Q(user_id=self.reader)
        if self.keys:
            which &= Q(own_key=KEYS[self.keys])
        for kind, number in self.only.items():
            which &= of_one(kind, number)
        return which


def of_one(kind: str, number: int) -> Q:
    """The rows of one user, group, endpoint or model."""
    if kind == "group":
        return Q(user_id__in=Group.objects.filter(pk=number).values("user"))
    return Q(**{COLUMNS[kind]: number})


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
