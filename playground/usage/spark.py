"""Small bars of calls over time, as numbers that a template draws."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from playground import numbers

WIDE, BAR, HIGH = 4, 3, 24


@dataclass(frozen=True)
class Spark:
    """Two paths of bars, oldest first; the failed calls stand below. (A rectangle for each would be slow to print.)"""

    well: str
    failed: str
    words: str
    width: int
    height: int = HIGH


def spark_of(counts: Sequence[Sequence[int]]) -> Spark:
    """Bars for pairs: calls that went well, calls that failed."""
    top = max(sum(pair) for pair in counts) or 1
    well, failed = "", ""
    for number, (good, bad) in enumerate(counts):
        low, high = bad * HIGH / top, good * HIGH / top
        well += _bar(WIDE * number, HIGH - low - high, high)
        failed += _bar(WIDE * number, HIGH - low, low)
    values = {"most": numbers.count(top), "failed": numbers.count(sum(bad for _good, bad in counts))}
    words = _("Calls over time: at most %(most)s in one bar; %(failed)s failed in all") % values
    return Spark(well, failed, words, WIDE * len(counts))


def _bar(x: int, y: float, height: float) -> str:
    return f"M{x} {y:.4g}h{BAR}v{height:.4g}h-{BAR}z" if height else ""
