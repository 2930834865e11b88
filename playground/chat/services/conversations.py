"""A conversation's life besides its turns."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import cycle
from typing import cast

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from playground.catalog.access import models_for
from playground.catalog.models import LanguageModel

from .. import wording
from ..access import Someone
from ..models import MAX_PANES, Conversation, Pane
from ..refusal import Refusal
from .panes import copy_of
from .stopping import stop_all

FIRST_PANES, COMPARED = 2, 4
# A newcomer with a single model sees what the setting does, instead of two panes alike
TEMPERATURES = (0.2, 1.0)
KEPT = timedelta(days=30)  # how long a deleted conversation can be restored


def draft_for(user: Someone) -> Conversation:
    """The user's conversation without a turn, made when there is none.

    Its panes are those of the user's last conversation; a newcomer gets two with the first models there are.
    """
    draft = Conversation.objects.of(user.pk).filter(is_draft=True).first() or _new_draft(user)
    if not draft.panes.filter(closed_at=None).exclude(model=None).exists():
        _give_models(draft, user)
    return draft


def _new_draft(user: Someone) -> Conversation:
    try:
        with transaction.atomic():
            draft = Conversation.objects.create(owner_id=cast(int, user.pk))
            Pane.objects.bulk_create(_panes_like_last(draft) or _first_panes(draft))
            return draft
    except IntegrityError:  # another tab was faster
        return Conversation.objects.of(user.pk).get(is_draft=True)


def _panes_like_last(draft: Conversation) -> list[Pane]:
    last = Conversation.objects.of(draft.owner_id).filter(is_draft=False).order_by("-updated_at").first()
    panes = last.panes.open() if last else []
    return [copy_of(pane, draft, position) for position, pane in enumerate(panes)]


def _first_panes(draft: Conversation) -> list[Pane]:
    return [Pane(conversation=draft, position=position) for position in range(FIRST_PANES)]


def _give_models(draft: Conversation, user: Someone) -> None:
    """Different models as far as there are. They may have been configured, or removed, since the draft was made."""
    models = list(models_for(user)[:MAX_PANES])
    for pane, temperature in zip(draft.panes.filter(closed_at=None, model=None), cycle(TEMPERATURES)):
        if models:
            pane.model = models[min(pane.position, len(models) - 1)]
            pane.params = pane.params or ({"temperature": temperature} if len(models) == 1 else {})
            pane.save(update_fields=["model", "params"])


@transaction.atomic
def compare(user: Someone, endpoint_id: int) -> tuple[Conversation, int]:
    """The user's draft, in which an endpoint's first models take the place of all others, and how many were left out.

    What the panes are told, and their params, stay. Where the user may use none of the models the draft does as well.
    """
    draft = draft_for(user)
    models = list(models_for(user).filter(endpoint=endpoint_id))
    # Locked and looked at again: another tab may just be asking its first question.
    if models and Conversation.objects.select_for_update().filter(pk=draft.pk, is_draft=True):
        panes = list(draft.panes.open())
        draft.panes.all().delete()  # nothing was asked in them
        Pane.objects.bulk_create(_panes_with(models[:COMPARED], panes, draft))
    return draft, max(0, len(models) - COMPARED)


def _panes_with(models: Sequence[LanguageModel], panes: Sequence[Pane], draft: Conversation) -> list[Pane]:
    """A pane for each model, set as the pane that stood there, or as the last one."""
    made = [copy_of(panes[min(at, len(panes) - 1)], draft, at) for at in range(len(models))]
    are_ours = _are_ours(panes)
    for pane, model in zip(made, models, strict=True):
        pane.model, pane.params = model, {} if are_ours else pane.params
    return made


def _are_ours(panes: Sequence[Pane]) -> bool:
    """Whether the params are those with which a newcomer's single model is shown twice."""
    given = [{"temperature": temperature} for temperature, _pane in zip(cycle(TEMPERATURES), panes)]
    return len({pane.model_id for pane in panes}) == 1 and [pane.params for pane in panes] == given


def rename(conversation: Conversation, title: str) -> None:
    """Gives a conversation another title. Raises Refusal when it is empty."""
    title = " ".join(wording.keepable(title).split())[: Conversation._meta.get_field("title").max_length]
    if not title:
        raise Refusal(_("A title cannot be empty."), _("The old title is kept."), status=422)
    # not save(): a new title is no reason to move up the list
    Conversation.objects.filter(pk=conversation.pk).update(title=title)
    conversation.title = title


@transaction.atomic
def delete(conversation: Conversation) -> None:
    """Hides a conversation and stops its answers. It can be restored for 30 days. Raises Refusal for a draft."""
    if conversation.is_draft:
        raise Refusal(_("There is nothing to delete."), _("This conversation has no messages yet."))
    Conversation.objects.filter(pk=conversation.pk, deleted_at=None).update(deleted_at=timezone.now())
    stop_all(conversation)
    _purge(conversation.owner_id)


def restore(conversation: Conversation) -> None:
    """Undoes delete()."""
    Conversation.objects.filter(pk=conversation.pk).update(deleted_at=None)


def _purge(owner_id: int) -> None:
    """Removes for good what the user deleted long ago."""
    Conversation.objects.filter(owner=owner_id, deleted_at__lt=timezone.now() - KEPT).delete()
