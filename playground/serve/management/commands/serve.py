"""`manage.py serve`: the whole of Parley in one process."""

import sys
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import connection

from playground.accounts.services import setup_link
from playground.asgi import application
from playground.live import lifecycle
from playground.security.checks import refuse_unsafe
from playground.serve import preflight
from playground.serve.server import Server


class Command(BaseCommand):
    """Where something is wrong it says so in one line and ends with exit code 2; else it serves until a signal."""

    help = "Serves Parley on HOST and PORT (default 127.0.0.1:8000) until SIGTERM or Ctrl-C."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Checks, then serves."""
        try:
            self.check_first()
        except preflight.Refusal as refusal:
            self.stderr.write(str(refusal))
            sys.exit(2)
        self.setup_link = setup_link(self.origin)
        connection.close()  # this thread needs no database from here on
        server = Server(application, settings.HOST, settings.PORT, start=self.start, drain=self.drain, ready=self.greet)
        if not server.run():
            raise CommandError(f"Parley could not serve on {settings.HOST}:{settings.PORT}.")

    def check_first(self) -> None:
        """Raises Refusal where something is wrong."""
        refuse_unsafe()
        preflight.claim(settings.DATA)
        preflight.require_migrated_database()
        preflight.require_static_files()

    @property
    def origin(self) -> str:
        """The address to open in a browser."""
        origins: list[str] = settings.ORIGINS
        return origins[0]

    async def start(self) -> None:
        """When the loop runs."""
        await lifecycle.start()

    async def drain(self) -> None:
        """At the first signal."""
        await lifecycle.drain(settings.DRAIN_SECONDS)

    def greet(self) -> None:
        """Says where Parley is, and how to become its first admin."""
        self.stdout.write(f"Parley is at {self.origin}")
        if self.setup_link:
            self.stdout.write(f"Nobody has an account yet. This link makes the first admin:\n{self.setup_link}")
        self.stdout.flush()
