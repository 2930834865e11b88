"""Another master key: every secret stays usable, whenever it stops."""

import pytest
from django.core.management import call_command

from playground.audit.models import Entry
from playground.catalog import custody, rotation
from playground.catalog.keys import set_header, set_key
from playground.catalog.models import Credential, Endpoint
from playground.catalog.services import resolve
from tests import factories

KEY = "sk-live-0123456789wxyz"


@pytest.fixture(autouse=True)
def _own_master_key(settings, tmp_path) -> None:
    settings.MASTER_KEY_FILE = tmp_path / "master.key"


def secrets_of(endpoint: Endpoint) -> list[str]:
    fresh = Endpoint.objects.get(pk=endpoint.pk)
    connection = resolve(factories.model(fresh))
    assert connection.key
    return [connection.key.reveal(), connection.secret_headers["X-Gate"].reveal()]


@pytest.fixture
def kept(endpoint: Endpoint) -> Endpoint:
    set_key(endpoint, KEY)
    set_header(endpoint, "X-Gate", "first-value", by=None)
    return endpoint


def test_all_are_encrypted_anew_and_the_old_key_goes(kept: Endpoint, settings, capsys) -> None:
    before = settings.MASTER_KEY_FILE.read_text()
    call_command("rotate_master_key")
    assert "Encrypted with it: 2." in capsys.readouterr().out
    assert settings.MASTER_KEY_FILE.read_text() != before
    assert settings.MASTER_KEY_FILE.stat().st_mode & 0o777 == 0o600
    assert not custody.old_file().exists()
    assert custody.is_current(Credential.objects.get().secret)
    assert secrets_of(kept) == [KEY, "first-value"]
    assert Entry.objects.filter(kind="master key").exists()


def test_interrupted_everything_works_and_the_next_run_ends_it(kept: Endpoint, monkeypatch) -> None:
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(rotation, "_resealed", lambda *arguments: (_ for _ in ()).throw(KeyboardInterrupt))
        rotation.rotate()
    assert custody.old_file().exists()
    assert secrets_of(kept) == [KEY, "first-value"]
    rotation.rotate()
    assert custody.is_current(Credential.objects.get().secret)
    assert secrets_of(kept) == [KEY, "first-value"]
    assert not custody.old_file().exists()


def test_interrupted_before_there_is_a_new_key_the_next_run_makes_one(kept: Endpoint, settings) -> None:
    before = settings.MASTER_KEY_FILE.read_text()
    custody.old_file().hardlink_to(settings.MASTER_KEY_FILE)
    assert rotation.rotate().done == 2
    assert settings.MASTER_KEY_FILE.read_text() != before
    assert secrets_of(kept) == [KEY, "first-value"]


def test_what_a_server_stores_meanwhile_stays_usable(kept: Endpoint, monkeypatch) -> None:
    rotation.keyfile.replace(rotation.settings.MASTER_KEY_FILE, custody.old_file())
    set_key(kept, "sk-meanwhile-0123456789")
    assert rotation.rotate().done == 1  # the header; the key was stored with the new one
    assert secrets_of(kept) == ["sk-meanwhile-0123456789", "first-value"]


def test_what_belongs_to_an_earlier_address_is_counted(kept: Endpoint) -> None:
    Endpoint.objects.update(base_url="http://127.0.0.1:10/v1")
    assert (rotation.rotate().left, custody.old_file().exists()) == (2, False)


def test_twice_in_a_row_is_fine(kept: Endpoint) -> None:
    rotation.rotate()
    rotation.rotate()
    assert secrets_of(kept) == [KEY, "first-value"]
