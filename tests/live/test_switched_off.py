"""Who is switched off is out within seconds, whoever did it and wherever: sockets close, answers stop, texts stay."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.live.client import Client, close_code, frames
from tests.live.conftest import eventually
from tests.live.test_streaming import follow

CHARLIE = "from playground.accounts.models import User; charlie = User.objects.filter(username='charlie')\n"


@pytest.fixture
def charlie(shared_server, upstream) -> Iterator[Client]:
    with Client(shared_server, "charlie") as client:
        yield client


@contextmanager
def switched_off(client: Client) -> Iterator[None]:
    """By another process, in the database itself."""
    client.server.django(CHARLIE + "charlie.update(is_active=False)")
    try:
        yield
    finally:
        client.server.django(CHARLIE + "charlie.update(is_active=True)")


def test_sockets_close_and_the_answer_stops_with_its_text(charlie, upstream):
    generation = charlie.send(charlie.open(), "count 900 held", pane=charlie.panes[0])[0]
    with follow(charlie, generation) as socket:
        frames(socket, "w5")
        with switched_off(charlie):
            assert close_code(socket) == 4401
            row = eventually(lambda: charlie.row(generation)["status"] == "stopped" and charlie.row(generation))
    assert row["text"].startswith("w1 w2 w3")
    assert upstream.requests[0].left.wait(60)


def test_what_waits_for_a_place_is_not_begun(arena):
    with Client(arena(max_concurrent=1), "charlie") as charlie:
        generations = charlie.send(charlie.open(), "count 900 held")
        with switched_off(charlie):
            eventually(lambda: all(charlie.row(each)["status"] == "stopped" for each in generations))


def test_a_new_password_closes_the_sockets_of_other_browsers(alice_alone):
    alice_alone.open()
    with alice_alone.socket() as socket:
        alice = "from playground.accounts.models import User; alice = User.objects.get(username='alice')\n"
        alice_alone.server.django(alice + "alice.set_password('another long secret'); alice.save()")
        assert close_code(socket) == 4401


def test_the_neighbours_stay(charlie, alice_there):
    alice_there.open()
    with alice_there.socket() as hers, charlie.socket() as his:
        with switched_off(charlie):
            assert close_code(his) == 4401
        assert hers.ping().wait(60)
        assert hers.state.name == "OPEN"
