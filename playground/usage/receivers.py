"""Remembers the names of what is deleted, for the rows that still count it."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model
from django.db.models.signals import pre_delete

from playground.catalog.models import Endpoint, LanguageModel

from .models import Gone

KINDS: dict[type[Model], str] = {get_user_model(): "user", Endpoint: "endpoint", LanguageModel: "model"}


def remember(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    Gone.objects.update_or_create(kind=KINDS[sender], number=instance.pk, defaults={"name": str(instance)[:200]})


for kind in KINDS:  # not for all senders: that would make every other deletion slow
    pre_delete.connect(remember, sender=kind)
