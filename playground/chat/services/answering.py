"""Queues generations."""

from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Conversation, Generation, Message, Pane, Role, Turn
from ..refusal import Refusal
from ..signals import generation_queued
from .locking import busy_panes, require_idle


def admit(conversation: Conversation, panes: list[Pane]) -> None:
    """Raises Refusal unless the panes are idle, have models, and the owner's limit leaves room for all of them."""
    busy = busy_panes(conversation.owner_id)
    require_idle(panes, busy)
    if not all(pane.can_answer for pane in panes):
        raise Refusal(
            _("This pane has no model that can answer."),
            _("Nothing was sent. Its model was removed or switched off: choose another one."),
        )
    if len(busy) + len(panes) > settings.GENERATIONS_PER_USER:
        raise Refusal(
            _("Too many answers at a time."),
            _("You may have %(limit)s running. Nothing was sent: wait for some to finish, or stop them.")
            % {"limit": settings.GENERATIONS_PER_USER},
        )


def ask(turn: Turn, text: str, parents: list[int | None]) -> dict[int | None, Message]:
    """One user message below each parent, by parent."""
    blocks = [{"type": "text", "text": text}]
    questions = Message.objects.bulk_create(
        Message(conversation=turn.conversation, turn=turn, parent_id=parent, role=Role.USER, text=text, blocks=blocks)
        for parent in parents
    )
    return {question.parent_id: question for question in questions}


def answer(placed: list[tuple[Pane, Message]]) -> list[Generation]:
    """For each pane and its question: an empty message with a queued generation, which becomes the pane's head."""
    answers = Message.objects.bulk_create(
        Message(
            conversation_id=question.conversation_id, turn_id=question.turn_id, parent=question, role=Role.ASSISTANT
        )
        for _pane, question in placed
    )
    generations = Generation.objects.bulk_create(
        _queued(pane, message) for (pane, _question), message in zip(placed, answers, strict=True)
    )
    for (pane, _question), message in zip(placed, answers, strict=True):
        pane.head = message
        pane.save(update_fields=["head"])
    # robust: the rows are committed whatever a receiver does, and a sweep picks up what nobody started
    transaction.on_commit(partial(_announce, [generation.pk for generation in generations]), robust=True)
    return generations


def _queued(pane: Pane, message: Message) -> Generation:
    """A generation that remembers what is asked, as it is now."""
    assert pane.model is not None
    return Generation(
        message=message,
        pane=pane,
        model=pane.model,
        provider=pane.model.endpoint.provider,
        endpoint_name=pane.model.endpoint.name,
        model_name=pane.model.name,
        system_prompt=pane.system_prompt,
        params=pane.params,
    )


def _announce(generation_ids: list[int]) -> None:
    for generation_id in generation_ids:
        generation_queued.send(Generation, generation_id=generation_id)
