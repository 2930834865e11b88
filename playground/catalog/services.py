"""What the rest of Parley asks of the catalog."""

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from . import custody, rules
from .connection import Connection, address_of, build, resolve
from .errors import CatalogError, EndpointDisabled, ModelGone, NoKey, WrongAddress, WrongMasterKey, WrongOrigin
from .models import Credential, Endpoint
from .secret import Secret

__all__ = [
    "CatalogError",
    "Connection",
    "EndpointDisabled",
    "ModelGone",
    "NoKey",
    "WrongAddress",
    "WrongMasterKey",
    "WrongOrigin",
    "build",
    "is_usable",
    "resolve",
    "seal_into",
    "set_key",
]

HINT = 4  # characters at the end of a key that tell which one it is
LONG_ENOUGH = 16  # shorter keys get no hint: it would give too much away


def set_key(endpoint: Endpoint, key: str, by: AbstractBaseUser | None = None, label: str = "default") -> Credential:
    """Stores a key, or replaces the one with the same label, for the endpoint's present address.

    Raises:
        ValidationError: the key contains what no key contains.
        WrongAddress: the endpoint has no usable address that the key could be bound to.
    """
    credential = Credential.objects.filter(endpoint=endpoint, label=label).first()
    credential = credential or Credential(endpoint=endpoint, label=label)
    seal_into(credential, key, by)
    credential.save()
    return credential


def seal_into(credential: Credential, key: str, by: AbstractBaseUser | None) -> None:
    """Puts a key into a credential, encrypted. The caller saves it. Raises as `set_key`."""
    key = rules.key(key)
    credential.secret = custody.seal(Secret(key), credential.endpoint_id, address_of(credential.endpoint))
    credential.hint = key[-HINT:] if len(key) >= LONG_ENOUGH else ""
    credential.set_by_id = by.pk if by else None
    credential.set_at = timezone.now()
    credential.last_used_at = credential.revoked_at = None


def is_usable(credential: Credential) -> bool:
    """Whether the key can be used at its endpoint's present address."""
    if credential.revoked_at is not None:
        return False
    try:
        custody.unseal(credential.secret, credential.endpoint_id, address_of(credential.endpoint))
    except CatalogError:
        return False
    return True
