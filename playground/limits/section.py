"""Each person's own limits, on the page of their usage."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from playground.usage.sections import Section, sections

from .rules import Rule, limits_for, rules_of
from .use import Standing, Use
from .wording import limit_text, rule_name, used_text


@dataclass(frozen=True)
class Line:
    """One number of a limit, and how much of it is used.

    Args:
        share: percent, at most 100.
        ends: when the period does; None = no period.
    """

    name: str
    limit: str
    used: str
    share: int
    ends: datetime | None
    is_full: bool


def lines_for(user: Any) -> list[Line]:
    """Where the user stands with every limit that concerns them but those of endpoints, which they share with all."""
    rules = rules_of(limits_for(user.pk, ()), user.pk)
    uses = {who: Use(who) for who in {rule.who for rule in rules}}
    return [_line(rule, uses[rule.who], measure) for rule in rules for measure in rule.numbers]


def _line(rule: Rule, use: Use, measure: str) -> Line:
    standing = use.standing(measure, rule.numbers[measure])
    ends = standing.free_at if measure.endswith(("day", "month")) else None
    is_full = not standing.has_room(1, 0)
    return Line(
        rule_name(rule), limit_text(measure, standing.limit), used_text(standing), _share(standing), ends, is_full
    )


def _share(standing: Standing) -> int:
    used = standing.used + standing.pending
    return min(100, round(100 * used / standing.limit)) if standing.limit else 100


def _values(user: Any) -> dict[str, Any] | None:
    lines = lines_for(user)
    return {"lines": lines} if lines else None


sections.append(Section("limits/_own.html", _values))
