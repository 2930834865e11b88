"""Whole pages, and what changes on them."""

import secrets
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from playground.catalog.access import models_for

from ..access import Someone
from ..figures import strips
from ..models import MAX_PANES, Conversation, Generation, Pane
from ..screen import Metrics, PaneView, Screen
from .answers import answer_view
from .history import History
from .labels import status_sentence
from .panes import pane_views
from .sidebar import sidebar_of

EXAMPLES = [
    gettext_lazy("Explain how a token bucket rate limiter works, with a short example in Python."),
    gettext_lazy("Compare green, black and white tea in a table."),
    gettext_lazy("Write a haiku about waiting for an answer."),
]


def new_nonce() -> str:
    """For one submission of one form."""
    return secrets.token_urlsafe(12)


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
        no_models=not any(pane.has_model for pane in panes) and not models_for(user).exists(),
    )


def view_of_pane(pane: Pane) -> PaneView:
    """One column as it is now."""
    history = History.of(pane.conversation, whole=[pane.pk])
    [view] = pane_views(history, [shown for shown in history.panes if shown.pk == pane.pk])
    return view


def finished_context(generation_id: int) -> dict[str, Any]:
    """What changes on the page when an answer ends: the answer, the strips of its row, and what is said about it."""
    answer = answer_view(generation_id)
    return {
        "answer": answer,
        "conversation": answer.message.conversation,
        "strips": row_strips(answer.message.conversation, answer.message.turn_id),
        "status": status_sentence(answer.generation),
    }


def row_strips(conversation: Conversation, turn_id: int) -> list[Metrics]:
    """The strips of the open panes whose last answer belongs to a turn and has ended, compared.

    Running ones are left out: their figures come with their text.
    """
    heads = conversation.panes.filter(closed_at=None, head__turn=turn_id).values_list("pk", "head")
    head_of = dict(heads)
    generations = Generation.objects.filter(message__in=head_of.values()).defer("logprobs", "params", "system_prompt")
    by_message = {generation.message_id: generation for generation in generations}
    compared = strips([(pane_id, by_message.get(head)) for pane_id, head in head_of.items()])
    return [strip for strip in compared if not strip.live]
