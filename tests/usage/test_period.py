"""Which days an address means."""

from datetime import date

import pytest

from playground.usage.period import chosen

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ({}, "2026-02-09", "2026-03-10"),
        ({"period": "7"}, "2026-03-04", "2026-03-10"),
        ({"period": "90"}, "2025-12-11", "2026-03-10"),
        ({"period": "month"}, "2026-03-01", "2026-03-10"),
        ({"period": "last-month"}, "2026-02-01", "2026-02-28"),
        ({"period": "nonsense"}, "2026-02-09", "2026-03-10"),
        ({"since": "2026-01-05", "until": "2026-01-05"}, "2026-01-05", "2026-01-05"),
    ],
)
def test_a_period(query, first, last):
    period, _form = chosen(query, TODAY)
    assert (str(period.first), str(period.last)) == (first, last)


@pytest.mark.parametrize(
    ("since", "until", "field"),
    [
        ("2026-01-05", "2026-01-04", "until"),
        ("2020-01-05", "2026-01-04", "until"),
        ("yesterday", "2026-01-04", "since"),
        ("2026-01-05", "", "until"),
        ("0000-00-00", "9999-99-99", "since"),
    ],
)
def test_dates_that_cannot_be_used_are_explained(db, since, until, field):
    period, form = chosen({"since": since, "until": until}, TODAY)
    assert form.errors[field]
    assert period.name == "30"


def test_a_year_has_a_bar_for_each_week():
    year, _form = chosen({"since": "2025-01-01", "until": "2026-01-01"}, TODAY)
    quarter, _form = chosen({"since": "2025-01-01", "until": "2025-03-31"}, TODAY)
    assert (year.step, quarter.step) == (7, 1)
