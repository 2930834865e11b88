"""The metric strip, where it is swapped into a page: every message does that twice."""

from functools import lru_cache
from html import escape

from django.template import Library
from django.template.loader import get_template
from django.utils.translation import get_language

from playground.mould import HOLE, Mould

from ..figures import LABELS
from ..screen import Figure, Metrics

register = Library()

Shape = tuple[bool, bool, bool]


@register.filter
def strip(metrics: Metrics) -> str:
    """What `chat/_metrics.html` makes of a pane's metrics, out of band: sanitised HTML."""
    values = [str(metrics.pane_id)]
    for figure in metrics.figures:
        values += [escape(text) for text in (figure.title, figure.text) if text]
    return _mould(get_language(), *map(_shape, metrics.figures)).fill(values)


def _shape(figure: Figure) -> Shape:
    """What the HTML of a figure depends on, besides its texts."""
    return bool(figure.title), figure.best, figure.estimated


@lru_cache(maxsize=256)
def _mould(_language: str | None, *shapes: Shape) -> Mould:
    figures = [
        Figure(label, HOLE, HOLE if has_title else "", best, estimated)
        for label, (has_title, best, estimated) in zip(LABELS.values(), shapes, strict=True)
    ]
    template = get_template("chat/_metrics.html")
    return Mould(template.render({"metrics": {"pane_id": HOLE, "figures": figures}, "oob": True}))
