"""Counts what was generated before there was a ledger."""

from decimal import Decimal
from itertools import islice

from django.conf import settings
from django.db import migrations
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

ENDED = ["completed", "stopped", "failed", "interrupted"]
BATCH = 1000
KEYS = {
    "UserDay": ("day", "user_id", "own_key"),
    "ModelDay": ("day", "endpoint_id", "model_id", "own_key"),
}
SUMS = ("generations", "failed", "stopped", "interrupted", "estimated", "unpriced", "input_tokens", "output_tokens")
SUMS += ("reasoning_tokens", "cached_tokens", "cost")


def fill(apps, schema_editor):
    Day = apps.get_model("usage", "Day")
    days = (Day(own_key=False, **row) for row in rows(apps.get_model("chat", "Generation")))
    while batch := list(islice(days, BATCH)):
        Day.objects.bulk_create(batch)


def rows(Generation):
    """The columns of each row of the ledger. (Their names are in use in Generation, hence the prefix.)"""
    place = {
        "its_day": TruncDate(Coalesce("finished_at", "queued_at"), tzinfo=timezone.get_default_timezone()),
        "its_user_id": F("message__conversation__owner_id"),
        "its_endpoint_id": Coalesce("model__endpoint_id", 0),
        "its_model_id": Coalesce("model_id", 0),
    }
    sums = {
        "its_generations": Count("pk"),
        "its_failed": Count("pk", filter=Q(status="failed")),
        "its_stopped": Count("pk", filter=Q(status="stopped")),
        "its_interrupted": Count("pk", filter=Q(status="interrupted")),
        "its_estimated": Count("pk", filter=Q(tokens_estimated=True)),
        "its_unpriced": Count("pk", filter=Q(cost=None) & (Q(ttft_ms__isnull=False) | Q(output_tokens__gt=0))),
        "its_input_tokens": Coalesce(Sum("input_tokens"), 0),
        "its_output_tokens": Coalesce(Sum("output_tokens"), 0),
        "its_reasoning_tokens": Coalesce(Sum("reasoning_tokens"), 0),
        "its_cached_tokens": Coalesce(Sum("cache_read_tokens"), 0),
        "its_cost": Coalesce(Sum("cost"), Decimal()),
    }
    ended = Generation.objects.filter(status__in=ENDED).order_by()
    for row in ended.values(**place).annotate(**sums).iterator(BATCH):
        yield {name.removeprefix("its_"): value for name, value in row.items()}


def fill_sums(apps, schema_editor):
    Day = apps.get_model("usage", "Day")
    sums = {f"its_{name}": Sum(name) for name in SUMS}
    for name, key in KEYS.items():
        Table = apps.get_model("usage", name)
        rows = Day.objects.order_by().values(*key).annotate(**sums).iterator(BATCH)
        made = (Table(**{column.removeprefix("its_"): value for column, value in row.items()}) for row in rows)
        while batch := list(islice(made, BATCH)):
            Table.objects.bulk_create(batch)


class Migration(migrations.Migration):
    dependencies = [
        ("usage", "0001_initial"),
        ("chat", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(fill_sums, migrations.RunPython.noop),
    ]
