"""A pane's metric strip while its answer is written."""

from collections.abc import Sequence
from dataclasses import replace

from django.template.loader import get_template
from django.utils.html import escape
from django.utils.translation import get_language

from playground.chat.figures import Measures, figures, live_measures, texts_of
from playground.mould import HOLE, Mould
from playground.numbers import UNKNOWN


def live_strip(pane_id: int, ttft_ms: int | None, elapsed_ms: int, tokens: int) -> str:
    """The strip as HTML; `tokens` is our estimate of the output so far."""
    measures = live_measures(ttft_ms, elapsed_ms, tokens)
    texts = texts_of(measures)
    return _mould(measures, texts).fill([str(pane_id), *map(escape, texts)])


def _mould(measures: Measures, texts: Sequence[str]) -> Mould:
    """What is around the numbers depends on the language, and on which of them are known."""
    key = (get_language(), *(text == UNKNOWN for text in texts))
    if key not in _moulds:
        empty = [replace(figure, text=HOLE) for figure in figures(measures)]
        _moulds[key] = Mould(METRICS.render({"metrics": {"pane_id": HOLE, "figures": empty}, "oob": True}))
    return _moulds[key]


METRICS = get_template("chat/_metrics.html")
_moulds: dict[tuple[object, ...], Mould] = {}
