"""Keys and secret headers: entered, revoked, replaced. Each function is one transaction that leaves an audit entry."""

from collections.abc import Collection

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from playground.audit import recording
from playground.audit.changes import secret_change
from playground.audit.recording import Actor

from . import custody, rules
from .connection import address_of
from .errors import CatalogError
from .models import Credential, Endpoint
from .secret import Secret

HINT = 4  # characters at the end of a key that tell which one it is
LONG_ENOUGH = 16  # shorter keys get no hint: it would give too much away


@sensitive_variables("key")
@transaction.atomic
def set_key(endpoint: Endpoint, key: str, by: Actor = None, label: str = "default") -> Credential:
    """Stores a key for all, or replaces the one with the same label, for the endpoint's present address.

    Raises:
        ValidationError: the key contains what no key contains.
        WrongAddress: the endpoint has no usable address that the key could be bound to.
    """
    found = Credential.objects.filter(endpoint=endpoint, owner=None, label=label).first()
    return _store(found or Credential(endpoint=endpoint, label=label), key, by)


@sensitive_variables("key")
@transaction.atomic
def set_own_key(endpoint: Endpoint, key: str, owner: AbstractBaseUser) -> Credential:
    """Stores the user's own key, or replaces it. Raises as `set_key`."""
    found = Credential.objects.filter(endpoint=endpoint, owner=owner.pk).first()
    label = owner.get_username()[:80]
    return _store(found or Credential(endpoint=endpoint, owner_id=owner.pk, label=label), key, owner)


@sensitive_variables("key")
def _store(credential: Credential, key: str, by: Actor) -> Credential:
    key = rules.key(key)
    credential.secret = custody.seal(Secret(key), credential.endpoint_id, address_of(credential.endpoint))
    credential.hint = key[-HINT:] if len(key) >= LONG_ENOUGH else ""
    credential.set_by_id = by.pk if by else None
    credential.set_at = timezone.now()
    credential.last_used_at = credential.revoked_at = None
    is_new = credential.pk is None
    credential.save()
    if is_new and not credential.endpoint.managed:
        recording.added(credential, by, {"label": [None, credential.label], "key": secret_change()})
    elif not credential.endpoint.managed:  # the local model gets another one at each start
        recording.changed_secret(credential, by, "key")
    return credential


def revoke(credential: Credential, by: Actor) -> None:
    """Ends the use of a key at once."""
    in_force = Credential.objects.filter(pk=credential.pk, revoked_at=None)
    recording.update(in_force, by, revoked_at=timezone.now())


@transaction.atomic
def remove(credential: Credential, by: Actor) -> None:
    """Deletes a key."""
    recording.deleted(credential, by)
    credential.delete()


@sensitive_variables("value")
@transaction.atomic
def set_header(endpoint: Endpoint, name: str, value: str, by: Actor) -> None:
    """Stores a header that is kept like a key, or replaces it. Raises as `set_key`."""
    rules.secret_header(name, value, endpoint.headers)
    fresh = Endpoint.objects.select_for_update(no_key=True).get(pk=endpoint.pk)
    others = {other: sealed for other, sealed in fresh.secret_headers.items() if other.lower() != name.lower()}
    _keep(endpoint, {**others, name: custody.seal(Secret(value), fresh.pk, address_of(fresh))}, name, by)


@transaction.atomic
def remove_header(endpoint: Endpoint, name: str, by: Actor) -> None:
    """Deletes a secret header."""
    fresh = Endpoint.objects.select_for_update(no_key=True).get(pk=endpoint.pk)
    if name in fresh.secret_headers:
        _keep(endpoint, {other: sealed for other, sealed in fresh.secret_headers.items() if other != name}, name, by)


def _keep(endpoint: Endpoint, headers: dict[str, str], name: str, by: Actor) -> None:
    endpoint.secret_headers = headers
    endpoint.save(update_fields=["secret_headers"])
    recording.changed(endpoint, by, {f"secret header {name}": secret_change()})


def is_usable(credential: Credential) -> bool:
    """Whether the key can be used at its endpoint's present address."""
    return credential.revoked_at is None and _opens(credential.secret, credential.endpoint)


def own_key_endpoints(user_id: int, endpoint_ids: Collection[int]) -> set[int]:
    """Those of the endpoints that the user's calls pay with a key of their own, by id."""
    own = Credential.objects.filter(owner=user_id, endpoint__in=endpoint_ids, endpoint__own_keys=True, revoked_at=None)
    return {credential.endpoint_id for credential in own.select_related("endpoint") if is_usable(credential)}


def broken_headers(endpoint: Endpoint) -> list[str]:
    """The secret headers that were entered for another address."""
    return [name for name, sealed in endpoint.secret_headers.items() if not _opens(sealed, endpoint)]


def _opens(sealed: str, endpoint: Endpoint) -> bool:
    try:
        custody.unseal(sealed, endpoint.pk, address_of(endpoint))
    except CatalogError:
        return False
    return True
