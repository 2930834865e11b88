"""Adds up the ledger, in the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.contrib.auth import get_user_model
from django.db.models import F, Q, Sum

from .models import Day
from .selection import COLUMNS, Selection, of_one

Key = int | date | None  # a number, a day, or None: in no group


@dataclass(frozen=True)
class Sums:
    """What some rows of the ledger come to."""

    generations: int = 0
    failed: int = 0
    stopped: int = 0
    interrupted: int = 0
    estimated: int = 0
    unpriced: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    reasoning_tokens: int = 0
    cached_tokens: int = 0
    cost: Decimal = Decimal()

    def __add__(self, other: Self) -> Self:
        return type(self)(*(getattr(self, name) + getattr(other, name) for name in NAMES))

    @property
    def tokens(self) -> int:
        return self.input_tokens + self.output_tokens


NAMES = tuple(field.name for field in fields(Sums))
MEASURED = {"cost": F("cost"), "tokens": F("input_tokens") + F("output_tokens"), "generations": F("generations")}


def _rows(selection: Selection) -> Any:
    return selection.table._default_manager.filter(selection.where)


def by_key(selection: Selection) -> tuple[Sums, dict[Key, Sums]]:
    """The sum of all, and the sums of each; in one query, or two by group. Who is in two groups counts in both."""
    column = "day" if selection.by == "day" else COLUMNS.get(selection.by, "user_id")
    rows = _rows(selection).values(column).annotate(**{f"sum_{name}": Sum(name) for name in NAMES})
    found = {row[column]: Sums(*(row[f"sum_{name}"] for name in NAMES)) for row in rows}
    total = sum(found.values(), Sums())
    return total, _by_group(found) if selection.by == "group" else found


def has_used(user_id: int, kind: str, number: int) -> bool:
    """Whether a user ever had anything from an endpoint or a model."""
    return Day.objects.filter(of_one(kind, number), user_id=user_id).exists()


def _by_group(users: Mapping[Key, Sums]) -> dict[Key, Sums]:
    belongs: dict[Key, list[Key]] = {}
    for member, group in get_user_model().groups.through.objects.values_list("user_id", "group_id"):
        belongs.setdefault(member, []).append(group)
    groups: dict[Key, Sums] = {}
    for user_id, sums in users.items():
        for key in belongs.get(user_id, [None]):
            groups[key] = groups.get(key, Sums()) + sums
    return groups


def by_day(selection: Selection, measure: str, keys: Sequence[Key]) -> dict[date, list[Decimal]]:
    """For each day that has any: the measure of each key, then that of all the rest; in one query."""
    value = MEASURED[measure]
    columns: dict[str, Any] = {}
    rest = Q()
    for number, key in enumerate(keys):
        which = _is_key(selection.by, key)
        columns[f"key_{number}"] = Sum(value, filter=which, default=0)
        rest &= ~which
    columns["rest"] = Sum(value, filter=rest, default=0) if rest else Sum(value, default=0)
    rows = _rows(selection).values("day").annotate(**columns)
    return {row["day"]: [Decimal(row[name]) for name in columns] for row in rows}


def _is_key(kind: str, key: Key) -> Q:
    if key is None:
        return ~Q(user_id__in=get_user_model().groups.through.objects.values("user_id"))
    assert isinstance(key, int)
    return of_one(kind, key)
