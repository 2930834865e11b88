"""What is done from the command line is in the audit as well."""

import pytest
from django.core.management import CommandError, call_command

from playground.accounts.models import User
from playground.audit.changes import HIDDEN
from playground.audit.models import Entry

NEW = "another long secret"


def test_a_superuser(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", NEW)
    call_command("createsuperuser", username="root", email="", interactive=False, verbosity=0)
    entry = Entry.objects.get()
    assert (entry.who, entry.action, entry.name) == ("command line", "added", "root")
    assert User.objects.get().check_password(NEW)


def test_a_new_password(alice: User, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("getpass.getpass", lambda prompt="": NEW)
    call_command("changepassword", "alice")
    assert Entry.objects.get().changes == {"password": [HIDDEN, HIDDEN]}
    assert User.objects.get().check_password(NEW)


def test_nothing_is_written_of_what_was_not_done(db: None) -> None:
    with pytest.raises(CommandError):
        call_command("changepassword", "nobody")
    assert not Entry.objects.exists()


def test_short_passwords_are_refused(client, alice: User) -> None:
    client.force_login(alice)
    short = {"old_password": "correct horse battery", "new_password1": "kq7Zvw92x", "new_password2": "kq7Zvw92x"}
    assert "at least 10 characters" in client.post("/password/", short).content.decode()
