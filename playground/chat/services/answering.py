"""Queues generations."""

from collections.abc import Sequence
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from playground.limits import admission as limits
from playground.limits.wording import text_of, title_of
from playground.prepared import Change, Insert, Slot

from ..models import Conversation, Generation, Message, Pane, Role, Turn
from ..refusal import Refusal
from ..signals import generation_queued
from .locking import busy_panes, require_idle


def admit(conversation: Conversation, panes: list[Pane], skipped: Sequence[Pane] = ()) -> None:
    """Raises Refusal unless the panes are idle, have models, and the limits leave room for all of them.

    Those that are skipped get the question without being asked: they have to be idle, and no more.
    """
    busy = busy_panes(conversation.owner_id)
    require_idle([*panes, *skipped], busy)
    if not all(pane.can_answer for pane in panes):
        raise Refusal(
            _("This pane has no model that can answer."),
            _("Nothing was sent. Its model was removed, switched off or given to other groups: choose another one."),
        )
    if len(busy) + len(panes) > settings.GENERATIONS_PER_USER:
        raise Refusal(
            _("Too many answers at a time."),
            _("You may have %(limit)s running. Nothing was sent: wait for some to finish, or stop them.")
            % {"limit": settings.GENERATIONS_PER_USER},
        )
    models = {pane: pane.model for pane in panes if pane.model}
    try:
        own = limits.check(conversation.owner_id, [model.endpoint_id for model in models.values()])
    except limits.Reached as reached:
        raise LimitReached(reached) from None
    for pane, model in models.items():
        pane.needs_own_key = model.endpoint_id in own


class LimitReached(Refusal):
    """A limit leaves no room."""

    def __init__(self, reached: limits.Reached) -> None:
        super().__init__(title_of(reached), text_of(reached))
        self.reached = reached


def admit_some(
    conversation: Conversation, panes: list[Pane], skipped: Sequence[Pane]
) -> tuple[list[Pane], list[limits.Reached]]:
    """As `admit`, but panes whose endpoint has reached a limit of its own are left out, as long as one remains.

    Returns:
        The panes that may be asked, and the limits for which others may not.
    """
    reached: list[limits.Reached] = []
    while True:
        try:
            admit(conversation, panes, skipped)
            return panes, reached
        except LimitReached as refusal:
            why = refusal.reached
            reached.append(why)
            rest = [pane for pane in panes if pane.model and not why.is_of_endpoint(pane.model.endpoint_id)]
            if len(rest) in {0, len(panes)}:
                raise
            panes, skipped = rest, [*skipped, *(pane for pane in panes if pane not in rest)]


def ask(turn: Turn, text: str, parents: list[int | None]) -> dict[int | None, Message]:
    """One user message below each parent, by parent."""
    blocks = [{"type": "text", "text": text}]
    questions = [
        Message(conversation=turn.conversation, turn=turn, parent_id=parent, role=Role.USER, text=text, blocks=blocks)
        for parent in parents
    ]
    MESSAGES.run(*questions)
    return {question.parent_id: question for question in questions}


def answer(placed: list[tuple[Pane, Message]]) -> list[Generation]:
    """For each pane and its question: an empty message with a queued generation, which becomes the pane's head."""
    answers = [
        Message(
            conversation_id=question.conversation_id, turn_id=question.turn_id, parent=question, role=Role.ASSISTANT
        )
        for _pane, question in placed
    ]
    MESSAGES.run(*answers)
    generations = [_queued(pane, message) for (pane, _question), message in zip(placed, answers, strict=True)]
    GENERATIONS.run(*generations)
    for (pane, _question), message in zip(placed, answers, strict=True):
        pane.head = message
        HEAD.run(pane=pane.pk, head=message.pk)
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
        user_id=pane.conversation.owner_id,
        provider=pane.model.endpoint.provider,
        endpoint_name=pane.model.endpoint.name,
        model_name=pane.model.name,
        system_prompt=pane.system_prompt,
        params=pane.params,
        own_key=pane.needs_own_key,
    )


def _announce(generation_ids: list[int]) -> None:
    for generation_id in generation_ids:
        generation_queued.send(Generation, generation_id=generation_id)


MESSAGES, GENERATIONS = Insert(Message), Insert(Generation)
HEAD = Change(lambda: (Pane.objects.filter(pk=Slot("pane")), {"head": Slot("head")}))
