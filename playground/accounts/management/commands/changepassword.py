"""Django's, with an entry in the audit.

What it asks is asked outside of a transaction: while somebody types, SQLite would let nobody else write.
"""

import getpass
from typing import Any

from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.management.commands import changepassword
from django.core.management import CommandError
from django.db import transaction

from playground.accounts.models import User
from playground.audit import recording

TRIES = 3


class Command(changepassword.Command):
    def handle(self, *args: Any, **options: Any) -> str:
        username = options["username"] or getpass.getuser()
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"user '{username}' does not exist")
        self.stdout.write(f"Changing password for user '{user}'")
        for _ in range(TRIES):
            typed = {"new_password1": getpass.getpass(), "new_password2": getpass.getpass("Password (again): ")}
            form = SetPasswordForm(user, typed)
            if form.is_valid():
                _set(user, typed["new_password1"])
                return f"Password changed successfully for user '{user}'"
            self.stderr.write("\n".join(str(error) for errors in form.errors.values() for error in errors))
        raise CommandError(f"Aborting password change for user '{user}' after {TRIES} attempts")


@transaction.atomic
def _set(user: User, password: str) -> None:
    user.set_password(password)
    user.save(update_fields=["password"])  # the rest may have changed in the meantime
    recording.changed_secret(user, None, "password")
