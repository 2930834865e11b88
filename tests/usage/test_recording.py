"""However a generation ends, it is in the ledger once."""

from decimal import Decimal

import pytest
from langchain_core.messages import AIMessageChunk

from playground.chat.models import Generation, Status
from playground.live import store, sweep
from playground.live.answer import delay_ms, row_values
from playground.live.events import TEXT, Event
from playground.live.store import Outcome
from playground.live.transcript import Transcript
from playground.usage.models import Calls, Day, UserDay
from tests.chat import factories

ROW = {"ttft_ms": 100, "duration_ms": 900, "input_tokens": 7, "output_tokens": 5, "cache_read_tokens": 3}


@pytest.fixture
def queued(alice, model):
    """A generation that nobody has claimed."""
    pane = factories.conversation(alice, model).panes.get()
    return factories.answer(pane, status=Status.QUEUED).generation


@pytest.mark.parametrize("status", [Status.COMPLETED, Status.STOPPED, Status.FAILED, Status.INTERRUPTED])
def test_one_that_ran(queued, alice, model, status):
    claimed = store.claim(queued.pk, "me")
    assert store.finish(claimed, "me", Outcome(status, ROW))
    day = Day.objects.get()
    assert (day.user_id, day.model_id, day.endpoint_id) == (alice.pk, model.pk, model.endpoint_id)
    assert (day.generations, day.input_tokens, day.output_tokens, day.cached_tokens) == (1, 7, 5, 3)
    assert (day.failed, day.stopped, day.interrupted) == tuple(
        int(status == name) for name in ("failed", "stopped", "interrupted")
    )


def test_one_that_is_not_ours_is_not_counted(queued):
    claimed = store.claim(queued.pk, "me")
    assert not store.finish(claimed, "somebody else", Outcome(Status.COMPLETED, ROW))
    assert not Day.objects.exists()


def test_one_that_ends_twice_is_counted_once(queued):
    claimed = store.claim(queued.pk, "me")
    store.finish(claimed, "me", Outcome(Status.COMPLETED, ROW))
    store.finish(claimed, "me", Outcome(Status.COMPLETED, ROW))
    assert Day.objects.get().generations == 1


def test_one_whose_owner_is_gone(queued, alice):
    store.claim(queued.pk, "somebody who was killed")
    [taken] = store.take_over("me", [], left=[queued.pk])
    assert store.finish(taken, "me", Outcome(Status.INTERRUPTED))
    assert (Day.objects.get().user_id, Day.objects.get().interrupted) == (alice.pk, 1)


def test_one_that_was_stopped_before_it_ran_is_no_call(queued):
    Generation.objects.update(stop_requested=True)
    assert store.stop_queued() == [queued.pk]
    assert (Day.objects.get().stopped, Calls.objects.count()) == (1, 0)


def test_one_whose_model_was_deleted_meanwhile(queued, model):
    store.claim(queued.pk, "somebody who was killed")
    model.delete()
    [taken] = store.take_over("me", [], left=[queued.pk])
    assert store.finish(taken, "me", Outcome(Status.INTERRUPTED))
    assert Day.objects.get().model_id == 0


@pytest.mark.parametrize(
    ("said", "kept"), [(0.4, 0), (4200, 4200), ("4200", None), (-1, None), (float("nan"), None), (1e12, None)]
)
def test_how_long_the_provider_says_that_it_was_queued(said, kept):
    transcript = Transcript(1000)
    transcript.metadata["delay_time_ms"] = said
    assert delay_ms(transcript) == kept


def test_the_queue_at_the_provider_is_counted(queued):
    claimed = store.claim(queued.pk, "me")
    store.finish(claimed, "me", Outcome(Status.COMPLETED, ROW, delay_ms=42_000))
    assert (Calls.objects.get().delay_ms, Calls.objects.get().cold) == (42_000, 1)


def test_what_was_interrupted_counts_what_it_had_written(queued):
    store.claim(queued.pk, "somebody who was killed")
    [taken] = store.take_over("me", [], left=[queued.pk])
    sweep._save(taken, "me", [Event(1, TEXT, 5, "Tea is a drink made of leaves.")])
    assert (Day.objects.get().estimated, Day.objects.get().output_tokens) == (1, 8)


@pytest.fixture
def running(queued, model):
    """One that answers `Why?` (a token) under a system prompt of ten tokens, at $10 and $100 per million."""
    type(model).objects.update(input_price=10, output_price=100)
    Generation.objects.update(system_prompt="x" * 40)
    return store.claim(queued.pk, "me")


def assumed() -> tuple[int, Decimal, Decimal]:
    day = UserDay.objects.get()
    return day.assumed_tokens, day.assumed_cost, day.cost


@pytest.mark.parametrize("status", [Status.COMPLETED, Status.STOPPED, Status.FAILED, Status.INTERRUPTED])
def test_what_the_provider_did_not_tell_is_assumed_for_budgets(running, status):
    transcript = Transcript(1000)
    transcript.add(AIMessageChunk("x" * 400))
    store.finish(running, "me", Outcome(status, row_values(transcript, running.model)))
    assert Generation.objects.get().cost is None
    assert assumed() == (11, Decimal("0.01011"), 0)


def test_a_stop_before_the_first_token_has_sent_the_prompt(running):
    store.finish(running, "me", Outcome(Status.STOPPED, row_values(Transcript(1000), running.model)))
    assert assumed() == (11, Decimal("0.00011"), 0)


def test_a_text_whose_figures_could_not_be_saved_counts(running):
    store.finish(running, "me", Outcome(Status.COMPLETED, message={"text": "x" * 400, "reasoning": ""}))
    assert assumed() == (111, Decimal("0.01011"), 0)


def test_a_count_of_zero_for_a_text_is_none(running):
    transcript = Transcript(1000)
    usage = {"input_tokens": 12, "output_tokens": 0, "total_tokens": 12}
    transcript.add(AIMessageChunk("x" * 400, usage_metadata=usage))
    store.finish(running, "me", Outcome(Status.COMPLETED, row_values(transcript, running.model)))
    row = Generation.objects.get()
    assert (row.input_tokens, row.output_tokens, row.tokens_estimated, row.cost) == (12, 100, True, None)
    assert assumed() == (0, Decimal("0.01012"), 0)


def test_nothing_is_assumed_where_the_provider_told(running):
    store.finish(running, "me", Outcome(Status.COMPLETED, {**ROW, "cost": Decimal("0.5")}))
    assert assumed() == (0, 0, Decimal("0.5"))


def test_nothing_is_assumed_of_a_refusal(running):
    store.finish(running, "me", Outcome(Status.FAILED, {"error_kind": "rate_limited"}))
    assert assumed() == (0, 0, 0)
