"""Keeps the mark of what is for groups alone.

Deleting a group sends no such signal, and so opens nothing; see opening.py.
"""

from typing import Any

from django.db.models.signals import m2m_changed
from django.dispatch import receiver

from .models import Endpoint, LanguageModel


@receiver(m2m_changed, sender=Endpoint.groups.through)
@receiver(m2m_changed, sender=LanguageModel.groups.through)
def _restrict(instance: Any, action: str, reverse: bool, model: Any, pk_set: set[int] | None, **kwargs: Any) -> None:
    if action not in {"post_add", "post_remove", "post_clear"}:
        return
    changed = model.objects.filter(pk__in=pk_set or ()) if reverse else [instance]
    for thing in changed:
        set_restricted(thing)


def set_restricted(thing: Endpoint | LanguageModel) -> None:
    """Marks it as it is."""
    thing.restricted = thing.groups.exists()
    thing.save(update_fields=["restricted"])
