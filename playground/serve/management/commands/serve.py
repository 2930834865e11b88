"""`manage.py serve`: the whole of Parley in one process, and the local model in a child of it."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import connection

from playground.asgi import application
from playground.serve.parley import Parley
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
        parley = Parley(model)
        if reason := parley.prepare():
            self.stderr.write(reason)
            sys.exit(2)
        connection.close()  # this thread needs no database from here on
        server = Server(
            application,
            settings.HOST,
            settings.PORT,
            start=parley.start,
            drain=parley.drain,
            ready=lambda: self._say(parley.greeting),
        )
        if not server.run():
            raise CommandError(f"Parley could not serve on {settings.HOST}:{settings.PORT}.")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
