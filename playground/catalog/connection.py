"""From a model in the database to a call."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

import providers

from . import address, custody
from .address import Address
from .errors import EndpointDisabled, NoKey, WrongAddress
from .models import Credential, Endpoint, LanguageModel
from .secret import Secret

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

CONNECT_SECONDS = 10
PATIENCE_SECONDS = 30  # a provider that asks for a longer wait: the pane says so instead of waiting in silence
LINE_BYTES = 2**20
WIRE_BYTES_PER_BYTE = 64  # an event of a stream carries a few bytes of text in some hundred of its own
RETRIES = 2
USE_NOTED_EVERY = timedelta(minutes=10)
PARAMS = ("temperature", "top_p", "max_tokens", "stop", "seed", "extra_body")


@dataclass(frozen=True)
class Connection:
    """Everything that a call needs, and nothing that may be shown: the key is a Secret."""

    provider: str
    base_url: str
    headers: dict[str, str]
    key: Secret | None
    allow_nets: tuple[str, ...]  # networks that may be called besides public addresses
    model: str
    first_token_seconds: int
    idle_seconds: int
    max_concurrent: int | None  # None = no limit
    request_defaults: dict[str, Any]


def resolve(model: LanguageModel) -> Connection:
    """How to call the model.

    Raises:
        EndpointDisabled: the model or its endpoint is switched off.
        WrongAddress: the endpoint's provider is unknown, or its address missing or malformed.
        NoKey: the provider wants a key, and there is none.
        WrongOrigin: the key was entered for another address.
        WrongMasterKey: the key was encrypted with another master key.
    """
    endpoint = model.endpoint
    if not (model.enabled and endpoint.enabled):
        raise EndpointDisabled
    place = address_of(endpoint)
    return Connection(
        provider=endpoint.provider,
        base_url=str(place),
        headers=dict(endpoint.headers),
        key=_key(endpoint, place),
        allow_nets=tuple(settings.EGRESS_ALLOW_NETS) if endpoint.private_network else (),
        model=model.name,
        first_token_seconds=endpoint.first_token_seconds,
        idle_seconds=endpoint.idle_seconds,
        max_concurrent=endpoint.max_concurrent,
        request_defaults=dict(endpoint.request_defaults),
    )


def build(connection: Connection, params: dict[str, Any], beat: float | Callable[[], float] = 0) -> "BaseChatModel":
    """The chat model to stream from.

    Args:
        connection: from `resolve`.
        params: the pane's; they go before the endpoint's request defaults.
        beat: seconds between two reads of the upstream after the first token, or a function that gives them.
    """
    chosen = {**connection.request_defaults, **params}
    return providers.build_chat_model(
        connection.provider,
        model=connection.model,
        api_key=connection.key.reveal() if connection.key else None,
        base_url=connection.base_url,
        headers=connection.headers,
        egress=providers.EgressPolicy(allow_nets=connection.allow_nets),
        limits=providers.Limits(
            connect=CONNECT_SECONDS,
            first_byte=connection.first_token_seconds,
            idle=connection.idle_seconds,
            total=settings.GENERATION_SECONDS,
            patience=PATIENCE_SECONDS,
            max_bytes=settings.GENERATION_BYTES * WIRE_BYTES_PER_BYTE,
            max_line=LINE_BYTES,
            max_events=settings.GENERATION_EVENTS,
        ),
        beat=beat,
        max_retries=RETRIES,
        **{name: chosen[name] for name in PARAMS if name in chosen},
    )


def address_of(endpoint: Endpoint) -> Address:
    """Where the endpoint is: its own address, or its provider's.

    Raises:
        WrongAddress: the provider is unknown, or there is no address, or it is malformed.
    """
    provider = providers.PROVIDERS.get(endpoint.provider)
    if provider is None:
        raise WrongAddress
    try:
        return address.parse(endpoint.base_url or provider.default_base_url or "")
    except address.InvalidAddress:
        raise WrongAddress from None


def _key(endpoint: Endpoint, place: Address) -> Secret | None:
    credential = endpoint.credentials.filter(revoked_at=None).order_by("-set_at").first()
    if credential is None:
        if providers.PROVIDERS[endpoint.provider].needs_key:
            raise NoKey
        return None
    key = custody.unseal(credential.secret, endpoint.pk, place)
    _note_use(credential)
    return key


def _note_use(credential: Credential) -> None:
    """Writes the time at most every ten minutes, as a write for each call would be felt."""
    now = timezone.now()
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - USE_NOTED_EVERY)
    if credential.last_used_at is None or credential.last_used_at < now - USE_NOTED_EVERY:
        Credential.objects.filter(stale, pk=credential.pk).update(last_used_at=now)
