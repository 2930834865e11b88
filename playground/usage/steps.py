"""Times to the first token, counted in steps that grow: four to a doubling, so a percentile is off by 10 % at most."""

import math

NONE = -1  # no token came
PER_DOUBLING = 4


def step_of(milliseconds: int | None) -> int:
    """The step that a time falls into."""
    return NONE if milliseconds is None else round(PER_DOUBLING * math.log2(max(milliseconds, 1)))


def milliseconds_of(step: int) -> int:
    """The middle of a step."""
    return round(2 ** (step / PER_DOUBLING))


def percentile(counts: dict[int, int], percent: int) -> int | None:
    """The time in ms that so many percent of the calls did not exceed; None when no token came at all.

    Args:
        counts: calls by step.
    """
    known = sorted((step, count) for step, count in counts.items() if step != NONE)
    rank = math.ceil(sum(count for _, count in known) * percent / 100)
    for step, count in known:
        rank -= count
        if rank <= 0:
            return milliseconds_of(step)
    return None
