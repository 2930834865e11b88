"""Failing now: by the last calls, for a quarter of an hour."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from playground.catalog.models import Endpoint
from playground.usage.condition import condition_of
from playground.usage.failing import concerns, failing_models, marks
from playground.usage.health import DAY
from playground.usage.models import Calls, Pulse
from tests import factories as rows

from .factories import ended, failed, record

WELL, BAD = 0, 1


def is_failing(*models):
    return failing_models([(model.pk, model.endpoint_id) for model in models]) == {model.pk for model in models}


@pytest.mark.parametrize(
    ("last", "failing"),
    [
        ([BAD], False),
        ([BAD, BAD], False),
        ([BAD, BAD, BAD], True),
        ([BAD, BAD, BAD, WELL], False),
        ([BAD, WELL] * 4 + [BAD, BAD], True),
        ([BAD] * 6 + [WELL] * 4 + [BAD], True),
        ([BAD] * 5 + [WELL] * 5, False),
    ],
)
def test_the_rule(alice, model, last, failing):
    record(*[failed(alice, model) if call else ended(alice, model) for call in last])
    assert is_failing(model) == failing


def test_it_lasts_a_quarter_of_an_hour(alice, model):
    record(*[failed(alice, model)] * 3)
    Pulse.objects.update(failed_at=timezone.now() - timedelta(minutes=16))
    assert not is_failing(model)


@pytest.mark.parametrize(("kind", "all_fail"), [("connection", True), ("authentication", True), ("not_found", False)])
def test_models_share_their_endpoint_s_fate_where_it_is_the_endpoint(alice, model, kind, all_fail):
    other = rows.model(model.endpoint)
    record(*[failed(alice, model, kind)] * 3)
    assert is_failing(model)
    assert is_failing(other) == all_fail


def test_a_model_that_answers_is_not_marked_for_its_endpoint(alice, model):
    other = rows.model(model.endpoint)
    record(ended(alice, other), *[failed(alice, model, "connection")] * 3)
    assert not is_failing(other)


def test_the_admin_s_marks(alice, model, django_assert_num_queries):
    idle, well = rows.endpoint(), rows.model()
    record(ended(alice, well), *[failed(alice, model, "rate_limit")] * 3)
    with django_assert_num_queries(2):
        found = marks([model.endpoint_id, idle.pk, well.endpoint_id])
    assert [found[pk].state for pk in (model.endpoint_id, idle.pk, well.endpoint_id)] == ["failing", "idle", "ok"]
    assert found[model.endpoint_id].text == "Failing: asked to slow down, less than a minute ago."


def test_what_an_admin_should_look_at(alice, model, django_assert_num_queries):
    record(*[failed(alice, model, "billing")] * 3)
    with django_assert_num_queries(2):
        [concern] = concerns()
    assert concern.text == f"{model.endpoint.name}: Failing: account cannot pay, less than a minute ago."


def test_one_that_has_never_answered_needs_attention(alice, model):
    record(*[failed(alice, model, "timeout")] * 2)
    text = "No answer yet: the last 2 calls failed, took too long."
    assert [concern.text for concern in concerns()] == [f"{model.endpoint.name}: {text}"]
    mark = marks([model.endpoint_id])[model.endpoint_id]
    assert (mark.state, mark.text) == ("troubled", text)
    record(ended(alice, model))
    assert concerns() == []


@pytest.mark.parametrize(
    ("last", "state"),
    [
        ([WELL, BAD], "troubled"),
        ([BAD, WELL, WELL], "troubled"),
        ([BAD, *[WELL] * 4], "troubled"),
        ([BAD, *[WELL] * 5], "ok"),
        ([*[WELL] * 20, BAD, BAD, BAD, BAD, WELL], "ok"),
    ],
)
def test_the_mark_of_one_that_fails_now_and_then(alice, model, last, state):
    record(*[failed(alice, model) if call else ended(alice, model) for call in last])
    assert marks([model.endpoint_id])[model.endpoint_id].state == condition_of("day").lines[0].state == state


def test_the_mark_of_one_that_nobody_called_today(alice, model):
    record(failed(alice, model), ended(alice, model))
    Calls.objects.update(slot=F("slot") - DAY)
    mark = marks([model.endpoint_id])[model.endpoint_id]
    assert (mark.state, mark.text) == ("idle", "Last answer less than a minute ago.")


def test_one_that_is_switched_off_needs_no_attention(alice, model):
    record(*[failed(alice, model)] * 3)
    Endpoint.objects.update(enabled=False)
    assert concerns() == []


def test_the_model_picker_says_so(browser, alice, model):
    pane = rows.conversation(alice, model).panes.get()
    record(*[failed(alice, model)] * 3)
    assert "Its last calls failed" in browser.get(f"/panes/{pane.pk}/models/").content.decode()
    record(ended(alice, model))
    assert "Its last calls failed" not in browser.get(f"/panes/{pane.pk}/models/").content.decode()
