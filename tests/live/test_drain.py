"""An orderly shutdown."""

import signal

from tests.live.client import Client, close_code, frames
from tests.live.test_streaming import follow, words


def test_running_answers_get_their_time(arena):
    with Client(arena(DRAIN_SECONDS="20")) as client:
        generation = client.send(client.open(), "count 60 0.02", pane=client.panes[0])[0]
        with follow(client, generation) as socket:
            frames(socket, "w3")
            assert client.server.sigterm() == 0
        client.server.start()
        assert client.row(generation)["status"] == "completed"
        assert words(client.text_of(generation)) == list(range(1, 61))


def test_what_takes_longer_is_interrupted_with_its_text(arena):
    with Client(arena(DRAIN_SECONDS="1")) as client:
        generation = client.send(client.open(), "count 900 0.02", pane=client.panes[0])[0]
        with follow(client, generation) as socket:
            frames(socket, "w3")
            assert client.server.sigterm() == 0
        assert client.row(generation)["status"] == "interrupted"
        saved = words(client.text_of(generation))
        assert saved == list(range(1, len(saved) + 1))


def test_browsers_are_told_to_come_back_at_once(arena):
    with Client(arena(DRAIN_SECONDS="3")) as client:
        generation = client.send(client.open(), "count 100 0.02", pane=client.panes[0])[0]
        with follow(client, generation) as socket:
            frames(socket, "w3")
            client.server.send(signal.SIGTERM)
            assert close_code(socket) == 1012
        assert client.server.wait() == 0


def test_who_comes_during_it_is_sent_on(arena):
    with Client(arena(DRAIN_SECONDS="4")) as client:
        generation = client.send(client.open(), "count 300 0.02", pane=client.panes[0])[0]
        with follow(client, generation) as socket:
            frames(socket, "w3")
            client.server.send(signal.SIGTERM)
            close_code(socket)
        with client.socket() as late:
            assert close_code(late) == 1012
        client.server.wait()
