"""When streams are worked on."""

from itertools import pairwise

import pytest

from playground.live.beat import FEW, LONGEST, MOMENTS, SHORT, SHORTEST, Beat

NOW = 12345.678


def busy(running: int = 100_000) -> Beat:
    beat = Beat()
    beat.running = running
    return beat


@pytest.mark.parametrize(
    ("running", "length"), [(0, SHORTEST), (FEW, SHORTEST), (FEW + 1, SHORT), (100, SHORT), (100_000, LONGEST)]
)
def test_the_more_generations_the_longer_the_beat(running, length):
    assert busy(running).length == length


@pytest.mark.parametrize("now", [0.0, 0.03, 0.0999, NOW])
def test_the_moments_of_a_few_are_the_same_for_all(now):
    moments = [now + Beat()._until(now, user_id) for user_id in range(MOMENTS)]
    places = [moment % SHORTEST for moment in moments]
    assert all(place == pytest.approx(0, abs=1e-6) or place == pytest.approx(SHORTEST, abs=1e-6) for place in places)


def test_many_share_the_beat_out_among_themselves():
    moments = sorted((NOW + busy()._until(NOW, user_id)) % LONGEST for user_id in range(MOMENTS))
    gaps = {round(after - before, 6) for before, after in pairwise(moments)}
    assert gaps == {round(LONGEST / MOMENTS, 6)}


def test_a_user_keeps_the_moment():
    first = busy()._until(NOW, 3)
    assert busy()._until(NOW + LONGEST * 5, 3) == pytest.approx(first)


def test_one_that_is_almost_here_is_not_for_those_who_have_just_come():
    assert Beat()._until(SHORTEST * 0.99, 7) > SHORTEST
