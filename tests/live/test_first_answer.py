"""The first answer after a start does not wait for what chat models are made of."""

from tests.live.client import Client
from tests.live.conftest import eventually


def test_an_open_page_has_them_loaded(make_server):
    server = make_server(PYTHONPROFILEIMPORTTIME="1")  # the log names every module that is loaded
    assert "| providers.settings" not in squeezed(server.log())
    with Client(server) as client, client.socket():
        eventually(lambda: "| providers.settings" in squeezed(server.log()))


def squeezed(log: str) -> str:
    return " ".join(log.split())
