"""The metric strip and its best marks."""

from decimal import Decimal

import pytest

from playground.chat.figures import Measures, best_marks, figures, live_measures, strips, texts_of
from playground.chat.models import Status

from . import factories


def marks(*row):
    return best_marks([Measures(**measures) for measures in row])


def test_low_times_and_costs_and_high_rates_are_best():
    fast = {"ttft_ms": 100, "duration_ms": 1100, "output_tokens": 100, "cost": Decimal("0.2")}
    slow = {"ttft_ms": 200, "duration_ms": 2200, "output_tokens": 100, "cost": Decimal("0.1")}
    assert marks(fast, slow) == [{"ttft_ms", "duration_ms", "rate"}, {"cost"}]


def test_a_single_value_is_not_the_best():
    assert marks({"ttft_ms": 100}, {}) == [set(), set()]


def test_equal_values_are_not_best():
    assert marks({"cost": Decimal(0)}, {"cost": Decimal("0.00")}) == [set(), set()]


def test_what_hardly_differs_is_as_good():
    assert marks({"ttft_ms": 926}, {"ttft_ms": 929}) == [set(), set()]
    assert marks({"ttft_ms": 926}, {"ttft_ms": 929}, {"ttft_ms": 1200}) == [{"ttft_ms"}, {"ttft_ms"}, set()]


def test_an_answer_that_was_cut_was_neither_quick_nor_cheap():
    cut = {
        "ttft_ms": 10,
        "duration_ms": 200,
        "output_tokens": 90,
        "cost": Decimal("0.1"),
        "is_cut": True,
        "is_final": True,
    }
    whole = {"ttft_ms": 20, "duration_ms": 900, "output_tokens": 90, "cost": Decimal("0.4")}
    assert marks(cut, whole) == [{"ttft_ms", "rate"}, set()]


def test_two_can_share_the_best():
    assert marks({"ttft_ms": 1}, {"ttft_ms": 2}, {"ttft_ms": 1}) == [{"ttft_ms"}, set(), {"ttft_ms"}]


def test_tokens_are_never_compared():
    assert marks({"output_tokens": 1, "input_tokens": 1}, {"output_tokens": 2, "input_tokens": 2}) == [set(), set()]


@pytest.mark.parametrize("missing", ["ttft_ms", "duration_ms", "output_tokens"])
def test_the_rate_needs_all_its_parts(missing):
    known = {"ttft_ms": 100, "duration_ms": 1100, "output_tokens": 50}
    assert Measures(**known).rate == 50
    assert Measures(**known | {missing: None}).rate is None


def test_an_answer_that_came_at_once_has_no_rate():
    assert Measures(ttft_ms=100, duration_ms=100, output_tokens=50).rate is None


def test_there_are_always_the_same_six():
    assert [figure.label for figure in figures(Measures())] == [
        "First token",
        "Tokens/s",
        "Tokens in",
        "Tokens out",
        "Total time",
        "Cost",
    ]
    assert {figure.text for figure in figures(Measures())} == {"–"}


def test_what_stays_unknown_says_why():
    assert [figure.title for figure in figures(Measures())] == [""] * 6
    assert all(figure.title for figure in figures(Measures(is_final=True)))


def test_only_our_own_counts_are_estimates():
    known = Measures(ttft_ms=100, duration_ms=1100, output_tokens=50, estimated=True)
    assert [figure.label for figure in figures(known) if figure.estimated] == ["Tokens/s", "Tokens out"]
    assert not any(figure.estimated for figure in figures(Measures(estimated=True)))


def test_only_completed_answers_compete(panes):
    stopped = factories.answer(panes[0], ttft_ms=1, status=Status.STOPPED).generation
    completed = factories.answer(panes[1], ttft_ms=2).generation
    row = strips([(1, stopped.model_id, stopped), (2, completed.model_id, completed)])
    assert not any(figure.best for metrics in row for figure in metrics.figures)


def test_numbers_of_another_model_are_not_the_pane_s_best(panes, model):
    fast, slow = (factories.answer(panes[index], ttft_ms=ttft_ms).generation for index, ttft_ms in enumerate((1, 9)))
    row = strips([(1, 0, fast), (2, slow.model_id, slow)])
    assert not any(figure.best for metrics in row for figure in metrics.figures)


@pytest.mark.parametrize(
    "nothing", [{"ttft_ms": None}, {"output_tokens": 40, "reasoning_tokens": 40}, {"finish_reason": "content_filter"}]
)
def test_an_answer_that_was_never_written_is_not_the_fastest(panes, nothing):
    empty = factories.answer(panes[0], **{"ttft_ms": 1, "duration_ms": 2} | nothing).generation
    written = [factories.answer(panes[1], ttft_ms=ttft_ms, duration_ms=900).generation for ttft_ms in (20, 30)]
    row = strips([(number, each.model_id, each) for number, each in enumerate([empty, *written])])
    assert [[figure.best for figure in metrics.figures].count(True) for metrics in row] == [0, 1, 0]


def test_before_the_first_token_only_the_time_runs():
    assert texts_of(live_measures(None, 1500, 0)) == ["–", "–", "–", "–", "1.50 s", "–"]


def test_running_figures_are_estimates():
    row = figures(live_measures(500, 1500, 40))
    assert [figure.text for figure in row] == ["500 ms", "40.0", "–", "40", "1.50 s", "–"]
