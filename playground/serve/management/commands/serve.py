"""`manage.py serve`: the whole of Parley in one process, and the local model in a child of it."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import connection

from playground.accounts.services import setup_link
from playground.asgi import application
from playground.catalog.importing import import_keys
from playground.live import lifecycle
from playground.localmodel.service import LocalModel, wrong_with
from playground.serve.preflight import reason_not_to_start
from playground.serve.server import Server


class Command(BaseCommand):
    """Where something is wrong it says so in one line and ends with exit code 2; else it serves until a signal."""

    help = "Serves Parley on HOST and PORT (default 127.0.0.1:8000) until SIGTERM or Ctrl-C."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Adds --model."""
        parser.add_argument(
            "--model",
            metavar="FILE.gguf",
            default=settings.LOCAL_MODEL_FILE,
            help="serve this local model instead of the small one",
        )

    def handle(self, *args: Any, model: str, **options: Any) -> None:
        """Checks, then serves."""
        if reason := (model and wrong_with(model)) or reason_not_to_start():
            self.stderr.write(reason)
            sys.exit(2)
        import_keys(settings.IMPORT_KEYS)
        settings.IMPORT_KEYS.clear()
        self.setup_link = setup_link(settings.ORIGINS[0])
        connection.close()  # this thread needs no database from here on
        self.local_model = LocalModel(model)
        server = Server(application, settings.HOST, settings.PORT, start=self.start, drain=self.drain, ready=self.greet)
        if not server.run():
            raise CommandError(f"Parley could not serve on {settings.HOST}:{settings.PORT}.")

    def greet(self) -> None:
        """Says where Parley is, and how to become its first admin."""
        self.stdout.write(f"Parley is at {settings.ORIGINS[0]}")
        if self.setup_link:
            self.stdout.write(f"Nobody has an account yet. This link makes the first admin:\n{self.setup_link}")
        self.stdout.flush()

    async def start(self) -> None:
        """When the loop runs."""
        await lifecycle.start()
        await self.local_model.start()

    async def drain(self) -> None:
        """At the first signal: answers of the local model end before it does."""
        await lifecycle.drain(settings.DRAIN_SECONDS)
        await self.local_model.stop()
