"""What was used today and this month, from the ledger: deleting conversations resets nothing."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import DateField, QuerySet, Sum
from django.utils import timezone

from playground.prepared import Prepared, Slot
from playground.usage.models import ModelDay, UserDay

from .activity import Who

SUMMED = ("generations", "input_tokens", "output_tokens", "cost", "assumed_tokens", "assumed_cost")


@dataclass(frozen=True)
class Spent:
    """Of our keys: what somebody paid with their own is not counted. `cost` is USD; what is assumed is part of both."""

    generations: int = 0
    tokens: int = 0
    cost: Decimal = Decimal()
    assumed_tokens: int = 0
    assumed_cost: Decimal = Decimal()

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(
            self.generations + other.generations,
            self.tokens + other.tokens,
            self.cost + other.cost,
            self.assumed_tokens + other.assumed_tokens,
            self.assumed_cost + other.assumed_cost,
        )


@dataclass(frozen=True)
class Spending:
    """What somebody has used, in the two periods that budgets have."""

    day: Spent = Spent()
    month: Spent = Spent()

    def __add__(self, other: "Spending") -> "Spending":
        return Spending(self.day + other.day, self.month + other.month)


def spending_of(who: Who) -> Spending:
    """In one query that an index serves: the days of this month."""
    today = timezone.localdate()
    days = {day: _spent(sums) for day, *sums in OF[who.kind].rows(pk=who.pk, since=today.replace(day=1))}
    return Spending(days.get(today, Spent()), sum(days.values(), Spent()))


def spending_by(kind: str, ids: Collection[int]) -> dict[int, Spending]:
    """Of many users, or of many endpoints, in one query; whoever has used nothing is not in it."""
    today = timezone.localdate()
    found: dict[int, Spending] = {}
    of_these = {f"{kind}_id__in": ids}
    rows = _table(kind).filter(**of_these, day__gte=today.replace(day=1), own_key=False)
    for pk, day, *sums in rows.values_list(f"{kind}_id", "day").annotate(*map(Sum, SUMMED)).order_by():
        spent = _spent(sums)
        found[pk] = found.get(pk, Spending()) + Spending(spent if day == today else Spent(), spent)
    return found


def together(parts: Iterable[Spending]) -> Spending:
    """The sum."""
    return sum(parts, Spending())


def _spent(sums: Sequence[Any]) -> Spent:
    generations, read, written, cost, tokens, usd = sums
    return Spent(generations, read + written + tokens, Decimal(cost) + Decimal(usd), tokens, Decimal(usd))


def _table(kind: str) -> QuerySet[Any, Any]:
    return ModelDay.objects.all() if kind == "endpoint" else UserDay.objects.all()


def _days(kind: str, **which: Any) -> QuerySet[Any, Any]:
    rows = _table(kind).filter(**which, day__gte=Slot("since", DateField()), own_key=False)
    days: QuerySet[Any, Any] = rows.values_list("day").annotate(*map(Sum, SUMMED)).order_by()
    return days


def _members() -> QuerySet[Any, Any]:
    return get_user_model().objects.filter(groups=Slot("pk")).values("pk")


# By the kind of who is meant
OF = {
    "user": Prepared(lambda: _days("user", user_id=Slot("pk"))),
    "group": Prepared(lambda: _days("group", user_id__in=_members())),
    "endpoint": Prepared(lambda: _days("endpoint", endpoint_id=Slot("pk"))),
}
