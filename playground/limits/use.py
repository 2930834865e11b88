"""How much of a limit is used, and when there is room again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property

from django.utils import timezone

from .activity import SOURCE, Live, Who
from .rules import SPEEDS, Number
from .spending import Spending, Spent, spending_of

MINUTE = timedelta(minutes=1)
# What a generation that is under way counts for while nothing has ended this month that would tell
FIRST_TOKENS = 1000
FIRST_USD = Decimal("0.01")


@dataclass(frozen=True)
class Standing:
    """Where one number of a limit stands.

    Args:
        used: what has ended, or was asked for in the last minute, or is running.
        pending: what running answers will probably add to a budget.
        is_estimated: a part of what is used is an estimate.
        free_at: when there is room again; None = when running answers end, or never for so many at a time.
    """

    measure: str
    limit: Number
    used: Number
    pending: Number = 0
    free_at: datetime | None = None
    is_estimated: bool = False

    def has_room(self, wanted: int, each: Number) -> bool:
        """Whether `wanted` more generations may start, each of which adds so much."""
        return wanted == 0 or self.used + self.pending + each * (wanted - 1) < self.limit


class Use:
    """What somebody uses. Each thing is looked up once, and only when a limit asks for it."""

    def __init__(self, who: Who) -> None:
        self._who = who
        self._now = timezone.now()

    @cached_property
    def live(self) -> Live:
        return SOURCE.activity.live(self._who)

    @cached_property
    def asked(self) -> Sequence[datetime]:
        return SOURCE.activity.asked(self._who, self._now - MINUTE)

    @cached_property
    def _ours(self) -> tuple[int, Spending]:
        """First what is live, then what has ended: what ends in between counts twice, but never not at all."""
        return self.live.ours, spending_of(self._who)

    @property
    def spending(self) -> Spending:
        return self._ours[1]

    def each(self, measure: str) -> Number:
        """What one generation adds, as far as can be told: the average of this month."""
        if measure in SPEEDS:
            return 1
        month = self.spending.month
        if measure.startswith("usd"):
            return month.cost / month.generations if month.generations else FIRST_USD
        return Decimal(month.tokens) / month.generations if month.generations else FIRST_TOKENS

    def standing(self, measure: str, limit: Number, wanted: int = 1) -> Standing:
        """Where the number stands for somebody who wants so many more generations."""
        if measure == "per_minute":
            return Standing(measure, limit, len(self.asked), free_at=self._minute_ends(int(limit), wanted))
        if measure == "at_once":
            return Standing(measure, limit, self.live.all)
        return self._of_budget(measure, limit)

    def _minute_ends(self, limit: int, wanted: int) -> datetime | None:
        too_many = len(self.asked) + wanted - limit
        return self.asked[too_many - 1] + MINUTE if 0 < too_many <= len(self.asked) else None

    def _of_budget(self, measure: str, limit: Number) -> Standing:
        daily = measure.endswith("day")
        spent = self.spending.day if daily else self.spending.month
        ends = tomorrow() if daily else next_month()
        pending = self.each(measure) * self.live.ours
        return Standing(measure, limit, amount(measure, spent), pending, ends, is_estimated(measure, spent))


def amount(measure: str, spent: Spent) -> Number:
    """What a budget counts."""
    return spent.cost if measure.startswith("usd") else spent.tokens


def is_estimated(measure: str, spent: Spent) -> bool:
    """Whether a part of it is an estimate, because a provider did not tell."""
    return bool(spent.assumed_cost if measure.startswith("usd") else spent.assumed_tokens)


def tomorrow() -> datetime:
    """The next midnight of TIME_ZONE."""
    return _midnight(timezone.localdate() + timedelta(days=1))


def next_month() -> datetime:
    """The midnight with which the next month begins."""
    return _midnight((timezone.localdate().replace(day=1) + timedelta(days=32)).replace(day=1))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
