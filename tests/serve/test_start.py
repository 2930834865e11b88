"""What a person sees who starts the server."""

import re
import socket

from tests.live_server import LiveServer


def refusal(server: LiveServer, *arguments: str) -> str:
    """The one line with which the server refuses to start."""
    done = server.attempt(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    return line


def test_it_serves_and_says_where(server):
    assert server.status("/healthz") == 200
    assert server.status("/readyz") == 200
    assert f"Parley is at {server.url}" in server.log()


def test_the_first_start_prints_a_link_that_opens(make_server):
    server = make_server(people=False)
    link = re.search(rf"^{server.url}(/\S+)$", server.log(), re.MULTILINE)
    assert server.status(link[1]) == 200


def test_a_later_start_prints_no_link(server):
    assert "first admin" not in server.log()


def test_a_second_server_on_the_same_data_is_refused(server):
    assert f"Another server uses {server.data}." in refusal(server)
    assert server.healthy()


def test_after_kill_9_it_starts_again(server):
    server.kill9()
    server.restart()
    assert server.status("/readyz") == 200


def test_unsafe_settings_are_refused(make_server):
    assert "PLAYGROUND_ORIGINS" in refusal(make_server(start=False, HOST="0.0.0.0"))


def test_a_database_behind_its_code_is_refused(make_server):
    server = make_server(start=False)
    (server.data / "parley.sqlite3").unlink()
    assert "manage.py migrate" in refusal(server)


def test_a_model_file_that_is_none_is_refused(make_server, tmp_path):
    server = make_server(start=False)
    assert "There is no model file" in refusal(server, "--model", str(tmp_path / "missing.gguf"))
    (tmp_path / "text.gguf").write_text("not a model")
    assert "is not a GGUF file" in refusal(server, "--model", str(tmp_path / "text.gguf"))


def test_a_taken_port_is_reported(make_server):
    server = make_server(start=False)
    with socket.create_server(("127.0.0.1", server.port)):
        done = server.attempt()
    assert done.returncode == 1
    assert f"could not serve on 127.0.0.1:{server.port}" in done.stderr
