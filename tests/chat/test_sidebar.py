"""The list of conversations and the search in it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from playground.chat.models import Conversation
from playground.chat.screen_build import sidebar_of
from playground.chat.screen_build.sidebar import period

from . import factories

TODAY = date(2026, 3, 20)


def titles(user, query=""):
    return [each.title for group in sidebar_of(user, query) for each in group.conversations]


def aged(user, title, days):
    made = factories.conversation(user, title=title)
    Conversation.objects.filter(pk=made.pk).update(updated_at=timezone.now() - timedelta(days=days))


@pytest.mark.parametrize(
    ("age", "label"),
    [
        (-1, "Today"),
        (0, "Today"),
        (1, "Yesterday"),
        (2, "Previous 7 days"),
        (7, "Previous 7 days"),
        (8, "Previous 30 days"),
        (30, "Previous 30 days"),
        (31, "February 2026"),
        (400, "February 2025"),
    ],
)
def test_periods(age, label):
    assert period(TODAY - timedelta(days=age), TODAY) == label


def test_months_are_in_the_readers_language():
    with translation.override("zh-hans"):
        assert period(date(2026, 1, 2), TODAY) == "2026年1月"


def test_conversations_are_grouped_newest_first(alice):
    aged(alice, "old", 100)
    aged(alice, "new", 0)
    aged(alice, "older", 101)
    aged(alice, "yesterday", 1)
    assert titles(alice) == ["new", "yesterday", "old", "older"]
    assert [group.label for group in sidebar_of(alice)][:2] == ["Today", "Yesterday"]


def test_drafts_deleted_ones_and_those_of_others_are_not_listed(alice, bob):
    factories.draft(alice, title="draft")
    factories.conversation(alice, title="deleted", deleted_at=timezone.now())
    factories.conversation(bob, title="bob's")
    assert titles(alice) == []


def test_titles_are_searched_whatever_their_case(alice):
    factories.conversation(alice, title="Grüner TEE")
    factories.conversation(alice, title="Coffee")
    assert titles(alice, "tee") == ["Grüner TEE"]
    assert titles(alice, "GRÜN") == ["Grüner TEE"]


def test_messages_are_searched_and_quoted(alice, model):
    found = factories.conversation(alice, model, title="One")
    factories.conversation(alice, model, title="Two")
    factories.answer(found.panes.get(), text="x" * 500 + " a needle in " + "y" * 500)
    [group] = sidebar_of(alice, "NEEDLE")
    [conversation] = group.conversations
    assert conversation.title == "One"
    assert conversation.snippet.before.endswith("x a ")
    assert conversation.snippet.found == "needle"
    assert conversation.snippet.after.startswith(" in yyy")
    assert len("".join(vars(conversation.snippet).values())) <= 160
    assert "hit" not in vars(conversation)  # the whole text is not kept


def test_what_is_quoted_has_what_was_found_in_any_script(alice, model):
    factories.answer(factories.conversation(alice, model).panes.get(), text="x" * 500 + " ÄPFEL sind rot")
    [group] = sidebar_of(alice, "äpfel")
    assert group.conversations[0].snippet.found == "ÄPFEL"


def test_what_is_quoted_is_words_without_marks(alice, model):
    text = "## Title\n\n* some **bold `needle`**\n\n| a | 2 * 3 | snake_case |"
    factories.answer(factories.conversation(alice, model).panes.get(), text=text)
    [group] = sidebar_of(alice, "needle")
    shown = group.conversations[0].snippet
    assert shown.before + shown.found + shown.after == "…tle some bold needle a 2 3 snake_case "


@pytest.mark.parametrize("query", ["100%", "a_b", "(", "\\", "[x]", ".*"])
def test_signs_mean_themselves(alice, query):
    factories.conversation(alice, title=f"about {query} here")
    factories.conversation(alice, title="about nothing")
    assert titles(alice, query) == [f"about {query} here"]


def test_a_long_query_is_cut(alice):
    factories.conversation(alice, title="x" * 200)
    assert titles(alice, "x" * 5000) == ["x" * 200]


def test_what_no_database_keeps_finds_nothing(alice, conversation):
    assert titles(alice, "a\x00b\ud800") == []


@pytest.mark.parametrize("query", ["", "needle"])
def test_it_is_one_query(alice, model, query, django_assert_num_queries):
    for number in range(30):
        made = factories.conversation(alice, model, title=f"needle {number}")
        factories.answer(made.panes.get(), text="a needle")
    with django_assert_num_queries(1):
        assert len(titles(alice, query)) == 30
