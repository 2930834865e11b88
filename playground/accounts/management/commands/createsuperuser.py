"""Django's, with an entry in the audit.

What it asks is asked outside of a transaction: while somebody types, SQLite would let nobody else write.
"""

from typing import Any

from django.contrib.auth.management.commands import createsuperuser
from django.db.models.signals import post_save

from playground.accounts.models import User
from playground.audit import recording


class Command(createsuperuser.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        post_save.connect(_record, sender=User)
        try:
            super().handle(*args, **options)
        finally:
            post_save.disconnect(_record, sender=User)


def _record(instance: User, **kwargs: Any) -> None:
    recording.added(instance, None, {"is_superuser": [None, True]})
