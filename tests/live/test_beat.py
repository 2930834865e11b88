"""When streams are worked on."""

import pytest

from playground.live.beat import LONGEST, SHORTEST, Beat


def test_a_few_generations_have_the_shortest_beat():
    assert Beat().length == SHORTEST


def test_many_have_a_longer_one_up_to_a_limit():
    beat = Beat()
    beat.running = 100_000
    assert beat.length == LONGEST


@pytest.mark.parametrize("now", [0.0, 0.03, 0.0999, 12345.678])
def test_the_moments_are_the_same_for_all(now):
    moment = now + Beat()._until(now)
    assert moment % SHORTEST == pytest.approx(0, abs=1e-6) or moment % SHORTEST == pytest.approx(SHORTEST, abs=1e-6)


def test_one_that_is_almost_here_is_not_for_those_who_have_just_come():
    assert Beat()._until(SHORTEST * 0.99) > SHORTEST
