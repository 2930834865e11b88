"""Bars, as numbers that a template draws. A plot is 100 high and 10 wide for each bar; the browser stretches it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

STEPS = [Decimal(step) for step in ("1", "1.2", "1.6", "2", "3", "4", "5", "6", "8", "10", "20")]
WIDE, BAR, HIGH = 10, 8, 100
GAP = 0.5  # between two segments
REST = "rest"  # the colour of all that have none of their own


@dataclass(frozen=True)
class Segment:
    """A piece of a bar."""

    colour: str  # a class
    y: float
    height: float


@dataclass(frozen=True)
class Bar:
    """One day, or one week."""

    label: str
    x: int
    title: str  # everything in words
    segments: list[Segment]
    values: list[str]  # the same as numbers, in the order of the plot's series


@dataclass(frozen=True)
class Series:
    """What one colour means."""

    label: str
    colour: str


@dataclass(frozen=True)
class Plot:
    """Stacked bars, the first series lowest."""

    series: list[Series]
    bars: list[Bar]
    scale: list[str]  # labels of the lines, from the top down, at equal distances
    ends: list[str]  # labels below, at equal distances
    bar_width: int = BAR
    hit_width: int = WIDE
    height: int = HIGH

    @property
    def width(self) -> int:
        return WIDE * len(self.bars)


def stacked(
    series: Sequence[Series],
    labels: Sequence[str],
    values: Sequence[Sequence[Decimal]],
    *,
    ends: Sequence[str],
    words: Callable[[Decimal], str],
    whole: bool,
) -> Plot:
    """Bars for rows of values, one value for each series.

    Args:
        series: what the values of a row are.
        labels: of the rows.
        values: the rows.
        ends: what stands below the first, the middle and the last.
        words: a value as people read it.
        whole: values are whole numbers, so the scale's are too.
    """
    top = round_up(max(sum(row, Decimal()) for row in values), whole)
    bars = [
        Bar(label, WIDE * number, _title(label, series, row, words), _segments(series, row, top), list(map(words, row)))
        for number, (label, row) in enumerate(zip(labels, values, strict=True))
    ]
    return Plot(list(series), bars, [words(top), words(top / 2), words(Decimal())], list(ends))


def _segments(series: Sequence[Series], row: Sequence[Decimal], top: Decimal) -> list[Segment]:
    segments = []
    y = float(HIGH)
    for one, value in zip(series, row, strict=True):
        height = float(value / top * HIGH) if top else 0.0
        y -= height
        if height:
            gap = GAP if height > 3 * GAP else 0
            segments.append(Segment(one.colour, round(y + gap, 3), round(height - gap, 3)))
    return segments


def _title(label: str, series: Sequence[Series], row: Sequence[Decimal], words: Callable[[Decimal], str]) -> str:
    parts = [f"{one.label}: {words(value)}" for one, value in zip(series, row, strict=True) if value]
    if len(parts) > 1:
        label = f"{label}: {words(sum(row, Decimal()))}"
    return "\n".join([label, *parts])


def round_up(value: Decimal, whole: bool) -> Decimal:
    """The next round number that can be the top of a scale; with `whole`, its half is whole too."""
    if not value:
        return Decimal(2)
    unit = Decimal(10) ** value.adjusted()
    return next(step * unit for step in STEPS if step * unit >= value and not (whole and step * unit % 2))
