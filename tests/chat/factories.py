"""Makes conversations with history. Each function fills what a test leaves out."""

from itertools import count
from typing import Any

from playground.accounts.models import User
from playground.catalog.models import LanguageModel
from playground.chat.models import Conversation, Generation, Message, Pane, Role, Status, Turn
from tests.factories import conversation as _conversation

_numbers = count(1)


def conversation(owner: User, *models: LanguageModel, **fields: Any) -> Conversation:
    """A listed conversation without turns, and one open pane for each model."""
    return _conversation(owner, *models, **fields)


def draft(owner: User, *models: LanguageModel, **fields: Any) -> Conversation:
    """A conversation that is not listed yet."""
    return conversation(owner, *models, **{"is_draft": True, "title": "", **fields})


def pane(at: Conversation, model: LanguageModel | None, **fields: Any) -> Pane:
    """One more open pane."""
    return Pane.objects.create(conversation=at, model=model, **{"position": at.panes.count(), **fields})


def question(at: Conversation, text: str = "Why?", parent: Message | None = None, **fields: Any) -> Message:
    """A user message in a new turn."""
    number = next(_numbers)
    turn = Turn.objects.create(conversation=at, number=number, nonce=f"nonce-{number}")
    values = {"turn": turn, "text": text, "blocks": [{"type": "text", "text": text}], **fields}
    return Message.objects.create(conversation=at, parent=parent, role=Role.USER, **values)


def answer(pane: Pane, to: Message | None = None, text: str = "Because.", **fields: Any) -> Message:
    """A completed answer in a pane, below a question or a new one below the pane's head; the head moves to it."""
    to = to or question(pane.conversation, parent=pane.head)
    blocks = [{"type": "text", "text": text}] if text else []
    message = Message.objects.create(
        conversation_id=to.conversation_id, turn_id=to.turn_id, parent=to, role=Role.ASSISTANT, text=text, blocks=blocks
    )
    generation(message, pane, **fields)
    pane.head = message
    pane.save(update_fields=["head"])
    return message


def generation(message: Message, pane: Pane, **fields: Any) -> Generation:
    """The generation of an assistant message."""
    return Generation.objects.create(
        message=message,
        pane=pane,
        model=pane.model,
        user=message.conversation.owner,
        **{"status": Status.COMPLETED, **fields},
    )


def finish(*panes: Pane, text: str = "Because.") -> None:
    """Ends the live generations of panes, as the live layer would."""
    live = Generation.objects.live().filter(pane__in=panes)
    Message.objects.filter(generation__in=live).update(text=text, blocks=[{"type": "text", "text": text}])
    live.update(status=Status.COMPLETED)
