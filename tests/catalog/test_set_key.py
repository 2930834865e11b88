"""Keys are stored encrypted, with what people need to tell them apart."""

import pytest
from django.core.exceptions import ValidationError

from playground.accounts.models import User
from playground.catalog.errors import WrongAddress
from playground.catalog.keys import is_usable, set_key
from playground.catalog.models import Credential, Endpoint

KEY = "sk-live-0123456789wxyz"


def test_only_its_end_is_kept_in_the_clear(endpoint: Endpoint, admin: User) -> None:
    set_key(endpoint, KEY, admin)
    row = Credential.objects.values().get()
    assert (row["hint"], row["set_by_id"], row["last_used_at"]) == ("wxyz", admin.pk, None)
    assert KEY not in str(row)


def test_a_short_key_gives_no_hint(endpoint: Endpoint) -> None:
    assert set_key(endpoint, "short-key").hint == ""


def test_the_same_label_is_replaced(endpoint: Endpoint) -> None:
    first = set_key(endpoint, KEY)
    second = set_key(endpoint, "another-key-0123456789")
    assert first.pk == second.pk
    assert first.secret != second.secret


def test_a_key_that_no_header_can_carry_is_refused(endpoint: Endpoint) -> None:
    with pytest.raises(ValidationError):
        set_key(endpoint, "sk-abc\r\nX: y")
    assert not Credential.objects.exists()


def test_without_an_address_there_is_nothing_to_bind_it_to(endpoint: Endpoint) -> None:
    endpoint.base_url = "not an address"
    with pytest.raises(WrongAddress):
        set_key(endpoint, KEY)


def test_it_is_usable_until_the_address_changes(endpoint: Endpoint) -> None:
    credential = set_key(endpoint, KEY)
    assert is_usable(credential)
    endpoint.base_url = "http://127.0.0.1:10/v1"
    assert not is_usable(credential)
