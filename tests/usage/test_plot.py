"""The bars say the truth."""

from decimal import Decimal

import pytest

from playground.usage.plot import Series, round_up, stacked

SERIES = [Series("A", "hue-1"), Series("Others", "rest")]


def plotted(*rows):
    values = [[Decimal(value) for value in row] for row in rows]
    labels = [f"day {number}" for number in range(len(rows))]
    return stacked(SERIES, labels, values, ends=[], words=str, whole=True)


def test_heights_are_in_proportion_and_stand_on_each_other():
    low, high = plotted((5, 5), (1, 2)).bars[0].segments
    assert low.y + low.height == 100
    assert low.height == high.height
    assert high.y + high.height == pytest.approx(low.y, abs=1)


def test_what_is_nothing_is_not_drawn():
    assert [len(bar.segments) for bar in plotted((0, 0), (3, 0)).bars] == [0, 1]


def test_a_bar_says_its_numbers():
    assert plotted((5, 2)).bars[0].title == "day 0: 7\nA: 5\nOthers: 2"


@pytest.mark.parametrize(
    ("value", "whole", "top"),
    [
        ("0", True, "2"),
        ("1", True, "2"),
        ("3", True, "4"),
        ("9", True, "10"),
        ("11", True, "12"),
        ("45", True, "50"),
        ("210", True, "300"),
        ("0.21", False, "0.3"),
        ("99.5", False, "100"),
        ("0.00000012", False, "0.00000012"),
    ],
)
def test_a_scale_ends_at_a_round_number(value, whole, top):
    assert round_up(Decimal(value), whole) == Decimal(top)
