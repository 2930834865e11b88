"""A page adds up what was used, and says what is not known."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from playground.usage.models import ModelDay
from playground.usage.report import report_of
from playground.usage.selection import Selection
from tests import factories as rows

from .factories import ended, failed, record


def reported(reader=None, **query):
    return report_of(Selection.of({name: str(value) for name, value in query.items()}, timezone.localdate(), reader))


def texts(cells):
    return [cell.text for cell in cells]


def names(report):
    return [line.name.text for line in report.lines]


def test_it_adds_up(alice, bob, model):
    record(ended(alice, model), ended(bob, model), failed(bob, model))
    report = reported()
    assert texts(report.total) == ["3", "1", "200", "40", "$0.0010"]
    assert texts(report.lines[0].cells) == texts(report.total)


@pytest.mark.parametrize(
    ("by", "expected"), [("user", ["bob", "alice"]), ("group", ["Research", "In no group"]), ("model", ["Small model"])]
)
def test_by_what_one_likes(alice, bob, model, by, expected):
    bob.groups.add(Group.objects.create(name="Research"))
    record(ended(alice, model), ended(bob, model), ended(bob, model))
    report = reported(by=by)
    assert names(report) == expected
    assert [one.label for one in report.plot.series] == expected


def test_who_is_in_two_groups_counts_in_both_and_once_in_the_total(alice, model):
    for name in ("Research", "Support"):
        alice.groups.add(Group.objects.create(name=name))
    record(ended(alice, model))
    report = reported(by="group", measure="generations")
    assert names(report) == ["Research", "Support"]
    assert report.total[0].text == "1"


def test_what_has_no_colour_of_its_own_is_with_the_others(alice, endpoint):
    for number in range(8):
        record(*[ended(alice, rows.model(endpoint, label=f"M{number}"))] * (10 - number))
    plot = reported(measure="generations").plot
    assert [one.label for one in plot.series] == ["M0", "M1", "M2", "M3", "M4", "Others"]
    assert plot.bars[-1].values == ["10", "9", "8", "7", "6", "12"]


def test_same_names_are_told_apart_by_their_endpoint(alice, model):
    other = rows.model()
    record(ended(alice, model), ended(alice, other))
    assert {one.label for one in reported().plot.series} == {
        f"Small model · {model.endpoint.name}",
        f"Small model · {other.endpoint.name}",
    }


def test_it_is_narrowed_to_one(alice, bob, model):
    bob.groups.add(group := Group.objects.create(name="Research"))
    record(ended(alice, model), ended(bob, model))
    for only in ({"user": bob.pk}, {"group": group.pk}):
        report = reported(**only)
        assert report.total[0].text == "1"
        assert report.chips[0].label in {"Users: bob", "Groups: Research"}


def test_days_outside_are_left_out(alice, model):
    record(ended(alice, model))
    today = timezone.localdate()
    ModelDay.objects.update(day=today - timedelta(days=7))
    assert reported(period=7).plot is None
    assert reported(period=30).total[0].text == "1"
    assert reported(since=today - timedelta(days=7), until=today - timedelta(days=7)).total[0].text == "1"


def test_a_cost_that_is_not_known_is_no_zero(alice, model):
    record(ended(alice, model, cost=None))
    assert reported().total[-1].text == "–"


def test_a_cost_known_in_part_says_of_how_much(alice, model):
    record(ended(alice, model, cost=None), ended(alice, model, cost=Decimal("1.5")))
    cost = reported().total[-1]
    assert (cost.text, cost.note, cost.title) == ("$1.50", "1 of 2", "Known for 1 of 2 generations")


def test_a_failure_without_an_answer_makes_no_cost_unknown(alice, model):
    record(ended(alice, model, cost=Decimal("1.5")), failed(alice, model))
    assert reported().total[-1].note == ""


def test_estimates_are_marked(alice, model):
    record(ended(alice, model, input_tokens=None, tokens_estimated=True))
    _generations, _failed, sent, written, _cost = reported().total
    assert (sent.text, written.text, written.note) == ("–", "20", "est.")


def test_what_was_deleted_is_still_there_by_its_name(alice, model):
    record(ended(alice, model))
    model.delete()
    [line] = reported().lines
    assert (line.name.text, line.name.is_gone) == ("Small model", True)


def test_it_opens_with_tokens_where_no_cost_is_known(alice, model):
    record(ended(alice, model, cost=None))
    assert reported().measure == "Tokens"


@pytest.mark.parametrize("nonsense", ["-1", "x", "9" * 30, "1 OR 1=1", "²"])
def test_what_an_address_says_wrongly_is_left_out(db, nonsense):
    report = reported(user=nonsense, by=nonsense, measure=nonsense, keys=nonsense)
    assert report.selection.only == {}


def test_a_day_has_no_number(alice, model):
    record(ended(alice, model))
    assert reported(day=5).total[0].text == "1"


def test_links_lead_where_they_say(alice, model):
    record(ended(alice, model))
    report = reported(by="user", period="7", measure="tokens")
    assert report.lines[0].query == f"period=7&by=model&measure=tokens&user={alice.pk}"


def test_what_users_paid_themselves_can_be_left_out(alice, model):
    record(ended(alice, model), ended(alice, model, own_key=True))
    assert [reported(keys=keys).total[0].text for keys in ("", "ours", "own")] == ["2", "1", "1"]
    assert reported().keys == []
    type(model.endpoint).objects.update(own_keys=True)
    assert [choice.label for choice in reported(keys="own").keys if choice.is_current] == ["Own keys"]
