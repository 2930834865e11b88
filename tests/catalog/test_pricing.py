"""Cost is exact, or not known."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from playground.catalog.pricing import cost


def prices(input_price="3", output_price="15", read=None, write=None, reasoning=None):
    values = {
        "input_price": input_price,
        "output_price": output_price,
        "cache_read_price": read,
        "cache_write_price": write,
        "reasoning_price": reasoning,
    }
    return SimpleNamespace(**{name: None if value is None else Decimal(value) for name, value in values.items()})


def usage(sent, written, read=None, stored=None):
    return {"input_tokens": sent, "output_tokens": written, "cache_read_tokens": read, "cache_write_tokens": stored}


def test_tokens_times_prices() -> None:
    assert cost(prices(), usage(1000, 200)) == Decimal("0.006")


def test_cached_tokens_are_part_of_the_input() -> None:
    assert cost(prices(read="0.3", write="3.75"), usage(1000, 0, 600, 100)) == Decimal("0.001455")


def test_without_their_own_price_they_cost_what_input_costs() -> None:
    assert cost(prices(), usage(1000, 0, 600, 100)) == Decimal("0.003")


def test_a_free_model_costs_nothing() -> None:
    assert cost(prices("0", "0"), usage(1000, 200)) == 0


@pytest.mark.parametrize(
    ("known", "used"),
    [
        (prices(None, "15"), usage(1000, 200)),
        (prices("3", None), usage(1000, 200)),
        (prices(), usage(None, 200)),
        (prices(), usage(1000, None)),
        (prices(), {}),
    ],
)
def test_what_is_not_known_is_not_guessed(known, used) -> None:
    assert cost(known, used) is None


def test_a_price_that_does_not_matter_may_be_missing() -> None:
    assert cost(prices("3", None), usage(1000, 0)) == Decimal("0.003")


def test_it_fits_the_database() -> None:
    assert cost(prices("0.000001", "0"), usage(14_000, 1)) == Decimal("0.00000001")


def test_reasoning_is_part_of_the_output() -> None:
    thought = {**usage(0, 1000), "reasoning_tokens": 600}
    assert cost(prices(), thought) == Decimal("0.015")
    assert cost(prices(reasoning="5"), thought) == Decimal("0.009")
