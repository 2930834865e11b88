"""Admins set limits and see what is used."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from playground.audit.models import Entry
from playground.limits.models import Limit
from tests import factories

from .conftest import limit, used

URL = "/admin/limits/limit/"


@pytest.fixture
def panel(client: Client, admin) -> Client:
    client.force_login(admin)
    return client


def add(panel: Client, **fields) -> str:
    return panel.post(
        f"{URL}add/", {key: getattr(value, "pk", value) for key, value in fields.items()}
    ).content.decode()


def test_one_for_everybody(panel):
    add(panel, kind="everybody", per_minute=20, usd_per_day="2.50")
    row = Limit.objects.get()
    assert (row.per_minute, str(row.usd_per_day), str(row)) == (20, "2.50", "everybody")
    assert Entry.objects.get().changes["per_minute"] == [None, 20]


def test_names(panel, alice, lab, model):
    names = [
        str(limit(user=alice, per_minute=1)),
        str(limit(group=lab, per_minute=1)),
        str(limit(group=lab, kind="together", per_minute=1)),
        str(limit(endpoint=model.endpoint, per_minute=1)),
    ]
    assert names == ["alice", "every member of Lab", "Lab together", str(model.endpoint)]


def test_whom_it_does_not_concern_is_left_out(panel, alice, lab):
    add(panel, kind="user", user=alice, group=lab, per_minute=1)
    assert Limit.objects.get().group is None


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": "user", "per_minute": 1}, "Say for whom it holds."),
        ({"kind": "everybody"}, "Set at least one number."),
        ({"kind": "everybody", "usd_per_day": "-1"}, "greater than or equal to 0"),
        ({"kind": "everybody", "per_minute": "-1"}, "greater than or equal to 0"),
        ({"kind": "everybody", "per_minute": 10**19}, "less than or equal to"),
        ({"kind": "galaxy", "per_minute": 1}, "Select a valid choice"),
    ],
)
def test_bad_input_gets_a_sentence(panel, fields, sentence):
    assert sentence in add(panel, **fields)
    assert not Limit.objects.exists()


def test_an_endpoint_has_its_own_number_at_a_time(panel, model):
    assert "own page instead" in add(panel, kind="endpoint", endpoint=model.endpoint, at_once=2)


@pytest.mark.parametrize("kind", ["everybody", "user", "each", "together", "endpoint"])
def test_a_second_one_for_the_same_is_refused(panel, alice, lab, model, kind):
    subjects = {"user": alice, "group": lab, "endpoint": model.endpoint}
    add(panel, kind=kind, per_minute=1, **subjects)
    assert "there is one already" in add(panel, kind=kind, per_minute=2, **subjects)
    assert Limit.objects.get().per_minute == 1


@pytest.mark.parametrize("kind", ["everybody", "user", "each", "together", "endpoint"])
def test_the_database_holds_it_to_its_subject(alice, lab, kind):
    with pytest.raises(IntegrityError), transaction.atomic():
        Limit.objects.create(kind=kind, user=alice, group=lab, per_minute=1)


def test_the_list_says_what_is_used(panel, alice, bob, lab, model):
    lab.user_set.add(alice, bob)
    limit(user=alice, usd_per_day=5, per_minute=3)
    limit(group=lab, kind="together", tokens_per_month=10_000)
    limit(endpoint=model.endpoint, tokens_per_day=2000)
    used(alice, output_tokens=1200, cost="1.5")
    used(bob, model.endpoint, output_tokens=300)
    page = panel.get(URL).content.decode()
    for text in ("$1.50 / $5.00", "1,500 / 10,000", "300 / 2,000"):
        assert text in page


def test_the_list_costs_the_same_few_queries(panel, lab, django_assert_max_num_queries):
    for _ in range(10):
        limit(user=factories.user(), usd_per_day=1)
        limit(endpoint=factories.endpoint(), usd_per_day=1)
    with django_assert_max_num_queries(12):
        panel.get(URL)
