"""Django's, with an entry in the audit."""

from typing import Any

from django.contrib.auth.management.commands import createsuperuser
from django.db import transaction

from playground.accounts.models import User
from playground.audit import recording


class Command(createsuperuser.Command):
    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        known = set(User.objects.values_list("pk", flat=True))
        super().handle(*args, **options)
        for user in User.objects.exclude(pk__in=known):
            recording.added(user, None, {"is_superuser": [None, True]})
