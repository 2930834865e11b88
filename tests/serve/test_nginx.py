"""The configuration for nginx that comes with Parley, in a real nginx: which headers reach the server."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.certificates import certificate
from tests.ci import nginx
from tests.live.conftest import eventually
from tests.live_server import ROOT, free_port
from tests.upstream import Answer, Upstream

pytestmark = pytest.mark.nginx
NAME = "parley.example"
AROUND = """
pid {folder}/pid; error_log {folder}/error.log; worker_processes 1; daemon off;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    {site}
}}
"""
SPOOFED = {"Host": NAME, "X-Forwarded-For": "10.9.8.7", "X-Forwarded-Proto": "gopher"}


def site(folder: Path, port: int, upstream: int) -> str:
    """Ours, with other ports and another certificate."""
    text = (ROOT / "deploy/nginx.conf").read_text()
    text = re.sub(r"listen \[::\].*\n", "", text)
    ours = {"listen 443": f"listen 127.0.0.1:{port}", "listen 80": f"listen 127.0.0.1:{free_port()}"}
    for theirs, mine in {**ours, "127.0.0.1:8000": f"127.0.0.1:{upstream}"}.items():
        text = text.replace(theirs, mine)
    return re.sub(r"/etc/ssl/\S+;", f"{certificate(folder, NAME)};", text)


@pytest.fixture
def server() -> Iterator[Upstream]:
    """Stands where Parley would."""
    with Upstream(lambda request: Answer.of_json({})) as upstream:
        yield upstream


@pytest.fixture
def proxy(tmp_path: Path, server: Upstream) -> Iterator[httpx.Client]:
    port = free_port()
    path = tmp_path / "nginx.conf"
    path.write_text(AROUND.format(folder=tmp_path, site=site(tmp_path, port, server.port)))
    running = subprocess.Popen([str(nginx()), "-c", str(path), "-p", str(tmp_path)])
    try:
        eventually((tmp_path / "pid").exists)  # written when it listens
        with httpx.Client(base_url=f"https://127.0.0.1:{port}", verify=False, trust_env=False) as client:
            yield client
    finally:
        running.terminate()
        running.wait(10)


@pytest.mark.parametrize("path", ["/", "/ws/live/"])
def test_what_visitors_say_of_themselves_is_replaced(proxy, server, path):
    assert proxy.get(path, headers=SPOOFED).status_code == 200
    headers = server.requests[0].headers
    assert headers["host"] == NAME
    assert headers["x-forwarded-for"] == "127.0.0.1"
    assert headers["x-forwarded-proto"] == "https"
    assert "upgrade" not in headers


def test_a_websocket_is_asked_for(proxy, server):
    proxy.get("/ws/live/", headers={**SPOOFED, "Upgrade": "websocket", "Connection": "Upgrade"})
    headers = server.requests[0].headers
    assert headers["upgrade"] == "websocket"
    assert headers["connection"] == "upgrade"
    assert headers["host"] == NAME
