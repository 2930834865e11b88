"""Fills a database with what a million generations leave behind, and times the pages that add it up.

Runs in a process of its own with the database in its environment: `python -m bench.million 1000000` prints one JSON
list of figures.
"""

import json
import os
import random
import socket
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from importlib import import_module
from itertools import accumulate, islice
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "playground.settings")
django.setup()

from django.apps import apps  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth.models import Group  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import Model  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from playground.accounts.models import User  # noqa: E402
from playground.catalog.models import Endpoint, LanguageModel  # noqa: E402
from playground.chat.services import conversations  # noqa: E402
from playground.limits.activity import Who  # noqa: E402
from playground.limits.spending import spending_of  # noqa: E402
from playground.usage import health, ledger  # noqa: E402
from playground.usage.ended import Ended  # noqa: E402
from playground.usage.models import Calls, Day  # noqa: E402

fill_sums = import_module("playground.usage.migrations.0004_days_of_users_and_models").fill

DAYS, USERS, GROUPS, ENDPOINTS, MODELS = 365, 200, 8, 6, 30
BATCH, TIMES = 5000, 9
WEEK = 7 * 24 * 3600 // health.SLOT


def people() -> list[int]:
    """Users in groups; the first one is the admin."""
    users = User.objects.bulk_create(
        User(username=f"user-{number}", is_superuser=not number, is_staff=not number) for number in range(USERS)
    )
    groups = Group.objects.bulk_create(Group(name=f"Group {number}") for number in range(GROUPS))
    for number, user in enumerate(users):
        user.groups.add(groups[number % GROUPS])
    return [user.pk for user in users]


def places(port: int) -> list[tuple[int, int]]:
    """Models of endpoints, of which the first is dead: it accepts and never answers."""
    made = []
    for number in range(MODELS):
        url = f"http://127.0.0.1:{port if number % ENDPOINTS == 0 else 9}/v1"
        values = {"provider": "openai", "base_url": url, "private_network": True}
        endpoint, _ = Endpoint.objects.get_or_create(name=f"Endpoint {number % ENDPOINTS}", defaults=values)
        made.append((endpoint.pk, LanguageModel.objects.create(endpoint=endpoint, name=f"model-{number}").pk))
    return made


def generations(count: int, users: list[int], models: list[tuple[int, int]]) -> Iterator[tuple[int, int, int, int]]:
    """Day, user, endpoint and model of each: few ask most, few models answer most, and it grows."""
    chance = random.Random(1)
    days = list(accumulate(number + 60 for number in range(DAYS)))
    askers = list(accumulate(1 / (number + 3) for number in range(USERS)))
    choices = list(accumulate(1 / (number + 2) for number in range(MODELS)))
    drawn = zip(
        chance.choices(range(DAYS), cum_weights=days, k=count),
        chance.choices(users, cum_weights=askers, k=count),
        chance.choices(models, cum_weights=choices, k=count),
        strict=True,
    )
    return ((day, user, *place) for day, user, place in drawn)


def rows(count: int, users: list[int], models: list[tuple[int, int]]) -> Iterator[dict[str, Any]]:
    """The ledger that they make."""
    first = timezone.localdate() - timedelta(days=DAYS - 1)
    sums: dict[tuple[int, int, int, int], int] = {}
    for key in generations(count, users, models):
        sums[key] = sums.get(key, 0) + 1
    for (day, user, endpoint, model), number in sorted(sums.items()):
        counted = {"generations": number, "failed": number // 20, "input_tokens": 900 * number}
        place = {"user_id": user, "endpoint_id": endpoint, "model_id": model, "own_key": False}
        yield {
            "day": str(first + timedelta(days=day)),
            **place,
            **dict.fromkeys(ledger.SUMS, 0),
            **counted,
            "output_tokens": 300 * number,
            "cost": number / 200,
        }


def calls(count: int, models: list[tuple[int, int]]) -> Iterator[dict[str, Any]]:
    """So many calls, all of them in the last week."""
    chance = random.Random(2)
    choices = list(accumulate(1 / (number + 2) for number in range(MODELS)))
    start = health.slot_now() - WEEK + 1
    sums: dict[tuple[int, tuple[int, int], str, int], int] = {}
    for place in chance.choices(models, cum_weights=choices, k=count):
        fails = chance.random() < 0.04
        how = ("unavailable", -1) if fails else ("completed", round(chance.gauss(36, 4)))
        key = (start + int(chance.random() * WEEK), place, *how)
        sums[key] = sums.get(key, 0) + 1
    for (slot, (endpoint, model), outcome, step), number in sorted(sums.items()):
        key = {"slot": slot, "endpoint_id": endpoint, "model_id": model, "outcome": outcome, "ttft_step": step}
        measured = {"calls": number, "tokens": 300 * number, "writing_ms": 4000 * number}
        yield {**key, **measured, "delays": 0, "delay_ms": 0, "cold": 0}


def insert(model: type[Model], made: Iterator[dict[str, Any]]) -> None:
    """Puts rows into a table; Django would take ten times as long for so many."""
    table = connection.ops.quote_name(model._meta.db_table)
    while batch := list(islice(made, BATCH)):
        columns = ", ".join(map(connection.ops.quote_name, batch[0]))
        places = ", ".join(["%s"] * len(batch[0]))
        with connection.cursor() as cursor:
            lines = [tuple(row.values()) for row in batch]
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", lines)


@transaction.atomic
def fill(count: int, port: int) -> tuple[list[int], list[tuple[int, int]], int]:
    """Makes everything; the users, the models, and how many rows the ledger has."""
    users, models = people(), places(port)
    insert(Day, rows(count, users, models))
    insert(Calls, calls(count // 25, models))
    fill_sums(apps, None)
    endpoint, model = models[0]
    for _ in range(3):
        ledger.record(Ended(users[0], endpoint, model, "failed", error_kind="timeout"))
    return users, models, Day.objects.count()


def pages(users: list[int], models: list[tuple[int, int]]) -> dict[str, str]:
    """Their addresses, by what they are."""
    today = timezone.localdate()
    draft = conversations.draft_for(User.objects.get(pk=users[0]))
    return {
        "Your usage, 30 days": "/usage/",
        "Your usage, 365 days": f"/usage/?since={today - timedelta(days=364)}&until={today}",
        "Usage by model, 30 days": "/admin/usage/",
        "Usage by user, 90 days": "/admin/usage/?by=user&period=90",
        "Usage by group, 90 days": "/admin/usage/?by=group&period=90",
        "Usage by day of one endpoint, 90 days": f"/admin/usage/?by=day&period=90&endpoint={models[1][0]}",
        "Usage by user, 365 days": f"/admin/usage/?by=user&since={today - timedelta(days=364)}&until={today}",
        "Health, last hour": "/admin/health/?span=hour",
        "Health, last day": "/admin/health/",
        "Health, last week": "/admin/health/?span=week",
        "Admin, first page": "/admin/",
        "Model picker": f"/panes/{draft.panes.first().pk}/models/",
    }


def timed(ask: Callable[[], Any]) -> float:
    """The best of some times, in ms: whatever else runs here can only add to it."""
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        ask()
        times.append(time.perf_counter() - began)
    return 1000 * min(times)


def page(client: Client, what: str, url: str) -> dict[str, Any]:
    """One page: its server time, that of its queries, and how many they are."""
    client.get(url)  # loads the templates
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    if response.status_code != 200:
        raise RuntimeError(f"{url}: {response.status_code}")
    queries = captured.captured_queries
    in_database = 1000 * sum(float(query["time"]) for query in queries)
    return {"what": what, "ms": timed(lambda: client.get(url)), "database": in_database, "queries": len(queries)}


def ledger_figures(users: list[int], models: list[tuple[int, int]]) -> list[dict[str, Any]]:
    """What every generation costs, and every budget."""
    ended = Ended(users[0], *models[0], "completed", ttft_ms=300, duration_ms=2000, output_tokens=90)
    asked = {
        "Recording a generation": transaction.atomic(lambda: ledger.record(ended)),
        "A user's day and month, for budgets": lambda: spending_of(Who("user", users[0])),
        "A group's day and month, for budgets": lambda: spending_of(Who("group", Group.objects.first().pk)),
        "An endpoint's day and month, for budgets": lambda: spending_of(Who("endpoint", models[0][0])),
    }
    return [{"what": what, "ms": timed(ask), "database": None, "queries": None} for what, ask in asked.items()]


def main(count: int) -> list[dict[str, Any]]:
    """Everything, one after another."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    with socket.create_server(("127.0.0.1", 0)) as dead:
        users, models, ledger_rows = fill(count, dead.getsockname()[1])
        if connection.vendor == "postgresql":
            connection.cursor().execute("ANALYZE")  # as its autovacuum would have
        client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
        client.force_login(User.objects.get(pk=users[0]))
        figures = [page(client, what, url) for what, url in pages(users, models).items()]
        return [{"rows": ledger_rows, "calls": Calls.objects.count()}, *figures, *ledger_figures(users, models)]


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
