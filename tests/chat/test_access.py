"""What is not there, what is somebody else's and what was deleted look the same."""

from uuid import uuid4

import pytest
from django.http import Http404
from django.utils import timezone

from playground.chat import access

from . import factories

BEYOND = 2**63


@pytest.fixture
def things(conversation, panes):
    """Each lookup with the address of a thing of Alice's."""
    message = factories.answer(panes[0])
    return [
        (access.conversation_of, conversation.uuid),
        (access.pane_of, panes[0].pk),
        (access.message_of, message.pk),
        (access.generation_of, message.generation.pk),
    ]


def test_the_owner_finds_them(alice, things):
    for lookup, address in things:
        assert lookup(alice, address)


def test_nobody_else_does(bob, things):
    for lookup, address in things:
        with pytest.raises(Http404):
            lookup(bob, address)


def test_deleted_ones_are_not_found(alice, conversation, things):
    conversation.deleted_at = timezone.now()
    conversation.save()
    for lookup, address in things:
        with pytest.raises(Http404):
            lookup(alice, address)
    assert access.deleted_conversation_of(alice, conversation.uuid) == conversation


def test_a_deleted_one_is_restored_by_its_owner_alone(bob, conversation):
    with pytest.raises(Http404):
        access.deleted_conversation_of(bob, conversation.uuid)


@pytest.mark.parametrize("number", [0, 10**9, BEYOND - 1, BEYOND, 10**30])
@pytest.mark.parametrize("lookup", [access.pane_of, access.message_of, access.generation_of])
def test_numbers_of_nothing_are_not_found(alice, lookup, number):
    with pytest.raises(Http404):
        lookup(alice, number)


def test_closed_panes_are_not_found(alice, panes):
    panes[0].closed_at = timezone.now()
    panes[0].save()
    with pytest.raises(Http404):
        access.pane_of(alice, panes[0].pk)


def test_a_message_of_another_own_conversation_is_not_found(alice, model, conversation):
    other = factories.conversation(alice, model)
    message = factories.answer(other.panes.get())
    with pytest.raises(Http404):
        access.message_in(conversation, message.pk)
    with pytest.raises(Http404):
        access.pane_in(conversation, other.panes.get().pk)


@pytest.mark.parametrize("name", ["", "x", str(uuid4())])
def test_a_name_of_nothing_names_nothing(alice, conversation, name):
    assert access.conversation_named(alice, name) is None


def test_a_name_is_good_for_its_owner_alone(alice, bob, conversation):
    assert access.conversation_named(alice, str(conversation.uuid)) == conversation
    assert access.conversation_named(bob, str(conversation.uuid)) is None
    assert access.deleted_named(alice, str(conversation.uuid)) is None
