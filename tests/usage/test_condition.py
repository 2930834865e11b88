"""The page of health."""

from dataclasses import replace

import pytest

from playground.usage import health
from playground.usage.condition import condition_of
from playground.usage.models import Calls
from tests import factories as rows

from .factories import ended, failed, record


def cells(line):
    return {cell.label: cell.text for cell in line.cells}


def test_an_endpoint_and_its_models(alice, endpoint):
    one, two = rows.model(endpoint, label="One"), rows.model(endpoint, label="Two")
    record(ended(alice, one, ttft_ms=100), ended(alice, two, ttft_ms=1000), failed(alice, two))
    [line] = condition_of("hour").lines
    assert (line.name.text, line.state) == (endpoint.name, "troubled")
    assert (cells(line)["Calls"], cells(line)["Failed"]) == ("3", "33.3%")
    assert [(model.name.text, cells(model)["Calls"]) for model in line.models] == [("Two", "2"), ("One", "1")]
    assert line.models[0].kinds == ["failing or overloaded: 1, the provider's fault"]


def test_times_and_speed(alice, model):
    record(*[ended(alice, model, ttft_ms=512, duration_ms=2512, output_tokens=100)] * 3)
    shown = cells(condition_of("day").lines[0])
    assert (shown["First token, p50"], shown["Tokens/s"]) == ("≈ 512 ms", "50.0")
    assert shown["Last answer"] == "less than a minute ago"
    assert shown["Cold starts"] == "–"


def test_what_was_asked_wrongly_is_listed_and_is_no_failure_of_the_endpoint(alice, model):
    record(ended(alice, model), failed(alice, model, "context_length"))
    line = condition_of("day").lines[0]
    assert cells(line)["Failed"] == "0"
    assert line.kinds == ["conversation too long: 1, for what was asked"]


@pytest.mark.parametrize("kind", ["authentication", "billing", "rate_limit"])
def test_so_is_what_a_user_s_own_key_was_refused_for(alice, model, kind):
    record(ended(alice, model), replace(failed(alice, model, kind), own_key=True))
    line = condition_of("day").lines[0]
    assert (line.state, cells(line)["Failed"]) == ("ok", "0")
    assert line.kinds == ["refused for a user's own key: 1, for what was asked"]


def test_failing_ones_come_first_and_idle_ones_last(alice):
    idle, well, bad = (rows.endpoint(name=name) for name in ("A", "B", "C"))
    record(ended(alice, rows.model(well)), *[failed(alice, rows.model(bad))] * 3)
    assert [line.state for line in condition_of("day").lines] == ["failing", "ok", "idle"]
    assert condition_of("day").lines[-1].name.text == idle.name


@pytest.mark.parametrize(
    ("last", "state"),
    [
        ([], "idle"),
        ([1], "ok"),
        ([0], "troubled"),
        ([0, 0], "troubled"),
        ([0, 1, 1, 1, 1], "troubled"),
        ([0, 1, 1, 1, 1, 1], "ok"),
        ([1] * 9 + [0], "troubled"),
        ([0, 0, 0], "failing"),
    ],
)
def test_green_is_where_the_last_call_was_answered_and_few_failed(alice, model, last, state):
    record(*[ended(alice, model) if call else failed(alice, model) for call in last])
    line = condition_of("day").lines[0]
    assert {line.state, *(model.state for model in line.models)} == {state}
    assert bool(line.text) == (state != "ok")


@pytest.mark.parametrize(("span", "ages"), [("hour", [0, 6]), ("day", [0, 6, 143]), ("week", [0, 6, 143, 1007])])
def test_spans(db, model, span, ages):
    for age in (0, 6, 143, 1007, 1009):
        place = {"slot": health.slot_now() - age, "endpoint_id": model.endpoint_id, "model_id": model.pk}
        Calls.objects.create(**place, outcome="completed", ttft_step=20, calls=1)
    [line] = condition_of(span).lines
    assert cells(line)["Calls"] == str(len(ages))
    width = {"hour": 1, "day": 6, "week": 36}[span]
    assert line.spark.well.count("M") == len({age // width for age in ages})


def test_failures_stand_below_in_the_bars(alice, model):
    record(ended(alice, model), failed(alice, model))
    spark = condition_of("hour").lines[0].spark
    assert (spark.well, spark.failed) == ("M24 0h3v12h-3z", "M24 12h3v12h-3z")


def test_what_was_removed_is_still_there(alice, model):
    record(ended(alice, model))
    name = model.endpoint.name
    model.endpoint.delete()
    [line] = condition_of("day").lines
    assert (line.name.text, line.name.is_gone) == (name, True)


@pytest.mark.parametrize("span", ["hour", "day", "week", "nonsense", ""])
def test_it_costs_the_same_few_queries(panel, alice, span, django_assert_num_queries):
    for _ in range(5):
        record(ended(alice, rows.model()), failed(alice, rows.model()))
    panel.get("/admin/health/")
    with django_assert_num_queries(8):
        assert panel.get("/admin/health/", {"span": span}).status_code == 200


def test_it_says_when_there_is_no_endpoint(panel):
    assert "There is no endpoint yet." in panel.get("/admin/health/").content.decode()
