"""Whole pages, and what changes on them."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from playground.catalog.access import models_for

from ..access import Someone
from ..figures import strips
from ..models import MAX_PANES, Conversation, Pane
from ..screen import Metrics, Screen
from .answers import answer_view
from .heads import Head
from .history import History
from .labels import status_sentence
from .nonce import new_nonce
from .panes import chips, metrics_by_pane, pane_views
from .sidebar import sidebar_of

EXAMPLES = [
    gettext_lazy("Explain how a token bucket rate limiter works, with a short example in Python."),
    gettext_lazy("Compare green, black and white tea in a table."),
    gettext_lazy("Write a haiku about waiting for an answer."),
]


def title_of(conversation: Conversation) -> str:
    """A conversation's title, also when it has none yet."""
    return conversation.title or _("New conversation")


def screen_of(user: Someone, conversation: Conversation) -> Screen:
    """The whole page, in four queries; one more when no pane has a model."""
    history = History.of(conversation)
    panes = pane_views(history, history.panes)
    return Screen(
        conversation=conversation,
        title=title_of(conversation),
        panes=panes,
        sidebar=sidebar_of(user),
        is_live=any(pane.is_live for pane in panes),
        can_add_pane=len(panes) < MAX_PANES,
        nonce=new_nonce(),
        examples=[str(example) for example in EXAMPLES] if conversation.is_draft else [],
        no_models=conversation.is_draft and not any(pane.has_model for pane in panes) and not models_for(user).exists(),
    )


def changed_context(pane: Pane) -> dict[str, Any]:
    """One column as it is now, and what the others show because of it: their chips, and the strips of those at rest."""
    history = History.of(pane.conversation, whole=[pane.pk])
    [view] = pane_views(history, [each for each in history.panes if each.pk == pane.pk])
    others = [each for each in history.panes if each.pk != pane.pk]
    metrics = metrics_by_pane(history)
    return {
        "conversation": pane.conversation,
        "pane": view,
        "chips": [(other.pk, chips(other, history.panes)) for other in others],
        "strips": [metrics[other.pk] for other in others if not metrics[other.pk].live],
    }


def finished_context(generation_id: int) -> dict[str, Any]:
    """What changes on the page when an answer ends: the answer, the strips of its row, and what is said about it."""
    answer, heads = answer_view(generation_id)
    return {
        "answer": answer,
        "conversation": answer.message.conversation,
        "strips": row_strips(heads, answer.message.turn_id),
        "status": status_sentence(answer.generation),
    }


def row_strips(heads: list[Head], turn_id: int) -> list[Metrics]:
    """The strips of the panes whose last answer belongs to a turn and has ended, compared.

    Running ones are left out: their figures come with their text.
    """
    compared = strips([(head.pane_id, head.model_id, head.generation) for head in heads if head.turn_id == turn_id])
    return [strip for strip in compared if not strip.live]
