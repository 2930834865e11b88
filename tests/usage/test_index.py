"""Pages read by an index what they show, however long the ledger is."""

from datetime import date, timedelta

import pytest
from django.db import connection

from playground.limits.activity import Who
from playground.limits.spending import spending_of
from playground.usage import condition, health, sums
from playground.usage.models import Calls, Day, ModelDay, UserDay
from playground.usage.selection import Selection

TODAY = date(2026, 6, 1)


@pytest.fixture
def ledger(db):
    """Years of rows, of which a page shows a few: else a database would rightly read all."""
    days = [TODAY - timedelta(days=number) for number in range(700)]
    sums = {"own_key": False, "generations": 1}
    UserDay.objects.bulk_create(UserDay(day=day, user_id=user, **sums) for day in days for user in range(4))
    place = {"endpoint_id": 1}
    ModelDay.objects.bulk_create(
        ModelDay(day=day, model_id=model, **place, **sums) for day in days for model in range(4)
    )
    ids = [(user, model) for user in range(2) for model in range(3)]
    Day.objects.bulk_create(
        Day(day=day, user_id=user, model_id=model, **place, **sums) for day in days for user, model in ids
    )
    slots = range(health.slot_now() - 3000, health.slot_now())
    Calls.objects.bulk_create(Calls(slot=slot, model_id=1, **place, outcome="completed", ttft_step=9) for slot in slots)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def plans(queries):
    """How the database answers the queries about the ledger."""
    explain = "EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN "
    with connection.cursor() as cursor:
        for query in queries:
            cursor.execute(explain + query["sql"])
            yield " ".join(str(row) for row in cursor.fetchall())


def reads_by_index(plan):
    return "Seq Scan on usage" not in plan and "SCAN usage" not in plan


@pytest.mark.parametrize(
    "query",
    [
        {"by": "model"},
        {"by": "endpoint", "endpoint": "1"},
        {"by": "user"},
        {"by": "day", "user": "1"},
        {"by": "model", "user": "1"},
        {"by": "user", "model": "1"},
    ],
    ids=str,
)
def test_usage(ledger, query, django_assert_max_num_queries):
    selection = Selection.of({"period": "7", **query}, TODAY)
    with django_assert_max_num_queries(2) as asked:
        sums.by_key(selection)
        sums.by_day(selection, "cost", [] if selection.by == "day" else [1])
    assert [plan for plan in plans(asked.captured_queries) if not reads_by_index(plan)] == []


def test_one_s_own_usage(ledger, django_assert_max_num_queries):
    selection = Selection.of({"period": "7"}, TODAY, reader=1)
    with django_assert_max_num_queries(2) as asked:
        sums.by_key(selection)
        sums.by_day(selection, "cost", [] if selection.by == "day" else [1])
    assert all(map(reads_by_index, plans(asked.captured_queries)))


@pytest.mark.parametrize("kind", ["user", "group", "endpoint"])
def test_budgets(ledger, kind, django_assert_num_queries):
    with django_assert_num_queries(1) as asked:
        spending_of(Who(kind, 1))
    assert all(map(reads_by_index, plans(asked.captured_queries)))


def test_health(ledger, django_assert_max_num_queries):
    with django_assert_max_num_queries(9) as asked:
        condition.condition_of("hour")
    assert all(map(reads_by_index, plans([query for query in asked.captured_queries if "usage_calls" in query["sql"]])))


def test_the_check_would_see_a_whole_read(ledger, django_assert_max_num_queries):
    with django_assert_max_num_queries(1) as asked:
        list(Day.objects.filter(failed=3))
    assert not all(map(reads_by_index, plans(asked.captured_queries)))
