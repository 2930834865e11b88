"""Entries are added, and then stay."""

import pytest
from django.contrib.auth.models import Group

from playground.accounts.models import User
from playground.audit import recording
from playground.audit.changes import HIDDEN, difference, state_of
from playground.audit.models import Action, AppendOnly, Entry
from playground.audit.wording import summary
from playground.security import redaction
from tests import factories

KEY = "sk-live-0123456789wxyz"


@pytest.fixture
def entry(alice: User) -> Entry:
    return recording.record(Action.CHANGED, "policy", "", "Sharing", {"days": [7, 30]}, by=alice)


def test_it_says_who_what_and_from_what_to_what(entry: Entry) -> None:
    kept = Entry.objects.get()
    assert (kept.who, kept.what, kept.name, kept.changes) == ("alice", "policy", "Sharing", {"days": [7, 30]})


def test_it_outlives_the_person(entry: Entry, alice: User) -> None:
    alice.delete()
    kept = Entry.objects.get()
    assert (kept.by, kept.who) == (None, "alice")


def test_without_a_person_it_was_the_command_line(endpoint) -> None:
    recording.added(endpoint, None)
    assert Entry.objects.get().who == "command line"


@pytest.mark.parametrize(
    "attempt",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda entry: Entry.objects.all().delete(),
        lambda entry: Entry.objects.update(name="other"),
        lambda entry: Entry.objects.bulk_update([entry], ["name"]),
    ],
)
def test_it_cannot_be_changed_or_deleted(entry: Entry, attempt) -> None:
    with pytest.raises(AppendOnly):
        attempt(entry)
    assert Entry.objects.get().name == "Sharing"


def test_a_password_is_only_said_to_have_changed(alice: User) -> None:
    before = state_of(alice)
    assert before["password"] == HIDDEN
    recording.changed_secret(alice, None, "password")
    assert Entry.objects.get().changes == {"password": [HIDDEN, HIDDEN]}


def test_a_name_is_shown_though_it_is_somebody_s_key(alice: User) -> None:
    redaction.know("Acme-OpenAI")
    entry = recording.record(Action.CHANGED, "policy", "", "Acme-OpenAI", {}, by=alice)
    assert entry.name == "Acme-OpenAI"


@pytest.mark.parametrize("write", [recording.added, recording.deleted])
def test_what_is_new_or_gone_names_what_it_belongs_to(endpoint, write) -> None:
    write(factories.model(endpoint), None)
    assert f"Endpoint: {endpoint.name}" in summary(Entry.objects.get())


def test_what_looks_like_a_key_is_blanked_out(entry: Entry) -> None:
    recording.record(Action.CHANGED, "policy", "", KEY, {"note": [None, {"deep": [f"use {KEY}"]}]}, by=None)
    kept = Entry.objects.first()
    assert KEY not in f"{kept.name} {kept.changes}"
    assert "deep" in kept.changes["note"][1]


def test_what_a_database_refuses_is_replaced(db) -> None:
    recording.record(Action.CHANGED, "policy", "", "a\x00b\ud800", {"note": [None, "\x00\ud800" * 900]}, by=None)
    assert Entry.objects.get().name == r"a\x00b?"


def test_an_object_is_compared_with_what_it_was(endpoint) -> None:
    before = state_of(endpoint)
    endpoint.note = "ours"
    recording.changed_since(endpoint, None, before)
    assert Entry.objects.get().changes == {"note": ["", "ours"]}


def test_no_change_leaves_no_entry(endpoint) -> None:
    recording.changed_since(endpoint, None, state_of(endpoint))
    assert not Entry.objects.exists()


def test_a_bulk_change_leaves_an_entry_for_each_row_that_changes(alice: User) -> None:
    for enabled in (True, True, False):
        factories.endpoint(enabled=enabled)
    rows = type(factories.endpoint()).objects.exclude(enabled=False)
    assert recording.update(rows, alice, enabled=False) == 3
    assert [each.changes for each in Entry.objects.all()] == [{"enabled": [True, False]}] * 3


def test_a_field_that_one_state_lacks_counts_as_none() -> None:
    assert difference({"a": 1}, {"b": 2}) == {"a": [1, None], "b": [None, 2]}


def test_the_kind_is_in_the_readers_words(db) -> None:
    recording.added(Group.objects.create(name="Lab"), None)
    assert Entry.objects.get().what == "group"


def words(action: Action, changes: dict[str, list]) -> str:
    return summary(recording.record(action, "catalog.endpoint", 1, "Lab", changes, by=None))


@pytest.mark.parametrize(
    ("action", "text"),
    [
        (Action.ADDED, "Longest silence between tokens, s: 90 · Enabled: yes"),
        (Action.CHANGED, "Longest silence between tokens, s: 60 → 90 · Enabled: – → yes"),
        (Action.DELETED, "Longest silence between tokens, s: 60 · Enabled: –"),
    ],
)
def test_changes_are_told_in_the_words_of_the_forms(db, action: Action, text: str) -> None:
    assert words(action, {"idle_seconds": [60, 90], "enabled": [None, True]}) == text


def test_secrets_and_what_is_no_column(db) -> None:
    assert (
        words(Action.CHANGED, {"key": [HIDDEN, HIDDEN], "days": [1, 2]}) == "Key: changed, and not shown · days: 1 → 2"
    )


def test_of_a_new_object_only_what_is_not_usual_is_written(endpoint) -> None:
    recording.added(endpoint, None)
    assert set(Entry.objects.get().changes) == {"name", "provider", "base_url", "private_network"}
