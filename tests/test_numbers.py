"""Numbers as people read them."""

from decimal import Decimal

import pytest

from playground import numbers


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [
        (None, "–"),
        (0, "0 ms"),
        (412, "412 ms"),
        (999, "999 ms"),
        (1000, "1.00 s"),
        (1244, "1.24 s"),
        (9_996, "10.0 s"),
        (59_940, "59.9 s"),
        (59_960, "1 min 00 s"),
        (125_000, "2 min 05 s"),
    ],
)
def test_times(milliseconds, text):
    assert numbers.time(milliseconds) == text


@pytest.mark.parametrize(
    ("rate", "text"), [(None, "–"), (0.04, "0.0"), (94.23, "94.2"), (999.96, "1,000"), (1240.4, "1,240")]
)
def test_rates(rate, text):
    assert numbers.rate(rate) == text


@pytest.mark.parametrize(
    ("usd", "text"),
    [
        (None, "–"),
        ("0", "$0"),
        ("0.00000001", "<$0.0001"),
        ("0.0004123", "$0.0004"),
        ("0.0099", "$0.0099"),
        ("0.031", "$0.031"),
        ("0.9999", "$1.00"),
        ("1234.5", "$1,234.50"),
    ],
)
def test_money(usd, text):
    assert numbers.money(None if usd is None else Decimal(usd)) == text


def test_counts():
    assert (numbers.count(None), numbers.count(0), numbers.count(12345)) == ("–", "0", "12,345")
