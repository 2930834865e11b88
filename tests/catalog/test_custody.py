"""A key can only be used where it was entered for."""

from pathlib import Path

import pytest

from playground.catalog import custody
from playground.catalog.address import parse
from playground.catalog.errors import WrongMasterKey, WrongOrigin
from playground.catalog.secret import Secret

HERE = parse("https://api.example.com/v1")
KEY = "sk-test-0123456789abcdef"


def test_it_comes_back_where_it_belongs() -> None:
    assert custody.unseal(custody.seal(Secret(KEY), 7, HERE), 7, HERE).reveal() == KEY


def test_another_path_of_the_same_origin_is_fine() -> None:
    sealed = custody.seal(Secret(KEY), 7, HERE)
    assert custody.unseal(sealed, 7, parse("https://api.example.com/v2")).reveal() == KEY


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/v1", "http://api.example.com:443/v1", "https://api.example.com:8443/v1"]
)
def test_no_other_host_scheme_or_port(elsewhere: str) -> None:
    with pytest.raises(WrongOrigin):
        custody.unseal(custody.seal(Secret(KEY), 7, HERE), 7, parse(elsewhere))


def test_no_other_endpoint() -> None:
    with pytest.raises(WrongOrigin):
        custody.unseal(custody.seal(Secret(KEY), 7, HERE), 8, HERE)


def test_a_changed_ciphertext_is_refused() -> None:
    sealed = custody.seal(Secret(KEY), 7, HERE)
    head, _, last = sealed.rpartition(":")
    with pytest.raises(WrongOrigin):
        custody.unseal(f"{head}:{'A' if last[0] != 'A' else 'B'}{last[1:]}", 7, HERE)


def test_another_master_key_is_told_apart(settings, tmp_path: Path) -> None:
    sealed = custody.seal(Secret(KEY), 7, HERE)
    settings.MASTER_KEY_FILE = tmp_path / "master.key"
    with pytest.raises(WrongMasterKey):
        custody.unseal(sealed, 7, HERE)


def test_nothing_of_the_key_can_be_seen() -> None:
    first, second = (custody.seal(Secret(KEY), 7, HERE) for _ in range(2))
    assert first.startswith("v1:")
    assert KEY not in first
    assert first != second
