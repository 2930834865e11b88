"""An orderly shutdown."""

import signal

from tests.live.client import Client, close_code, frames
from tests.live.test_streaming import follow, words


def test_running_answers_get_their_time(arena, upstream):
    with Client(arena(DRAIN_SECONDS="60")) as client:
        generation = client.send(client.open(), "count 60 held", pane=client.panes[0])[0]
        with follow(client, generation) as socket:
            frames(socket, "w30")
            client.server.send(signal.SIGTERM)
            close_code(socket)
            upstream.rest.set()
            assert client.server.wait() == 0
        client.server.start()
        assert client.row(generation)["status"] == "completed"
        assert words(client.text_of(generation)) == list(range(1, 61))


def test_what_takes_longer_is_interrupted_with_its_text(arena):
    with Client(arena(DRAIN_SECONDS="1")) as client:
        generation = client.send(client.open(), "count 900 held", pane=client.panes[0])[0]
        with follow(client, generation) as socket:
            frames(socket, "w3")
            assert client.server.sigterm() == 0
        assert client.row(generation)["status"] == "interrupted"
        saved = words(client.text_of(generation))
        assert saved == list(range(1, len(saved) + 1))


def test_browsers_are_told_to_come_back_at_once(arena, upstream):
    with Client(arena(DRAIN_SECONDS="60")) as client:
        generation = client.send(client.open(), "count 100 held", pane=client.panes[0])[0]
        with follow(client, generation) as socket:
            frames(socket, "w3")
            client.server.send(signal.SIGTERM)
            assert close_code(socket) == 1012
        upstream.rest.set()
        assert client.server.wait() == 0


def test_who_comes_during_it_is_sent_on(arena, upstream):
    with Client(arena(DRAIN_SECONDS="60")) as client:
        generation = client.send(client.open(), "count 300 held", pane=client.panes[0])[0]
        with follow(client, generation) as socket:
            frames(socket, "w3")
            client.server.send(signal.SIGTERM)
            close_code(socket)
        with client.socket() as late:
            assert close_code(late) == 1012
        upstream.rest.set()
        client.server.wait()
