"""`manage.py endpoint …`: what the admin panel does with endpoints, for scripts. Keys come from standard input."""

import getpass
import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from playground.audit import recording
from playground.catalog import adding, inquiries, keys, layers, standing, vendors
from playground.catalog.connection import resolve_for_admin, to_endpoint
from playground.catalog.errors import CatalogError
from playground.catalog.forms import KeyForm
from playground.catalog.models import Endpoint, Inquiry

SIGNS = {"ok": "✓", "failed": "✗", "warning": "!", "unknown": "·"}


class Command(BaseCommand):
    """Exit code 1 and one sentence where something cannot be done."""

    help = "Adds, tries, lists and switches endpoints."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One subcommand for each thing."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        add = verbs.add_parser("add", help="Adds an endpoint. Its key is read from standard input.")
        add.add_argument("vendor", choices=vendors.VENDORS)
        add.add_argument("--name", help="what people see; by default the vendor's name")
        add.add_argument("--base-url", help="where it is, if not where the vendor is")
        add.add_argument("--endpoint-id", help="of RunPod")
        add.add_argument("--local", action="store_true", help="it may be at a private address")
        add.add_argument("--model", action="append", default=[], help="a model to offer; may be given again")
        add.add_argument("--no-key", action="store_true", help="it needs none; nothing is read")
        test = verbs.add_parser("test", help="Calls an endpoint once and names the layer that fails.")
        test.add_argument("name")
        test.add_argument("--model", default="", help="which model to ask; by default the first on offer")
        listed = verbs.add_parser("list", help="Lists endpoints.")
        listed.add_argument("--json", action="store_true", help="for programs")
        key = verbs.add_parser("key", help="Stores one more key, or replaces the one with the label.")
        key.add_argument("name")
        key.add_argument("--label", default="default")
        for verb, words in (("disable", "Switches an endpoint off."), ("enable", "Switches an endpoint on.")):
            verbs.add_parser(verb, help=words).add_argument("name")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        """Does one of them."""
        getattr(self, f"do_{verb}")(**options)

    def do_add(self, vendor: str, model: list[str], no_key: bool, **options: Any) -> None:
        try:
            endpoint = adding.add(
                vendors.VENDORS[vendor],
                name=options["name"],
                base_url=options["base_url"],
                endpoint_id=options["endpoint_id"],
                is_local=options["local"],
                key="" if no_key else _key(),
                models=model,
            )
        except adding.NotAdded as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Added: {endpoint}.")

    def do_test(self, name: str, model: str, **options: Any) -> None:
        endpoint = _endpoint(name)
        chosen = endpoint.models.filter(name=model).first() if model else endpoint.models.filter(enabled=True).first()
        if model and chosen is None:
            raise CommandError(f"{endpoint} has no model {model}.")
        try:
            target = resolve_for_admin(chosen) if chosen else to_endpoint(endpoint)
        except CatalogError as error:
            raise CommandError(str(error)) from None
        result = inquiries.ask(Inquiry.Kind.CHECK, target)
        states = [f"{SIGNS[layer.state]} {layer.name}" for layer in layers.of(Inquiry(result=result))]
        self.stdout.write("  ".join(states))
        if not result["ok"]:
            raise CommandError(result["message"])
        self.stdout.write(result["message"])

    def do_list(self, **options: Any) -> None:
        rows = [_row(endpoint) for endpoint in standing.at_a_glance(Endpoint.objects.all())]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        for row in rows:
            self.stdout.write("\t".join(map(str, row.values())))

    def do_key(self, name: str, label: str, **options: Any) -> None:
        endpoint = _endpoint(name)
        form = KeyForm({"label": label, "key": _key()})
        if not form.is_valid():
            raise CommandError(adding.in_words(form))
        try:
            keys.set_key(endpoint, form.cleaned_data["key"], label=form.cleaned_data["label"])
        except CatalogError as error:
            raise CommandError(str(error)) from None
        self.stdout.write("The key is stored.")

    def do_disable(self, name: str, **options: Any) -> None:
        self._switch(name, enabled=False)

    def do_enable(self, name: str, **options: Any) -> None:
        self._switch(name, enabled=True)

    def _switch(self, name: str, *, enabled: bool) -> None:
        endpoint = _endpoint(name)
        recording.update(Endpoint.objects.filter(pk=endpoint.pk), None, enabled=enabled)
        self.stdout.write(f"{endpoint} is switched {'on' if enabled else 'off'}.")


def _endpoint(name: str) -> Endpoint:
    try:
        return Endpoint.objects.get(name=name)
    except Endpoint.DoesNotExist:
        raise CommandError(f"There is no endpoint {name}. See: manage.py endpoint list") from None


def _key() -> str:
    """A line of standard input, typed unseen at a terminal. Never an argument: those are in the list of processes."""
    return getpass.getpass("API key: ") if sys.stdin.isatty() else sys.stdin.readline().strip()


def _row(endpoint: Any) -> dict[str, Any]:
    return {
        "name": endpoint.name,
        "provider": endpoint.provider,
        "base_url": endpoint.base_url,
        "enabled": endpoint.enabled,
        "keys": standing.keys_in_words(endpoint, endpoint.shared_keys),
        "models": endpoint.offered_models,
    }
