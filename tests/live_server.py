"""The real server as a child process, for tests that need sockets, signals or a browser.

    def test_something(server):                # a running server with the people below
        server.url, server.log(), server.sigterm(), server.kill9(), server.restart()
        server.cookie("alice")                 # {"parley_session": "…"}: signed in
        server.django("...; result = 3")       # runs Python against the server's database and returns `result`

    def test_another(make_server):             # several, or with settings of their own
        server = make_server(DRAIN_SECONDS="1")
        empty = make_server(people=False)      # first start: nobody has an account

Once per test session a data folder is made with a migrated database and four people (`admin`, `alice`, `bob`,
`charlie`, password PASSWORD, each signed in once), and static files are collected to a folder beside it, under their
hashed names as in production. Each server gets a copy of the former and reads the latter.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "correct horse battery"
START_SECONDS = 120

PEOPLE = """
import json
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore

result = {}
for name in ("admin", "alice", "bob", "charlie"):
    staff = name == "admin"
    user = get_user_model().objects.create_user(
        username=name, password=%r, is_staff=staff, is_superuser=staff
    )
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    result[name] = {settings.SESSION_COOKIE_NAME: session.session_key}
"""
RUNNER = "import json, sys; names = {}; exec(sys.argv[1], names); print('\\n' + json.dumps(names.get('result')))"


def environment(data: Path, static: Path, **settings: str) -> dict[str, str]:
    """What a server with that data folder sees; nothing of the tests' own database reaches it."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "TMPDIR"}}
    ours = {"PLAYGROUND_DATA": str(data), "STATIC_ROOT": str(static), "LOCAL_MODEL": "0", "PYTHONUNBUFFERED": "1"}
    return kept | ours | settings


def manage(env: dict[str, str], *arguments: str) -> str:
    """The output of a management command."""
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def django(env: dict[str, str], code: str) -> Any:
    """Runs code with Django set up; returns what it leaves in `result`."""
    setup = "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'playground.settings'\nimport django; django.setup()\n"
    command = [sys.executable, "-c", setup + RUNNER, code]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class LiveServer:
    """One server. `restart()` keeps its data and its port."""

    def __init__(self, folder: Path, static: Path, **settings: str) -> None:
        self.data = folder / "data"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.env = environment(self.data, static, PORT=str(self.port), **settings)
        self.program = [sys.executable, "manage.py", "serve"]
        self.output = folder / "server.log"
        self.process: subprocess.Popen[bytes] | None = None

    def attempt(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs it where it is expected to end by itself."""
        command = [*self.program, *arguments]
        return subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True, check=False, timeout=120)

    def start(self, *arguments: str) -> None:
        """Starts it and returns when it answers."""
        with self.output.open("ab") as output:
            self.process = subprocess.Popen(
                [*self.program, *arguments], cwd=ROOT, env=self.env, stdout=output, stderr=output
            )
        deadline = time.monotonic() + START_SECONDS
        while not self.healthy():
            assert self.process.poll() is None, f"the server ended:\n{self.log()}"
            assert time.monotonic() < deadline, f"the server does not answer:\n{self.log()}"
            time.sleep(0.05)

    def healthy(self) -> bool:
        """Whether /healthz answers 200."""
        return self.status("/healthz") == 200

    def status(self, path: str) -> int | None:
        """The status of a GET without a cookie; None if nobody answers."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=30) as response:
                return int(response.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return None

    def cookie(self, name: str) -> dict[str, str]:
        """The session cookie of admin, alice, bob or charlie."""
        people: dict[str, dict[str, str]] = json.loads((self.data / "people.json").read_text())
        return people[name]

    def django(self, code: str) -> Any:
        """Runs code against this server's database, in another process; returns what it leaves in `result`."""
        return django(self.env, code)

    def log(self) -> str:
        """Everything that it printed, over all starts."""
        return self.output.read_text(errors="replace")

    def kill9(self) -> None:
        """The worst end."""
        self._end(signal.SIGKILL)

    def sigterm(self) -> int:
        """Asks it to end, waits until it has, and returns its exit code."""
        return self._end(signal.SIGTERM)

    def send(self, number: signal.Signals) -> None:
        """Sends a signal and does not wait."""
        assert self.process
        self.process.send_signal(number)

    def wait(self, seconds: float = 120) -> int:
        """Waits for its end; its exit code."""
        assert self.process
        return self.process.wait(seconds)

    def restart(self) -> None:
        """Starts it again, after ending it in order if it still runs."""
        self.stop()
        self.start()

    def stop(self) -> None:
        """Ends it, in any state."""
        if self.process and self.process.poll() is None:
            self.sigterm()

    def _end(self, number: signal.Signals) -> int:
        self.send(number)
        return self.wait()


@pytest.fixture(scope="session")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all static files under their hashed names."""
    folder = tmp_path_factory.mktemp("static")
    manage(environment(tmp_path_factory.mktemp("data"), folder), "collectstatic", "--noinput", "-v0")
    return folder


@pytest.fixture(scope="session")
def empty_data(tmp_path_factory: pytest.TempPathFactory, collected: Path) -> Path:
    """A data folder as after the first `migrate`."""
    folder = tmp_path_factory.mktemp("empty")
    manage(environment(folder, collected), "migrate", "-v0")
    return folder


@pytest.fixture(scope="session")
def peopled_data(tmp_path_factory: pytest.TempPathFactory, collected: Path, empty_data: Path) -> Path:
    """The same with four people in it."""
    folder = tmp_path_factory.mktemp("people") / "data"
    shutil.copytree(empty_data, folder)
    cookies = django(environment(folder, collected), PEOPLE % PASSWORD)
    (folder / "people.json").write_text(json.dumps(cookies))
    return folder


@pytest.fixture
def make_server(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest, collected: Path
) -> Iterator[Callable[..., LiveServer]]:
    """Makes and starts servers: `make_server(people=False, start=False, NAME="value of a setting", …)`."""
    servers: list[LiveServer] = []

    def make(people: bool = True, start: bool = True, **settings: str) -> LiveServer:
        folder = tmp_path_factory.mktemp("server")
        shutil.copytree(request.getfixturevalue("peopled_data" if people else "empty_data"), folder / "data")
        server = LiveServer(folder, collected, **settings)
        servers.append(server)
        if start:
            server.start()
        return server

    yield make
    for server in servers:
        server.stop()


@pytest.fixture
def server(make_server: Callable[..., LiveServer]) -> LiveServer:
    """One running server."""
    return make_server()
