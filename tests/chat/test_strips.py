"""The strip that is swapped in is what the template makes of its figures."""

from itertools import product

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from playground.chat.figures import Measures, figures, live_measures
from playground.chat.screen import Figure, Metrics
from playground.chat.templatetags.strips import strip

KNOWN = {"ttft_ms": 100, "duration_ms": 1100, "input_tokens": 7, "output_tokens": 50, "reasoning_tokens": 20}
CASES = [
    Measures(),
    Measures(is_final=True),
    Measures(**KNOWN, is_final=True),
    Measures(**KNOWN | {"ttft_ms": 90}, is_final=True, estimated=True),
    live_measures(500, 1500, 40),
]


def from_template(metrics):
    return render_to_string("chat/_metrics.html", {"metrics": metrics, "oob": True})


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("best", [(), {"ttft_ms", "rate"}])
def test_it_equals_the_template(language, best):
    with translation.override(language):
        for pane_id, measures in product((7, 12345), CASES):
            metrics = Metrics(pane_id, figures(measures, best))
            assert strip(metrics) == from_template(metrics)


def test_texts_are_escaped():
    figure = Figure("", "<b>&", """<"'>""")
    assert "<b>" not in strip(Metrics(7, [figure] * 6))
