"""kill -9 at any moment: what was shown is kept, and nothing stays `running`."""

import random
import time

import pytest

from tests.live.client import frames
from tests.live.conftest import eventually, running_and_waiting
from tests.live.test_streaming import follow, words
from tests.upstream import openai


@pytest.mark.parametrize("seed", range(3))
def test_what_was_shown_is_kept(alice_alone, seed):
    conversation = alice_alone.open()
    generation = alice_alone.send(conversation, "count 2000 0.01", pane=alice_alone.panes[0])[0]
    with follow(alice_alone, generation) as socket:
        seen = frames(socket, "w5")
        time.sleep(random.Random(seed).uniform(0, 1.5))
        alice_alone.server.kill9()
        while True:
            try:
                seen.append(str(socket.recv(timeout=60)))
            except Exception as closed:  # noqa: BLE001 - the killed server's end of the connection, in any form
                assert closed
                break
    alice_alone.server.start()
    eventually(lambda: alice_alone.row(generation)["status"] == "interrupted")
    saved = words(alice_alone.text_of(generation))
    assert saved == list(range(1, len(saved) + 1))
    assert len(saved) >= max(words("".join(seen)))


def test_the_text_is_on_the_page_again_and_one_can_go_on(alice_alone):
    conversation = alice_alone.open()
    generation = alice_alone.send(conversation, "count 400 held", pane=alice_alone.panes[0])[0]
    with follow(alice_alone, generation) as socket:
        frames(socket, "w9")
    alice_alone.server.kill9()
    alice_alone.server.start()
    page = alice_alone.http.get(conversation).text
    assert 'data-state="interrupted"' in page
    assert "w9" in page
    again = alice_alone.send(conversation, "Hello", pane=alice_alone.panes[0])[0]
    with follow(alice_alone, again) as socket:
        assert "Hello" in frames(socket, f'id="generation-{again}"')[-1]


def test_what_was_queued_is_run_by_the_next_process(arena, upstream):
    from tests.live.client import Client

    with Client(arena(max_concurrent=1)) as client:
        conversation = client.open()
        running, waiting = running_and_waiting(client, client.send(conversation, "count 400 held"))
        client.server.kill9()
        upstream.handler = lambda request: openai.stream("done")
        client.server.start()
        eventually(lambda: client.row(waiting)["status"] == "completed")
        assert client.row(running)["status"] == "interrupted"
