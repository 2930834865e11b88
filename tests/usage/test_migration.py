"""What was generated before there was a ledger is counted when it is made."""

from datetime import UTC, datetime
from decimal import Decimal
from importlib import import_module

from django.apps import apps

from playground.usage.models import Day, ModelDay, UserDay
from tests.chat import factories

fill = import_module("playground.usage.migrations.0002_fill").fill
fill_sums = import_module("playground.usage.migrations.0002_fill").fill_sums


def test_it_counts_what_has_ended(alice, model, settings):
    settings.TIME_ZONE = "Asia/Shanghai"
    pane = factories.conversation(alice, model).panes.get()
    late = {"finished_at": datetime(2026, 5, 1, 20, tzinfo=UTC)}
    factories.answer(pane, input_tokens=7, output_tokens=5, cost=Decimal("0.5"), **late)
    factories.answer(pane, output_tokens=5, tokens_estimated=True, status="stopped", **late)
    factories.answer(pane, status="queued")
    fill(apps, None)
    fill_sums(apps, None)
    assert UserDay.objects.get().generations == ModelDay.objects.get().generations == 2
    [day] = Day.objects.all()
    assert (str(day.day), day.user_id, day.model_id) == ("2026-05-02", alice.pk, model.pk)
    assert (day.generations, day.stopped, day.estimated, day.unpriced) == (2, 1, 1, 1)
    assert (day.input_tokens, day.output_tokens, day.cost) == (7, 10, Decimal("0.5"))
