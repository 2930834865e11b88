"""A generation that cannot even be sent ends at once, with its cause."""

import sqlite3
from contextlib import closing

import pytest

from tests.live.client import frames
from tests.live.test_streaming import follow

BREAK = {
    "no_key": "UPDATE catalog_endpoint SET provider = 'anthropic', base_url = ''",
    "wrong_address": "UPDATE catalog_endpoint SET provider = 'nobody'",
    "invalid_call": "UPDATE catalog_endpoint SET request_defaults = json_object('temperature', 'hot')",
    "connection": "UPDATE catalog_endpoint SET base_url = 'http://127.0.0.1:9/v1'",
    "blocked": "UPDATE catalog_endpoint SET private_network = 0",
}


def change(client, statement):
    """As an admin would, but quicker."""
    with closing(sqlite3.connect(client.server.data / "parley.sqlite3", timeout=60)) as database:
        database.execute(statement)
        database.commit()


@pytest.mark.parametrize("kind", BREAK)
def test_its_row_says_why(alice_alone, kind):
    conversation = alice_alone.open()
    change(alice_alone, BREAK[kind])
    generation = alice_alone.send(conversation, "Hello", pane=alice_alone.panes[0])[0]
    with follow(alice_alone, generation) as socket:
        final = frames(socket, f'id="generation-{generation}"')[-1]
    row = alice_alone.row(generation)
    assert (row["status"], row["error_kind"]) == ("failed", kind)
    assert 'role="alert"' in final
