"""What no database can look up is refused; it never ends in an error of the server."""

from typing import Any

import pytest
from django.test import Client

from playground.accounts.models import User
from playground.catalog.models import Endpoint, LanguageModel

HUGE = "9" * 20
SEARCHES = [
    "audit/entry/?kind=%00",
    "audit/entry/?by_name=%00",
    "audit/entry/?object_id=%00",
    "audit/entry/?q=%00",
    "audit/entry/export/?kind=%00",
    "catalog/endpoint/?provider=%00",
    "catalog/endpoint/?%00=1",
]


@pytest.mark.parametrize("search", SEARCHES)
def test_a_search_for_nul(panel: Client, endpoint: Endpoint, search: str) -> None:
    assert panel.get(f"/admin/{search}").status_code == 400


@pytest.mark.parametrize("kind", ["catalog/endpoint", "catalog/languagemodel", "accounts/user", "auth/group"])
@pytest.mark.parametrize("chosen", ["zz", "\0", HUGE, "-1", ""])
def test_an_action_on_what_is_no_row(panel: Client, model: LanguageModel, kind: str, chosen: str) -> None:
    for action in ("delete_selected", "disable"):
        sent: dict[str, Any] = {"action": action, "_selected_action": chosen}
        assert panel.post(f"/admin/{kind}/", sent).status_code == 400


@pytest.mark.parametrize("number", ["0", HUGE])
def test_a_key_at_an_endpoint_that_cannot_be(client: Client, alice: User, number: str) -> None:
    client.force_login(alice)
    assert client.post(f"/keys/{number}/").status_code == 404
    assert client.post(f"/keys/{number}/remove/").status_code == 302
