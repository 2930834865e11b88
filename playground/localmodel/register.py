"""The endpoint of the local model: an ordinary row that only `serve` writes."""

from itertools import chain, count
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from playground.catalog.models import Endpoint, LanguageModel
from playground.catalog.services import set_key
from playground.localmodel.child import CONTEXT_TOKENS, SLOTS
from playground.localmodel.supervisor import Served

# Kept as they are, translated when they are shown
NAME = gettext_noop("Local demo model")
OTHER_NAME = gettext_noop("Local model")
DEMO_NOTE = gettext_noop("tiny demo model, English, often wrong; connect a better one")
# Tried on easy questions: warmer, or with a repeat penalty, it is wrong more often; unlimited, it loops.
DEMO_DEFAULTS = {"temperature": 0.2, "top_p": 0.9, "max_tokens": 512, "extra_body": {"repeat_penalty": 1.0}}

MODEL = {"enabled": True, "context_window": CONTEXT_TOKENS, "input_price": 0, "output_price": 0}


@transaction.atomic
def publish(served: Served, is_demo: bool) -> None:
    """Lists the model where it now answers. Each start has a new port and key; what admins have changed stays."""
    endpoint = Endpoint.objects.filter(managed=True).first() or Endpoint(managed=True, max_concurrent=SLOTS)
    is_new = endpoint.pk is None or _take_off_others(endpoint, served.name)
    place = {"provider": "openai", "base_url": served.url, "private_network": True}
    switch = {"enabled": endpoint.enabled or endpoint.withdrawn, "withdrawn": False}
    for name, value in {**place, **switch, **(_words(endpoint, is_demo) if is_new else {})}.items():
        setattr(endpoint, name, value)
    endpoint.save()
    set_key(endpoint, served.key)
    LanguageModel.objects.update_or_create(
        endpoint=endpoint, name=served.name, defaults={"enabled": True} if is_new else {}, create_defaults=MODEL
    )


def withdraw() -> None:
    """Pages then say that it is not available. One that an admin has switched off stays so when it answers again."""
    Endpoint.objects.filter(managed=True, enabled=True).update(enabled=False, withdrawn=True)


def _take_off_others(endpoint: Endpoint, name: str) -> bool:
    """Whether there were any: the model takes another one's place."""
    return endpoint.models.filter(enabled=True).exclude(name=name).update(enabled=False) > 0


def _words(endpoint: Endpoint, is_demo: bool) -> dict[str, Any]:
    return {
        "name": _free(NAME if is_demo else OTHER_NAME, endpoint),
        "request_defaults": DEMO_DEFAULTS if is_demo else {},
        "note": DEMO_NOTE if is_demo else "",
    }


def _free(name: str, endpoint: Endpoint) -> str:
    """The name, or the name and a number if an admin has given it to another endpoint."""
    taken = set(Endpoint.objects.exclude(pk=endpoint.pk).values_list("name", flat=True))
    return next(each for each in chain([name], (f"{name} {number}" for number in count(2))) if each not in taken)
