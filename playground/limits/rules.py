"""Which limits hold for a generation.

A person's own limit takes the place, number by number, of the one for everybody. All others hold together, so the
strictest wins.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from django.contrib.auth.models import Group
from django.db.models import Q

from playground.prepared import Prepared, Slot

from .activity import Who
from .models import Kind, Limit

Number: TypeAlias = int | Decimal

SPEEDS = ("per_minute", "at_once")
BUDGETS = ("tokens_per_day", "tokens_per_month", "usd_per_day", "usd_per_month")
MEASURES = SPEEDS + BUDGETS


@dataclass(frozen=True)
class Rule:
    """Numbers that hold for somebody.

    Args:
        who: whose use is counted.
        name: of the group or the endpoint; "" for a user.
        numbers: by measure.
    """

    who: Who
    name: str
    numbers: dict[str, Number]


def limits_for(user_id: int, endpoint_ids: Collection[int]) -> list[Limit]:
    """The rows that concern a user at these endpoints, in one query."""
    rows = CONCERNED.rows(user=user_id)
    return [row for row in rows if row.endpoint_id is None or row.endpoint_id in endpoint_ids]


def is_shared(limit: Limit) -> bool:
    """Whether it counts what several people use: then its row is locked, as the user's own lock is not enough."""
    return limit.kind in {Kind.TOGETHER, Kind.ENDPOINT}


def rules_of(limits: Iterable[Limit], user_id: int) -> list[Rule]:
    """What these rows mean for a user."""
    general: dict[str, Number] = {}
    own: dict[str, Number] = {}
    others: list[Rule] = []
    user = Who("user", user_id)
    for limit in limits:
        numbers = numbers_of(limit)
        if limit.kind == Kind.EVERYBODY:
            general = numbers
        elif limit.kind == Kind.USER:
            own = numbers
        elif limit.kind == Kind.EACH:
            others.append(Rule(user, "", numbers))
        else:
            others.append(_shared(limit, numbers))
    return [rule for rule in (Rule(user, "", general | own), *others) if rule.numbers]


def _shared(limit: Limit, numbers: dict[str, Number]) -> Rule:
    if limit.group_id is not None:
        return Rule(Who("group", limit.group_id), str(limit.group), numbers)
    assert limit.endpoint_id is not None
    return Rule(Who("endpoint", limit.endpoint_id), str(limit.endpoint), numbers)


def numbers_of(limit: Limit) -> dict[str, Number]:
    """What a row sets, by measure."""
    numbers = {measure: getattr(limit, measure) for measure in MEASURES}
    return {measure: number for measure, number in numbers.items() if number is not None}


# Every message asks this. Endpoints have few rows, so all of them come along.
CONCERNED = Prepared(
    lambda: Limit.objects.filter(
        Q(kind__in=[Kind.EVERYBODY, Kind.ENDPOINT])
        | Q(user=Slot("user"))
        | Q(group__in=Group.objects.filter(user=Slot("user")))
    ).select_related("group", "endpoint")
)
