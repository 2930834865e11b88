"""The real server with a data folder of its own."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.live_server import ROOT, LiveServer, manage


@dataclass(frozen=True)
class Person:
    """Somebody who is signed in, with one conversation."""

    session: str
    csrf: str
    conversation: str  # its uuid

    @property
    def cookie(self) -> str:
        return f"parley_session={self.session}"


class Parley(LiveServer):
    """`manage.py serve` as in production, on SQLite, without the local model.

    Args:
        folder: where its data, its static files and its log go.
        upstream: the port of the fake provider.
    """

    def __init__(self, folder: Path, upstream: int) -> None:
        folder.mkdir()
        static = folder / "static"
        super().__init__(folder, static, LOG_LEVEL="WARNING")
        self.upstream = upstream
        self.migrate()
        manage(self.env, "collectstatic", "--noinput", "-v0")

    def migrate(self) -> None:
        """Brings the database up to date."""
        manage(self.env, "migrate", "--skip-checks", "-v0")

    @property
    def pid(self) -> int:
        assert self.process
        return self.process.pid

    def people(self, count: int, *models: str, turns: int = 0) -> list[Person]:
        """Makes people whose conversations have one pane for each model."""
        wanted = {"upstream": self.upstream, "people": count, "models": models, "turns": turns}
        return [Person(**person) for person in self.run("scene", wanted)]

    def run(self, module: str, argument: Any) -> Any:
        """The JSON that a module of this package prints when it runs on this server's database."""
        command = [sys.executable, "-m", f"bench.{module}", json.dumps(argument)]
        done = subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return json.loads(done.stdout.splitlines()[-1])
