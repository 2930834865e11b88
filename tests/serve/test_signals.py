"""How the server ends. What happens to answers and sockets then is tested with the live layer."""

import signal

from tests.live.client import Client
from tests.live.conftest import eventually


def test_sigterm_ends_it_in_order(server):
    assert server.sigterm() == 0
    assert "Traceback" not in server.log()


def test_ctrl_c_ends_it_in_order(server):
    server.send(signal.SIGINT)
    assert server.wait() == 0


def test_kill_9_gives_the_data_folder_back(server):
    server.kill9()
    server.restart()
    assert server.status("/readyz") == 200


def test_it_is_not_ready_while_an_answer_gets_its_time(arena, upstream):
    with Client(arena(DRAIN_SECONDS="60")) as alice:
        alice.send(alice.open(), "count 100 held", pane=alice.panes[0])
        alice.server.send(signal.SIGTERM)
        eventually(lambda: alice.server.status("/readyz") == 503)
        assert alice.server.status("/healthz") == 200
        upstream.rest.set()
        assert alice.server.wait() == 0


def test_a_second_signal_ends_it_where_it_is(arena):
    with Client(arena(DRAIN_SECONDS="60")) as alice:
        generation = alice.send(alice.open(), "count 3000 held", pane=alice.panes[0])[0]
        alice.server.send(signal.SIGTERM)
        eventually(lambda: alice.server.status("/readyz") == 503)
        alice.server.send(signal.SIGTERM)
        assert alice.server.wait() == 1
        alice.server.start()
        eventually(lambda: alice.row(generation)["status"] == "interrupted")
