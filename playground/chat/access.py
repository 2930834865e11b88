"""Who may see and change what: the first line of every view.

Each function raises Http404 for what does not exist, what is somebody else's, and what was deleted, so that an
address tells a stranger nothing.
"""

from typing import TypeAlias
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import QuerySet, UUIDField
from django.http import Http404
from django.shortcuts import get_object_or_404

from playground.catalog.access import barred
from playground.prepared import Prepared, Slot

from .models import Conversation, Generation, Message, Pane

Someone: TypeAlias = AbstractBaseUser | AnonymousUser


def conversation_of(user: Someone, uuid: UUID) -> Conversation:
    """A conversation that the user owns."""
    conversation = CONVERSATION.first(uuid=uuid, owner=user.pk)
    if conversation is None:
        raise Http404
    return conversation


def conversation_named(user: Someone, name: str) -> Conversation | None:
    """The user's conversation with this uuid, as written in a query or a form; None when there is none."""
    return _named(Conversation.objects.of(user.pk), name)


def deleted_named(user: Someone, name: str) -> Conversation | None:
    """The user's deleted conversation with this uuid; None when there is none."""
    return _named(Conversation.objects.filter(owner=user.pk, deleted_at__isnull=False), name)


def _named(conversations: QuerySet[Conversation], name: str) -> Conversation | None:
    try:
        return conversations.filter(uuid=UUID(name)).first()
    except ValueError:
        return None


def deleted_conversation_of(user: Someone, uuid: UUID) -> Conversation:
    """A conversation that the user owns, deleted or not: to restore it."""
    return get_object_or_404(Conversation, uuid=uuid, owner=user.pk)


def pane_of(user: Someone, pane_id: int) -> Pane:
    """An open pane of the user's, with its conversation, model and endpoint."""
    panes = Pane.objects.open().select_related("conversation", "model__endpoint")
    return get_object_or_404(panes, pk=pane_id, conversation__owner=user.pk, conversation__deleted_at=None)


def removed_pane_of(user: Someone, pane_id: int) -> Pane:
    """A pane of the user's, removed or not: to restore it."""
    return get_object_or_404(Pane, pk=pane_id, conversation__owner=user.pk, conversation__deleted_at=None)


def removed_named(conversation: Conversation, name: str) -> Pane | None:
    """The removed pane of a conversation with this id, as written in a query; None when there is none."""
    removed = conversation.panes.filter(closed_at__isnull=False).select_related("model")
    return removed.filter(pk=int(name)).first() if name.isascii() and name.isdigit() and len(name) < 19 else None


def bar(panes: list[Pane], owner_id: int) -> list[Pane]:
    """The same panes, each told whether its model is kept from the owner. No query where no model has groups."""
    out = barred(owner_id, [pane.model for pane in panes if pane.model])
    for pane in panes:
        pane.is_barred = pane.model_id in out
    return panes


def pane_in(conversation: Conversation, pane_id: int) -> Pane:
    """An open pane of a conversation to which access was already granted."""
    return get_object_or_404(Pane.objects.open(), pk=pane_id, conversation=conversation)


def message_of(user: Someone, message_id: int) -> Message:
    """A message of the user's."""
    return get_object_or_404(Message, pk=message_id, conversation__owner=user.pk, conversation__deleted_at=None)


def message_in(conversation: Conversation, message_id: int) -> Message:
    """A message of a conversation to which access was already granted."""
    return get_object_or_404(Message, pk=message_id, conversation=conversation)


def generation_of(user: Someone, generation_id: int) -> Generation:
    """A generation of the user's, with its message and conversation."""
    generations = Generation.objects.select_related("message__conversation")
    owned = {"message__conversation__owner": user.pk, "message__conversation__deleted_at": None}
    return get_object_or_404(generations, pk=generation_id, **owned)


def sight_of(user: Someone, generation_id: int) -> tuple[int | None, str]:
    """The pane and the status of a generation of the user's; as `generation_of`, for who needs no more."""
    sight = SIGHT.first(generation=generation_id, owner=user.pk)
    if sight is None:
        raise Http404
    return sight


CONVERSATION = Prepared(
    lambda: Conversation.objects.filter(uuid=Slot("uuid", UUIDField()), owner=Slot("owner"), deleted_at=None)
)
SIGHT = Prepared(
    lambda: Generation.objects.filter(
        pk=Slot("generation"),
        message__conversation__owner=Slot("owner"),
        message__conversation__deleted_at=None,
    ).values_list("pane_id", "status")
)
