"""The ledger counts each generation once, by day, user, endpoint and model."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random
from threading import Thread

import pytest
from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from playground.usage import ledger
from playground.usage.models import Day, Gone, ModelDay, UserDay
from tests import factories as rows

from .factories import ended, failed, record


def test_generations_of_a_day_are_one_row(alice, model):
    record(ended(alice, model), ended(alice, model, cost=None), failed(alice, model))
    day = Day.objects.get()
    assert (day.generations, day.failed, day.unpriced) == (3, 1, 1)
    assert (day.input_tokens, day.output_tokens, day.cost) == (200, 40, Decimal("0.0005"))


def test_what_may_have_cost_something_is_not_counted_as_free(alice, model):
    silent = {"ttft_ms": None, "output_tokens": None, "cost": None}
    record(
        ended(alice, model, **silent),
        ended(alice, model, **silent, status="stopped"),
        ended(alice, model, **silent, status="stopped", called=False),
        failed(alice, model),
    )
    assert Day.objects.get().unpriced == 2


def test_three_tables_say_the_same(alice, bob, endpoint):
    chance = Random(1)
    models = [rows.model(endpoint), rows.model(endpoint), rows.model()]
    for _ in range(60):
        record(replace(ended(chance.choice([alice, bob]), chance.choice(models)), own_key=chance.random() < 0.2))
    sums = [Sum(name) for name in ledger.SUMS]
    assert Day.objects.aggregate(*sums) == UserDay.objects.aggregate(*sums) == ModelDay.objects.aggregate(*sums)
    for table, key in ((UserDay, ("user_id", "own_key")), (ModelDay, ("model_id", "own_key"))):
        fine = Day.objects.values(*key).annotate(generations_=Sum("generations"))
        assert {tuple(row.values()) for row in fine} == set(table.objects.values_list(*key, "generations"))


def test_what_is_not_the_same_is_another_row(alice, bob, model):
    other = rows.model(model.endpoint)
    record(ended(alice, model), ended(bob, model), ended(alice, other), ended(alice, model, own_key=True))
    assert Day.objects.count() == 4


def test_it_costs_three_statements_and_five_with_health(alice, model, django_assert_num_queries):
    with django_assert_num_queries(3):
        record(ended(alice, model, called=False))
    with django_assert_num_queries(5):
        record(ended(alice, model))


def test_the_day_is_that_of_the_time_zone(alice, model, settings, monkeypatch):
    settings.TIME_ZONE = "Asia/Shanghai"
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 5, 1, 20, tzinfo=UTC))
    record(ended(alice, model))
    assert Day.objects.get().day == date(2026, 5, 2)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_when_many_end_at_once(alice, model):
    def count_ten():
        record(*[ended(alice, model) for _ in range(10)])
        connection.close()

    threads = [Thread(target=count_ten) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Day.objects.get().generations == 60


def test_what_is_deleted_keeps_its_name_and_its_rows(alice, model):
    record(ended(alice, model))
    endpoint, name = model.endpoint_id, str(model.endpoint)
    model.endpoint.delete()
    alice.delete()
    assert Day.objects.get().endpoint_id == endpoint
    assert Gone.objects.get(kind="endpoint").name == name
    assert set(Gone.objects.values_list("kind", flat=True)) == {"user", "endpoint", "model"}
