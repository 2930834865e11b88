"""Each call adds to the health of its endpoint and model when it ends."""

from dataclasses import replace

import pytest

from playground.usage import health, steps
from playground.usage.models import Calls, Pulse
from tests import factories as rows

from .factories import ended, failed, record


def test_calls_that_end_alike_are_one_row(alice, model):
    record(ended(alice, model), ended(alice, model), failed(alice, model))
    completed, unavailable = Calls.objects.order_by("outcome")
    assert (completed.outcome, completed.calls, completed.tokens, completed.writing_ms) == ("completed", 2, 40, 2000)
    assert (unavailable.outcome, unavailable.calls, unavailable.ttft_step) == ("unavailable", 1, steps.NONE)


def test_how_long_a_call_was_queued_is_kept_where_the_provider_says_so(alice, model):
    record(*[ended(alice, model, delay_ms=delay) for delay in (None, 300, 42_000)])
    calls = Calls.objects.get()
    assert (calls.calls, calls.delays, calls.delay_ms, calls.cold) == (3, 2, 42_300, 1)


def test_a_pulse_holds_the_last_sixteen_calls(alice, model):
    record(*[failed(alice, model)] * 20, ended(alice, model), failed(alice, model))
    for pulse in Pulse.objects.all():
        assert pulse.recent == 0b1111111111111101
        assert pulse.failed_at > pulse.answered_at
        assert pulse.failure == "unavailable"
    assert Pulse.objects.count() == 2  # the endpoint's and the model's


@pytest.mark.parametrize("kind", ["context_length", "invalid_request", "too_long", "internal"])
def test_what_is_not_the_endpoint_s_fault_leaves_its_pulse_alone(alice, model, kind):
    record(failed(alice, model, kind), ended(alice, model, status="stopped", ttft_ms=None, output_tokens=None))
    assert not Pulse.objects.exists()


def test_a_bad_key_of_the_user_s_own_is_not_the_endpoint_s_fault(alice, model):
    record(replace(failed(alice, model, "authentication"), own_key=True))
    assert not Pulse.objects.exists()
    assert Calls.objects.get().outcome == "own_key"


def test_a_stop_after_the_first_token_shows_that_it_answers(alice, model):
    record(ended(alice, model, status="stopped"))
    assert Pulse.objects.filter(answered_at__isnull=False).count() == 2


def test_old_calls_are_forgotten(alice, model):
    record(ended(alice, model))
    Calls.objects.create(
        slot=health.slot_now() - health.KEPT - 1, endpoint_id=1, model_id=1, outcome="completed", ttft_step=9
    )
    health.forget()
    assert Calls.objects.get().endpoint_id == model.endpoint_id


@pytest.mark.parametrize("milliseconds", [1, 7, 80, 412, 1999, 60_000, 1_800_000])
def test_a_step_is_right_to_a_tenth(milliseconds):
    assert steps.milliseconds_of(steps.step_of(milliseconds)) == pytest.approx(milliseconds, rel=0.1, abs=1)


def test_percentiles_of_steps():
    counts = {steps.NONE: 50, steps.step_of(100): 90, steps.step_of(4000): 10}
    assert steps.percentile(counts, 50) == pytest.approx(100, rel=0.1)
    assert steps.percentile(counts, 90) == pytest.approx(100, rel=0.1)
    assert steps.percentile(counts, 95) == pytest.approx(4000, rel=0.1)
    assert steps.percentile({steps.NONE: 3}, 50) is None


def test_a_failure_counts_for_its_own_endpoint_alone(alice, model):
    other = rows.model()
    record(failed(alice, model), ended(alice, other))
    assert Pulse.objects.filter(endpoint_id=other.endpoint_id, failed_at__isnull=False).count() == 0
