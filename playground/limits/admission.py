"""Whether a generation may start.

Right under concurrency because counting and queueing are one transaction that holds a lock: for what is counted by
user, the user's row, which the caller has locked; for what is shared, the Limit's own row, always in the same order.
What runs counts against budgets with the average of the month, so a budget is exceeded by at most one such average
and what the answers that run when it is reached use above theirs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from playground.catalog.keys import own_key_endpoints
from playground.prepared import Prepared, Slot

from .activity import Who
from .models import Limit
from .rules import SPEEDS, Rule, is_shared, limits_for, rules_of
from .use import Standing, Use


@dataclass
class Reached(Exception):
    """There is no room. `wording.py` says so in sentences."""

    rule: Rule
    standing: Standing
    wanted: int

    def is_of_endpoint(self, endpoint_id: int) -> bool:
        """Whether it is this endpoint's own limit, so that others may still be asked."""
        return self.rule.who == Who("endpoint", endpoint_id)


def check(user_id: int, endpoint_ids: Sequence[int]) -> set[int]:
    """Raises Reached unless all limits leave room for one more generation at each of these endpoints.

    Costs one query while no limit is defined. Call it in the transaction that queues the generations, with the
    user's row locked.

    Args:
        endpoint_ids: one for each generation that is wanted.

    Returns: endpoints at which there is room only because the user pays with a key of their own.
    """
    limits = limits_for(user_id, endpoint_ids)
    own: set[int] = set()
    if not limits:
        return own
    rules = rules_of(_locked(limits), user_id)
    uses = {who: Use(who) for who in {rule.who for rule in rules}}
    reached = _reached(rules, uses, endpoint_ids, endpoint_ids)
    if reached and not all(found.standing.measure in SPEEDS for found in reached):
        # Asked late, because opening keys takes longer than counting
        own = own_key_endpoints(user_id, set(endpoint_ids))
        paid = [endpoint_id for endpoint_id in endpoint_ids if endpoint_id not in own]
        reached = _reached(rules, uses, endpoint_ids, paid)
    if reached:
        raise sorted(reached, key=_weight)[-1]  # of a day and its month that end together, the month
    return own


def _locked(limits: list[Limit]) -> list[Limit]:
    """The same rows, the shared ones locked, and as they are now."""
    if not connection.features.has_select_for_update:
        return limits  # SQLite has one writer at a time, and this transaction is it
    alone = [limit for limit in limits if not is_shared(limit)]
    shared = sorted(limit.pk for limit in limits if is_shared(limit))
    return alone + [row for pk in shared for row in LOCKED.rows(pk=pk)]


def _reached(
    rules: Sequence[Rule], uses: Mapping[Who, Use], asked: Sequence[int], paid: Sequence[int]
) -> list[Reached]:
    """The numbers that leave no room for generations at these endpoints, of which we pay those at `paid`."""
    reached = []
    for rule in rules:
        for measure, limit in rule.numbers.items():
            counted = asked if measure in SPEEDS else paid
            wanted = counted.count(rule.who.pk) if rule.who.kind == "endpoint" else len(counted)
            standing = uses[rule.who].standing(measure, limit, wanted)
            if not standing.has_room(wanted, uses[rule.who].each(measure)):
                reached.append(Reached(rule, standing, wanted))
    return reached


def _weight(reached: Reached) -> tuple[bool, float]:
    """Those that stop everything come first; then the one that ends last, as it says when one can go on; one that does
    not end by itself comes before all others.
    """
    ends = reached.standing.free_at.timestamp() if reached.standing.free_at else float("inf")
    return reached.rule.who.kind != "endpoint", ends


LOCKED = Prepared(
    lambda: (
        Limit.objects.filter(pk=Slot("pk"))
        .select_related("group", "endpoint")
        .select_for_update(of=("self",), no_key=True)
    )
)
