"""`manage.py models …`: what endpoints serve and what is offered, for scripts."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from playground.catalog import inquiries, offering
from playground.catalog.connection import to_endpoint
from playground.catalog.errors import CatalogError
from playground.catalog.models import Endpoint, Inquiry


class Command(BaseCommand):
    """Exit code 1 and one sentence where something cannot be done."""

    help = "Asks endpoints what they serve."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One subcommand for each thing."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        sync = verbs.add_parser("sync", help="Asks an endpoint, and brings what is offered up to date.")
        sync.add_argument("endpoint")
        sync.add_argument("--offer", action="append", default=[], metavar="PATTERN", help="such as 'gpt-*'; '*' is all")
        sync.add_argument("--disable-missing", action="store_true", help="switch off what it does not serve any more")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        """Does it."""
        self.do_sync(**options)

    def do_sync(self, endpoint: str, offer: list[str], disable_missing: bool, **options: Any) -> None:
        found = _ask(Endpoint.objects.filter(name=endpoint).first(), endpoint)
        synced = offering.sync(*found, patterns=offer, disable_missing=disable_missing)
        self.stdout.write(f"Served: {len(found[1])}. Newly offered: {synced.offered}. Learnt about: {synced.learnt}.")
        for name in synced.missing:
            self.stdout.write(f"Not served any more: {name}{' (switched off)' if disable_missing else ''}")


def _ask(endpoint: Endpoint | None, name: str) -> tuple[Endpoint, list[dict[str, Any]]]:
    if endpoint is None:
        raise CommandError(f"There is no endpoint {name}. See: manage.py endpoint list")
    try:
        result = inquiries.ask(Inquiry.Kind.MODELS, to_endpoint(endpoint))
    except CatalogError as error:
        raise CommandError(str(error)) from None
    if not result["ok"]:
        raise CommandError(result["message"])
    return endpoint, result["models"]
