"""Asks running generations to end. The live layer ends them and keeps their text."""

from functools import partial

from django.db import transaction
from django.db.models import Q

from ..models import Conversation, Generation, Pane
from ..signals import stop_requested


def stop(generation: Generation) -> None:
    """Stops a generation; one that has ended stays as it is."""
    _stop(Q(pk=generation.pk))


def stop_in(pane: Pane) -> None:
    """Stops a pane's live generation, if there is one."""
    _stop(Q(pane=pane))


def stop_all(conversation: Conversation) -> None:
    """Stops every live generation of a conversation."""
    _stop(Q(pane__conversation=conversation))


@transaction.atomic
def _stop(which: Q) -> None:
    ids = list(Generation.objects.live().filter(which).values_list("pk", flat=True))
    if ids:
        Generation.objects.live().filter(pk__in=ids).update(stop_requested=True)
        transaction.on_commit(partial(_announce, ids), robust=True)


def _announce(generation_ids: list[int]) -> None:
    for generation_id in generation_ids:
        stop_requested.send(Generation, generation_id=generation_id)
