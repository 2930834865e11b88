"""From a model in the database to a call."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

import providers
from playground.prepared import Prepared, Slot

from . import address, custody
from .access import barred
from .address import Address
from .errors import (
    CatalogError,
    EndpointDisabled,
    NoKey,
    NoOwnKey,
    NotAllowed,
    WrongAddress,
    WrongMasterKey,
    WrongOrigin,
)
from .models import Credential, Endpoint, LanguageModel
from .secret import Secret

if TYPE_CHECKING:
    from providers.settings import ModelSettings

CONNECT_SECONDS = 10
PATIENCE_SECONDS = 30  # a provider that asks for a longer wait: the pane says so instead of waiting in silence
WIRE_BYTES_PER_CHARACTER = 64  # an event of a stream carries a few characters in some hundred bytes of its own
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
    request_defaults: dict[str, Any]
    options: dict[str, Any] = field(default_factory=dict)  # what only this provider takes
    secret_headers: dict[str, Secret] = field(default_factory=dict)
    own_key: bool = False  # the key is the user's, and so is the bill

    @property
    def is_tls(self) -> bool:
        return self.base_url.startswith("https:")


def resolve(model: LanguageModel, user_id: int | None = None) -> Connection:
    """How to call the model.

    Args:
        user_id: on whose behalf; None for an admin's own trials.

    Raises:
        EndpointDisabled: the model or its endpoint is switched off.
        NotAllowed: the user may not use the model.
        WrongAddress: the endpoint's provider is unknown, or its address missing or malformed.
        NoKey: the provider wants a key, and there is none.
        NoOwnKey: it wants one of the user's own.
        WrongOrigin: the key was entered for another address.
        WrongMasterKey: the key was encrypted with another master key.
    """
    endpoint = model.endpoint
    if not (model.enabled and endpoint.enabled):
        raise EndpointDisabled
    if user_id is not None and barred(user_id, [model]):
        raise NotAllowed
    connection = to_endpoint(endpoint, user_id)
    return replace(connection, model=model.name, request_defaults={**connection.request_defaults, **model.params})


def resolve_for_admin(model: LanguageModel) -> Connection:
    """How to call the model, switched on or not, to try it. Raises as `resolve`."""
    return replace(to_endpoint(model.endpoint), model=model.name)


def to_endpoint(endpoint: Endpoint, user_id: int | None = None) -> Connection:
    """How to call the endpoint, whatever the model, switched on or not. Raises as `resolve`."""
    place = address_of(endpoint)
    key, is_own = _first_usable(_keys(endpoint, user_id), place)
    sealed = endpoint.secret_headers.items()
    return replace(
        without_key(endpoint, place),
        key=key,
        own_key=is_own,
        secret_headers={name: custody.unseal(secret, endpoint.pk, place) for name, secret in sealed},
    )


def without_key(endpoint: Endpoint, place: Address) -> Connection:
    """How to call an endpoint, which need not be saved, at an address, with nothing that is kept secret."""
    return Connection(
        provider=endpoint.provider,
        base_url=str(place),
        headers=dict(endpoint.headers),
        key=None,
        allow_nets=tuple(settings.EGRESS_ALLOW_NETS) if endpoint.private_network else (),
        model="",
        first_token_seconds=endpoint.first_token_seconds,
        idle_seconds=endpoint.idle_seconds,
        request_defaults=dict(endpoint.request_defaults),
        options=dict(endpoint.options),
    )


def build(
    connection: Connection,
    params: dict[str, Any],
    beat: float | Callable[[], float] = 0,
    on_wait: "Callable[[float, providers.ProviderError], None] | None" = None,
) -> "ModelSettings":
    """The chat model to stream from.

    Args:
        connection: from `resolve`.
        params: the pane's; they go before the endpoint's request defaults.
        beat: seconds between two reads of the upstream after the first token, or a function that gives them.
        on_wait: called with seconds and the error before the upstream is asked again.
    """
    chosen = {**connection.request_defaults, **params}
    return providers.build_chat_model(
        connection.provider,
        **place_and_key(connection),
        limits=providers.Limits(
            connect=CONNECT_SECONDS,
            first_byte=connection.first_token_seconds,
            idle=connection.idle_seconds,
            total=settings.GENERATION_SECONDS,
            patience=PATIENCE_SECONDS,
            max_bytes=settings.GENERATION_CHARACTERS * WIRE_BYTES_PER_CHARACTER,
            max_events=settings.GENERATION_EVENTS,
        ),
        beat=beat,
        on_wait=on_wait,
        max_retries=RETRIES,
        **{name: chosen[name] for name in PARAMS if name in chosen},
    )


def place_and_key(connection: Connection) -> dict[str, Any]:
    """What every call to the endpoint needs, as arguments of `build_chat_model`."""
    return {
        "model": connection.model,
        "api_key": connection.key.reveal() if connection.key else None,
        "base_url": connection.base_url,
        "headers": {
            **connection.headers,
            **{name: value.reveal() for name, value in connection.secret_headers.items()},
        },
        "egress": egress(connection.allow_nets),
        **connection.options,
    }


def egress(allow_nets: tuple[str, ...]) -> providers.EgressPolicy:
    """Where a call may go: public addresses and `allow_nets`, never to Parley itself or its database."""
    return _policy(allow_nets, (settings.PORT,), tuple(settings.DATABASE_PORTS))


@lru_cache(maxsize=16)
def _policy(
    allow_nets: tuple[str, ...], own_ports: tuple[int, ...], refused_ports: tuple[int, ...]
) -> providers.EgressPolicy:
    """The same object each time: it has read its networks."""
    return providers.EgressPolicy(allow_nets=allow_nets, own_ports=own_ports, refused_ports=refused_ports)


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


def _keys(endpoint: Endpoint, user_id: int | None) -> list[Credential]:
    """Those in force, in the order in which they are tried: the user's own where that is allowed, then the newest."""
    found = KEYS.rows(endpoint=endpoint.pk, user=user_id if endpoint.own_keys else None)
    if not found and providers.PROVIDERS[endpoint.provider].needs_key:
        raise NoOwnKey if endpoint.own_keys and user_id else NoKey
    return found


def _first_usable(credentials: list[Credential], place: Address) -> tuple[Secret | None, bool]:
    """The first key that was entered for this address, and whether it is the user's own.

    Keys overlap while they are rotated, so one that cannot be used is passed over while there is another.
    """
    problem: CatalogError | None = None
    for credential in credentials:
        try:
            key = custody.unseal(credential.secret, credential.endpoint_id, place)
        except (WrongOrigin, WrongMasterKey) as error:
            problem = problem or error
            continue
        _note_use(credential)
        return key, credential.owner_id is not None
    if problem:
        raise problem
    return None, False


def _note_use(credential: Credential) -> None:
    """Writes the time at most every ten minutes, as a write for each call would be felt."""
    now = timezone.now()
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - USE_NOTED_EVERY)
    if credential.last_used_at is None or credential.last_used_at < now - USE_NOTED_EVERY:
        Credential.objects.filter(stale, pk=credential.pk).update(last_used_at=now)


KEYS = Prepared(
    lambda: Credential.objects.filter(
        Q(owner=None) | Q(owner=Slot("user")), endpoint=Slot("endpoint"), revoked_at=None
    ).order_by(F("owner").desc(nulls_last=True), F("set_at").desc())
)
