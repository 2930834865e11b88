"""The server does not start where something is wrong; it says what, and what to do, in one line."""

import pytest
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings

from playground.serve import preflight


def test_a_data_folder_serves_one_process(tmp_path):
    assert preflight.claim(tmp_path) is None
    assert "Another server uses" in preflight.claim(tmp_path)


@pytest.mark.django_db
def test_a_migrated_database_is_fine():
    assert preflight.unmigrated() is None


@pytest.mark.django_db
def test_a_missing_migration_is_named_with_its_command():
    MigrationRecorder.Migration.objects.filter(app="chat").delete()
    assert "manage.py migrate" in preflight.unmigrated()


def test_a_silent_database_is_reported(monkeypatch):
    def refuse(_: object) -> None:
        raise OperationalError("connection refused\n\tis the server running?")

    monkeypatch.setattr(preflight, "MigrationExecutor", refuse)
    assert preflight.unmigrated() == "The database does not answer: connection refused is the server running?"


def test_static_files_must_be_gathered(tmp_path):
    with override_settings(STATIC_ROOT=tmp_path, DEBUG=False):
        assert "collectstatic" in preflight.ungathered()
        (tmp_path / "staticfiles.json").touch()
        assert preflight.ungathered() is None


def test_with_debug_they_need_not_be(tmp_path):
    with override_settings(STATIC_ROOT=tmp_path, DEBUG=True):
        assert preflight.ungathered() is None


def test_unsafe_settings_come_first(tmp_path):
    with override_settings(ORIGINS=[], HOST="0.0.0.0", DATA=tmp_path):
        assert preflight.reason_not_to_start().startswith("HOST=0.0.0.0")
        assert preflight.claim(tmp_path) is None  # not taken
