"""Queries that are compiled once give what the same querysets give."""

from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.db.models import (
    BooleanField,
    CharField,
    DecimalField,
    IntegerField,
    JSONField,
    PositiveBigIntegerField,
    TextField,
    UUIDField,
)

from playground.accounts.models import User
from playground.chat.models import Conversation, Generation, Message, Pane, Role, Turn
from playground.prepared import Change, Insert, Prepared, Slot, stored
from tests.chat import factories

numbers = count(1)
BY_UUID = Prepared(lambda: Conversation.objects.filter(uuid=Slot("uuid", UUIDField())).select_related("owner"))
BY_TITLE = Prepared(lambda: Conversation.objects.filter(title=Slot("title")))
PANES = Prepared(
    lambda: Pane.objects.filter(conversation=Slot("conversation"), closed_at=None).values_list("pk", "params")
)

SETTINGS = Change(
    lambda: (
        Pane.objects.filter(pk=Slot("pane")),
        {"params": Slot("params"), "system_prompt": Slot("system_prompt")},
    )
)


def new_pane():
    name = f"somebody-{next(numbers)}"
    conversation = factories.conversation(User.objects.create_user(name))
    return factories.pane(conversation, None, params={"temperature": 0.5})


@pytest.fixture
def pane(db):
    return new_pane()


def test_a_slot_takes_another_value_each_time(pane):
    other = new_pane()
    found = [BY_UUID.first(uuid=each.conversation.uuid) for each in (pane, other, pane)]
    assert found == [pane.conversation, other.conversation, pane.conversation]


def test_related_rows_come_along(pane, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert BY_UUID.first(uuid=pane.conversation.uuid).owner == pane.conversation.owner


def test_values_are_converted_as_ever(pane):
    assert PANES.rows(conversation=pane.conversation_id) == [(pane.pk, {"temperature": 0.5})]


def test_nothing_found_is_none(pane):
    assert PANES.first(conversation=0) is None


def test_a_row_that_was_changed_is_seen(pane):
    BY_UUID.first(uuid=pane.conversation.uuid)
    Conversation.objects.update(title="changed")
    assert BY_UUID.first(uuid=pane.conversation.uuid).title == "changed"


def test_a_value_is_never_part_of_the_sql(pane):
    assert BY_TITLE.rows(title="' OR '1'='1") == []


def test_a_missing_value_is_an_error(pane):
    with pytest.raises(KeyError):
        PANES.rows()


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_over_its_own_connection():
    panes = [new_pane() for _ in range(4)]

    def ask(pane):
        try:
            return [PANES.rows(conversation=pane.conversation_id)[0][0] for _ in range(50)]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, panes)) == [[pane.pk] * 50 for pane in panes]


def test_a_change_changes_what_it_names_and_says_how_many(pane, django_assert_num_queries):
    other = new_pane()
    with django_assert_num_queries(1):
        assert SETTINGS.run(pane=pane.pk, params={"temperature": 0.7}, system_prompt="Be brief.") == 1
    pane.refresh_from_db()
    other.refresh_from_db()
    assert (pane.params, pane.system_prompt) == ({"temperature": 0.7}, "Be brief.")
    assert (other.params, other.system_prompt) == ({"temperature": 0.5}, "")
    assert SETTINGS.run(pane=0, params={}, system_prompt="") == 0


TURNS, MESSAGES = Insert(Turn), Insert(Message)


def new_turn(pane, number=1, **values):
    return Turn(conversation=pane.conversation, number=number, nonce=str(number), **values)


def columns(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_an_insertion_writes_every_column(pane, django_assert_num_queries):
    turn = new_turn(pane, skipped={"7": "full"})
    with django_assert_num_queries(1):
        TURNS.run(turn)
    assert columns(Turn.objects.get()) == columns(turn)
    assert turn.pk and turn.created_at and not turn._state.adding


def test_rows_of_one_insertion_get_their_own_keys(pane, django_assert_num_queries):
    TURNS.run(turn := new_turn(pane))
    texts = ["first", "", "third"]
    place = {"conversation": pane.conversation, "turn": turn, "role": Role.USER}
    messages = [Message(text=text, blocks=[{"type": "text", "text": text}], **place) for text in texts]
    with django_assert_num_queries(1):
        MESSAGES.run(*messages)
    assert [columns(Message.objects.get(pk=message.pk)) for message in messages] == [*map(columns, messages)]


def test_an_inserted_row_is_saved_as_any_other(pane):
    TURNS.run(turn := new_turn(pane))
    turn.number = 5
    turn.save()
    assert Turn.objects.get().number == 5


def test_constraints_hold(pane):
    TURNS.run(new_turn(pane))
    with pytest.raises(IntegrityError), transaction.atomic():
        TURNS.run(new_turn(pane))


def test_an_insertion_writes_what_bulk_create_writes(pane):
    TURNS.run(turn := new_turn(pane))
    MESSAGES.run(message := Message(conversation=pane.conversation, turn=turn, role=Role.ASSISTANT))
    values = {"message": message, "pane": pane, "user": pane.conversation.owner, "params": {"stop": ["a"]}}
    Insert(Generation).run(one := Generation(**values))
    written = columns(Generation.objects.get())
    one.delete()
    Generation.objects.bulk_create([other := Generation(**values)])
    again = columns(Generation.objects.get())
    assert other.pk and again | {"id": 0, "queued_at": 0} == written | {"id": 0, "queued_at": 0}


@pytest.mark.parametrize(
    ("field", "values"),
    [
        (CharField(), ["", "text", Role.USER, 7, None]),
        (TextField(), ["text", 7]),
        (IntegerField(), [0, 7, True, "7", None]),
        (PositiveBigIntegerField(), [2**40]),
        (BooleanField(), [True, False, 1]),
        (JSONField(), ["text", 7, True, None, {"a": 1}, []]),
        (DecimalField(max_digits=9, decimal_places=2), [7, None]),
        (Pane._meta.get_field("conversation"), [7, "7", None]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_is_stored_as_its_field_would_store_it(field, values):
    database = connections["default"]
    for value in values:
        ours, theirs = (convert(field, value, database) for convert in (stored, type(field).get_db_prep_save))
        assert getattr(ours, "obj", ours) == getattr(theirs, "obj", theirs)  # PostgreSQL's JSON is an object
