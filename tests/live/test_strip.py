"""The strip of a running answer is what the template makes of its figures."""

from django.template.loader import render_to_string
from django.utils import translation

from playground.chat.figures import figures, live_measures
from playground.live.strip import live_strip
from playground.numbers import UNKNOWN

CASES = [(None, 1500, 0), (500, 500, 1), (500, 1500, 40), (61_000, 125_000, 12_345)]


def from_template(pane_id, *measures):
    metrics = {"pane_id": pane_id, "figures": figures(live_measures(*measures))}
    return render_to_string("chat/_metrics.html", {"metrics": metrics, "oob": True})


def test_it_equals_the_template():
    for number, case in enumerate([*CASES, *CASES]):
        assert live_strip(number, *case) == from_template(number, *case)


def test_each_language_has_its_own():
    for language in ("en", "zh-hans", "en"):
        with translation.override(language):
            assert live_strip(7, *CASES[2]) == from_template(7, *CASES[2])


def test_what_is_not_known_is_a_dash():
    assert live_strip(7, *CASES[0]).count(UNKNOWN) == 5
