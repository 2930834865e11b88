"""Stopping ends the answer here and at the provider, at any moment."""

import json

import pytest

from tests.live.client import frames
from tests.live.conftest import eventually, running_and_waiting
from tests.live.test_streaming import follow, words
from tests.upstream import Answer, Hang


def by_socket(client, generation):
    with client.socket() as socket:
        socket.send(json.dumps({"stop": generation}))
        eventually(lambda: client.row(generation)["status"] == "stopped")


def by_form(client, generation):
    assert client.post(f"/generations/{generation}/stop/").status_code == 204
    eventually(lambda: client.row(generation)["status"] == "stopped")


@pytest.mark.parametrize("stop", [by_socket, by_form])
def test_in_the_middle_the_text_stays(alice_there, upstream, stop):
    conversation = alice_there.open()
    generation = alice_there.send(conversation, "count 500 held", pane=alice_there.panes[0])[0]
    with follow(alice_there, generation) as socket:
        frames(socket, "w5")
        stop(alice_there, generation)
        final = frames(socket, f'id="generation-{generation}"')[-1]
    assert 'data-state="stopped"' in final
    assert len(words(final)) >= 5
    assert upstream.requests[0].left.wait(60)


def test_before_the_first_token(alice_there, upstream):
    upstream.script(Answer(steps=[Hang()], silent=60))
    conversation = alice_there.open()
    generation = alice_there.send(conversation, "Hello", pane=alice_there.panes[0])[0]
    eventually(lambda: upstream.requests)
    by_form(alice_there, generation)
    assert upstream.requests[0].left.wait(60)


def test_while_it_waits_for_a_place(arena):
    from tests.live.client import Client

    with Client(arena(max_concurrent=1)) as client:
        running, waiting = running_and_waiting(client, client.send(client.open(), "count 500 held"))
        with follow(client, waiting) as socket:
            by_form(client, waiting)
            assert 'data-state="stopped"' in frames(socket, f'id="generation-{waiting}"')[-1]
        assert client.row(running)["status"] == "running"


def test_twice_is_once(alice_there):
    conversation = alice_there.open()
    generation = alice_there.send(conversation, "count 500 held", pane=alice_there.panes[0])[0]
    for _time in range(2):
        by_form(alice_there, generation)


def test_the_neighbour_goes_on(alice_there, upstream):
    first, second = alice_there.send(alice_there.open(), "count 40 held")
    by_form(alice_there, first)
    upstream.rest.set()
    with follow(alice_there, second) as socket:
        assert words(frames(socket, f'id="generation-{second}"')[-1]) == list(range(1, 41))
