"""Columns: add, remove, set."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from playground.catalog.models import LanguageModel

from ..models import MAX_PANES, Conversation, Pane
from ..refusal import Refusal
from .locking import busy_panes, locked, require_idle
from .stopping import stop_in


def copy_of(pane: Pane, conversation: Conversation, position: int) -> Pane:
    """An unsaved pane with the same model, system prompt and params, and no history."""
    return Pane(
        conversation=conversation,
        position=position,
        model=pane.model,
        system_prompt=pane.system_prompt,
        params=pane.params,
        preset_id=pane.preset_id,
    )


@transaction.atomic
def add_pane(conversation: Conversation, copy: Pane | None = None) -> Pane:
    """Adds a pane at the end: a copy of an idle one with its history, or an empty one with the last one's model.

    Raises Refusal when there are MAX_PANES, or when the pane to copy is answering.
    """
    conversation = locked(conversation.pk)
    panes = _with_room(conversation)
    last = panes[-1]
    if copy is None:
        return Pane.objects.create(conversation=conversation, position=last.position + 1, model=last.model)
    require_idle([copy], busy_panes(conversation.owner_id))
    made = copy_of(copy, conversation, last.position + 1)
    made.head_id = copy.head_id
    made.save()
    return made


def _with_room(conversation: Conversation) -> list[Pane]:
    """The open panes. Raises Refusal when there is no room for another one."""
    panes = list(conversation.panes.open())
    if len(panes) >= MAX_PANES:
        raise Refusal(
            _("There are %(limit)s panes already.") % {"limit": MAX_PANES}, _("Remove one to make room for another.")
        )
    return panes


@transaction.atomic
def remove_pane(pane: Pane) -> None:
    """Closes a pane and stops its answer; its history stays. Raises Refusal when it is the last open one."""
    conversation = locked(pane.conversation_id)
    if not conversation.panes.filter(closed_at=None).exclude(pk=pane.pk).exists():
        raise Refusal(_("The last pane stays."), _("Add another one first, or choose another model for this one."))
    Pane.objects.filter(pk=pane.pk, closed_at=None).update(closed_at=timezone.now())
    stop_in(pane)


@transaction.atomic
def restore_pane(pane: Pane) -> None:
    """Undoes remove_pane(): where the pane was, or at the end when its place is taken. Raises Refusal at MAX_PANES."""
    conversation = locked(pane.conversation_id)
    if conversation.panes.filter(closed_at=None, pk=pane.pk).exists():
        return
    panes = _with_room(conversation)
    is_taken = any(other.position == pane.position for other in panes)
    position = panes[-1].position + 1 if is_taken else pane.position
    Pane.objects.filter(pk=pane.pk).update(closed_at=None, position=position)


def choose_model(pane: Pane, model: LanguageModel) -> None:
    """The model of the pane's next answers; one that is running goes on with its own."""
    pane.model = model
    pane.save(update_fields=["model"])


def change_settings(pane: Pane, system_prompt: str, params: dict[str, Any]) -> None:
    """System prompt and params of the pane's next answers. `params` holds only what is set."""
    pane.system_prompt, pane.params = system_prompt, params
    pane.save(update_fields=["system_prompt", "params"])


def change_all_settings(conversation: Conversation, system_prompt: str, params: dict[str, Any]) -> None:
    """The same system prompt and params for all open panes."""
    conversation.panes.filter(closed_at=None).update(system_prompt=system_prompt, params=params)
