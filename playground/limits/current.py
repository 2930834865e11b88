"""What is used of many limits at once, for the admin's list: the same few queries however many there are."""

from collections import defaultdict
from collections.abc import Collection

from django.contrib.auth import get_user_model

from .models import Kind, Limit
from .rules import numbers_of
from .spending import Spending, Spent, spending_by, together
from .use import amount, is_estimated
from .wording import amount_text, spent_text


def used_by(limits: Collection[Limit]) -> dict[int, str]:
    """What is used of budgets, in words, by limit. What holds for each of several people has no sum."""
    members = _members({limit.group_id for limit in limits if limit.kind == Kind.TOGETHER and limit.group_id})
    users = {limit.user_id for limit in limits if limit.user_id}.union(*members.values())
    of_users = spending_by("user", users)
    of_endpoints = spending_by("endpoint", {limit.endpoint_id for limit in limits if limit.endpoint_id})

    def spending(limit: Limit) -> Spending | None:
        if limit.kind == Kind.TOGETHER:
            return together(of_users.get(user_id, Spending()) for user_id in members[limit.group_id or 0])
        if limit.kind == Kind.USER:
            return of_users.get(limit.user_id or 0, Spending())
        return of_endpoints.get(limit.endpoint_id or 0, Spending()) if limit.kind == Kind.ENDPOINT else None

    return {limit.pk: _words(limit, used) for limit in limits if (used := spending(limit)) is not None}


def _members(group_ids: Collection[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    users = get_user_model().objects.filter(groups__in=group_ids)
    for group_id, user_id in users.values_list("groups", "pk"):
        found[group_id].add(user_id)
    return found


def _words(limit: Limit, spending: Spending) -> str:
    budgets = {measure: number for measure, number in numbers_of(limit).items() if measure.endswith(("_day", "_month"))}
    return " · ".join(
        f"{_spent(measure, spending.day if measure.endswith('_day') else spending.month)}"
        f" / {amount_text(measure, number)}"
        for measure, number in budgets.items()
    )


def _spent(measure: str, spent: Spent) -> str:
    return spent_text(measure, amount(measure, spent), is_estimated(measure, spent))
