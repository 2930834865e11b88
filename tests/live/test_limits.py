"""What is limited ends or waits; it is never lost and never goes on for ever."""

from tests.live.client import Client
from tests.live.conftest import eventually, running_and_waiting


def test_an_endpoint_runs_so_many_at_a_time_and_the_rest_waits(arena, upstream):
    with Client(arena(max_concurrent=1)) as client:
        running, waiting = running_and_waiting(client, client.send(client.open(), "count 80 held"))
        upstream.rest.set()
        eventually(lambda: client.row(waiting)["status"] == "completed")
        assert client.row(waiting)["started_at"] >= client.row(running)["finished_at"]
        assert len(upstream.requests) == 2


def test_a_user_may_have_so_many(arena):
    with Client(arena(GENERATIONS_PER_USER="1")) as client:
        conversation = client.open()
        answer = client.post(f"{conversation}send/", text="Hello", nonce="n")
        assert answer.status_code == 409
        assert "You may have 1 running" in answer.text


def test_the_longest_answer(arena):
    with Client(arena(GENERATION_CHARACTERS="100")) as client:
        generation = client.send(client.open(), "count 100 0.01", pane=client.panes[0])[0]
        eventually(lambda: client.row(generation)["error_kind"] == "too_long")
        assert client.text_of(generation).startswith("w1 w2")


def test_the_longest_time(arena):
    with Client(arena(GENERATION_SECONDS="1")) as client:
        generation = client.send(client.open(), "count 80 held", pane=client.panes[0])[0]
        eventually(lambda: client.row(generation)["status"] == "failed")
        assert client.text_of(generation).startswith("w1 w2")
