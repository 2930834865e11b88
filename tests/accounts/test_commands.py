"""What is done from the command line is in the audit as well."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from playground.accounts.models import User
from playground.audit.changes import HIDDEN
from playground.audit.models import Entry
from tests.factories import user

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


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("command", "options"),
    [("changepassword", {"username": "alice"}), ("createsuperuser", {"email": "", "stdin": object(), "verbosity": 0})],
)
def test_while_somebody_types_others_can_write(monkeypatch: pytest.MonkeyPatch, command: str, options: Any) -> None:
    user("alice")
    held = []

    def typed(prompt: str = "") -> str:
        held.append(connection.in_atomic_block)
        User.objects.filter(username="alice").update(first_name="Alice")
        return NEW

    monkeypatch.setattr("getpass.getpass", typed)
    monkeypatch.setattr("builtins.input", lambda prompt="": "root")
    call_command(command, **options)
    assert held == [False, False]
    assert Entry.objects.count() == 1
    assert User.objects.get(username="alice").first_name == "Alice"


def test_a_password_that_will_not_do_is_asked_for_again(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter(["short", "short", NEW, "a different one", NEW, NEW])
    monkeypatch.setattr("getpass.getpass", lambda prompt="": next(typed))
    call_command("changepassword", "alice", stderr=(said := StringIO()))
    assert User.objects.get().check_password(NEW)
    assert "at least 10 characters" in said.getvalue()
    assert "match" in said.getvalue()


def test_after_three_times_it_gives_up(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getpass", lambda prompt="": "short")
    with pytest.raises(CommandError, match="after 3 attempts"):
        call_command("changepassword", "alice", stderr=StringIO())


def test_nothing_is_written_of_what_was_not_done(db: None) -> None:
    with pytest.raises(CommandError):
        call_command("changepassword", "nobody")
    assert not Entry.objects.exists()


def test_short_passwords_are_refused(client, alice: User) -> None:
    client.force_login(alice)
    short = {"old_password": "correct horse battery", "new_password1": "kq7Zvw92x", "new_password2": "kq7Zvw92x"}
    assert "at least 10 characters" in client.post("/password/", short).content.decode()
