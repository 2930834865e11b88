"""Why an answer failed, in plain words."""

import pytest

from playground.catalog.errors import CatalogError
from playground.chat.models import Generation, Message, Status
from playground.chat.problems import KINDS, is_cut, problem_of, waiting_sentence
from providers.errors import ProviderError


def kinds(error):
    """The kinds of an error class and of all below it."""
    return {error.kind}.union(*map(kinds, error.__subclasses__()))


def problem(text="", **fields):
    return problem_of(Generation(**fields), Message(text=text))


def test_every_kind_of_error_has_its_own_words():
    known = (kinds(ProviderError) | kinds(CatalogError)) - {ProviderError.kind, CatalogError.kind}
    assert known | {"too_long", "too_slow", "internal"} == set(KINDS)


@pytest.mark.parametrize("kind", [*KINDS, "something new"])
def test_it_says_what_happened_what_is_kept_and_what_to_do(kind):
    failed = problem("Half an ans", status=Status.FAILED, error_kind=kind, error_message="HTTP 500")
    assert failed.title.endswith(".")
    assert failed.text.startswith("The text so far is kept. ")
    assert failed.detail == "HTTP 500"


def test_reasoning_is_text_too():
    failed = problem_of(Generation(status=Status.FAILED, error_kind="timeout"), Message(reasoning="First, "))
    assert failed.text.startswith("The text so far is kept.")


def test_without_text_nothing_is_said_to_be_kept_but_the_question():
    assert problem(status=Status.FAILED, error_kind="timeout").text.startswith("No text had arrived")


def test_an_interrupted_answer_can_be_gone_on_from():
    assert "go on from here" in problem("Half", status=Status.INTERRUPTED).text


@pytest.mark.parametrize("reason", ["content_filter", "refusal"])
def test_an_answer_that_was_filtered_says_so(reason):
    assert "filter" in problem("Half", status=Status.COMPLETED, finish_reason=reason).title


@pytest.mark.parametrize("reason", ["length", "max_tokens"])
def test_an_answer_that_reached_max_tokens_is_no_failure(reason):
    assert problem("Half", status=Status.COMPLETED, finish_reason=reason) is None
    assert is_cut(Generation(status=Status.COMPLETED, finish_reason=reason))
    assert not is_cut(Generation(status=Status.FAILED, finish_reason=reason))


@pytest.mark.parametrize(
    ("seconds", "words"), [(12, "Asking again in 12 seconds."), (1, "Asking again in 1 second."), (0, "Asking again…")]
)
def test_a_wait_says_why_and_how_long(seconds, words):
    assert waiting_sentence("rate_limit", seconds) == f"The provider asks us to slow down. {words}"


@pytest.mark.parametrize("status", [Status.QUEUED, Status.RUNNING, Status.COMPLETED, Status.STOPPED])
def test_others_have_no_problem(status):
    assert problem("All", status=status, finish_reason="stop") is None
