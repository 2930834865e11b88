"""What a browser does, without one: forms over HTTP and the page's websocket."""

import re
import secrets
import sqlite3
import time
from contextlib import closing
from types import TracebackType
from typing import Any

import httpx
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.live_server import LiveServer

TOKEN = re.compile(r'"X-CSRFToken": "(\w+)"')
GENERATION = re.compile(r'id="generation-(\d+)"')
PANE = re.compile(r'id="pane-(\d+)"')


class Client:
    """A signed-in reader, or nobody."""

    def __init__(self, server: LiveServer, name: str | None = "alice") -> None:
        self.server = server
        self.cookies = server.cookie(name) if name else {}
        self.http = httpx.Client(
            base_url=server.url, cookies=self.cookies, timeout=60, trust_env=False, follow_redirects=True
        )

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None):
        self.http.close()

    def open(self) -> str:
        """Opens the draft; its address."""
        page = self.http.get("/")
        self.token = TOKEN.search(page.text)[1]
        self.panes = [int(pane) for pane in PANE.findall(page.text)]
        return page.url.path

    def post(self, path: str, **data: Any) -> httpx.Response:
        """Sends a form as htmx does."""
        headers = {"X-CSRFToken": self.token, "HX-Request": "true", "Origin": self.server.url}
        return self.http.post(path, data=data, headers=headers)

    def send(self, conversation: str, text: str, **data: Any) -> list[int]:
        """Asks; the generations that answer."""
        answer = self.post(f"{conversation}send/", text=text, nonce=secrets.token_hex(8), **data)
        assert answer.status_code == 200, answer.text
        return [int(generation) for generation in GENERATION.findall(answer.text)]

    def socket(self, origin: str | None = None) -> connect:
        """The page's websocket."""
        cookie = "; ".join(f"{key}={value}" for key, value in self.cookies.items())
        headers = {"Cookie": cookie} if cookie else {}
        address = self.server.url.replace("http", "ws", 1) + "/ws/live/"
        return connect(
            address,
            additional_headers=headers,
            origin=origin or self.server.url,
            max_size=2**26,
            proxy=None,
            open_timeout=60,
        )

    def text_of(self, generation: int) -> str:
        """The answer's Markdown as the server keeps it."""
        return str(self.row(generation)["text"])

    def row(self, generation: int) -> dict[str, Any]:
        """The generation's row, with the text and the HTML of its message."""
        tables = "chat_generation g JOIN chat_message m ON m.id = g.message_id"
        query = f"SELECT g.*, m.text, m.html FROM {tables} WHERE g.id = ?"
        with closing(sqlite3.connect(self.server.data / "parley.sqlite3", timeout=60)) as database:
            database.row_factory = sqlite3.Row
            return dict(database.execute(query, [generation]).fetchone())


def frames(socket: ClientConnection, until: str, seconds: float = 60) -> list[str]:
    """Frames up to the first that contains `until`."""
    received: list[str] = []
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        received.append(str(socket.recv(timeout=deadline - time.monotonic())))
        if until in received[-1]:
            return received
    raise TimeoutError(f"{until} did not come")


def close_code(socket: ClientConnection, seconds: float = 60) -> int:
    """The code with which the server closes."""
    deadline = time.monotonic() + seconds
    try:
        while True:
            socket.recv(timeout=deadline - time.monotonic())
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 1006
