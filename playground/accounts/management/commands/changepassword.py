"""Django's, with an entry in the audit."""

import getpass
from typing import Any

from django.contrib.auth.management.commands import changepassword
from django.db import transaction

from playground.accounts.models import User
from playground.audit import recording


class Command(changepassword.Command):
    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        options["username"] = options["username"] or getpass.getuser()
        super().handle(*args, **options)
        recording.changed_secret(User.objects.get_by_natural_key(options["username"]), None, "password")
