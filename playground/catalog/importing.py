"""Endpoints from the documented environment variables of providers, at the first start, if the operator asks for it."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from . import adding
from .models import Endpoint
from .vendors import VENDORS

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Documented:
    """A vendor's variables; the first of several that is set counts."""

    vendor: str
    key: str
    addresses: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()


DOCUMENTED = (
    Documented("openai", "OPENAI_API_KEY", ("OPENAI_API_BASE", "OPENAI_BASE_URL")),
    Documented("anthropic", "ANTHROPIC_API_KEY", ("ANTHROPIC_API_URL", "ANTHROPIC_BASE_URL")),
    Documented("runpod", "RUNPOD_API_KEY", ids=("RUNPOD_CHAT_ENDPOINT_ID", "RUNPOD_ENDPOINT_ID")),
    Documented("baseten", "BASETEN_API_KEY", ("BASETEN_BASE_URL", "BASETEN_API_BASE")),
    Documented("gradient", "DIGITALOCEAN_INFERENCE_KEY", ("DIGITALOCEAN_INFERENCE_BASE_URL",)),
    Documented("aimlapi", "AIMLAPI_API_KEY", ("AIMLAPI_API_BASE",)),
)


def import_keys(environment: Mapping[str, str]) -> list[Endpoint]:
    """Adds an endpoint for each key in the environment. Does nothing once there are endpoints."""
    if not environment or Endpoint.objects.filter(managed=False).exists():
        return []
    return [made for each in DOCUMENTED if (made := _import(each, environment))]


def _import(documented: Documented, environment: Mapping[str, str]) -> Endpoint | None:
    if not environment.get(documented.key):
        return None
    try:
        endpoint = adding.add(
            VENDORS[documented.vendor],
            base_url=_first(documented.addresses, environment),
            endpoint_id=_first(documented.ids, environment),
            key=environment[documented.key],
        )
    except adding.NotAdded as error:
        logger.warning("%s was not imported. %s", documented.key, error)
        return None
    logger.info("%s was imported; choose its models in the admin panel.", documented.key)
    return endpoint


def _first(names: tuple[str, ...], environment: Mapping[str, str]) -> str | None:
    return next((environment[name] for name in names if environment.get(name)), None)
