"""Who may see and change what: the first line of every view.

Each function raises Http404 for what does not exist, what is somebody else's, and what was deleted, so that an
address tells a stranger nothing.
"""

from typing import TypeAlias
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.shortcuts import get_object_or_404

from .models import Conversation, Generation, Message, Pane

Someone: TypeAlias = AbstractBaseUser | AnonymousUser


def conversation_of(user: Someone, uuid: UUID) -> Conversation:
    """A conversation that the user owns."""
    return get_object_or_404(Conversation, uuid=uuid, owner=user.pk, deleted_at=None)


def deleted_conversation_of(user: Someone, uuid: UUID) -> Conversation:
    """A conversation that the user owns, deleted or not: to restore it."""
    return get_object_or_404(Conversation, uuid=uuid, owner=user.pk)


def pane_of(user: Someone, pane_id: int) -> Pane:
    """An open pane of the user's, with its conversation, model and endpoint."""
    panes = Pane.objects.open().select_related("conversation", "model__endpoint")
    return get_object_or_404(panes, pk=pane_id, conversation__owner=user.pk, conversation__deleted_at=None)


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


def followable(user_id: int, generation_id: int) -> int | None:
    """The pane of a generation that the user may watch and stop; None when there is none."""
    owned = {"pane__conversation__owner": user_id, "pane__conversation__deleted_at": None}
    return Generation.objects.filter(pk=generation_id, **owned).values_list("pane_id", flat=True).first()


def generations_of(user: Someone, uuid: UUID) -> list[int]:
    """The live generations of the user's conversation. Raises Http404 when there is no such conversation."""
    conversation = conversation_of(user, uuid)
    return list(Generation.objects.live().filter(pane__conversation=conversation).values_list("pk", flat=True))
