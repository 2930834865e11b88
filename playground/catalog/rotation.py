"""Another master key, and everything that was encrypted with the one before encrypted anew.

The new key is in force before the first row is touched, and the old one stays beside it until the last is done, so a
crash or a server that runs meanwhile finds every row readable. Running it again takes up where it broke off.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from playground import keyfile
from playground.audit import recording
from playground.audit.models import Action

from . import custody
from .connection import address_of
from .errors import CatalogError
from .models import Credential, Endpoint

MOST_ROUNDS = 5  # a server may seal with the old key while we are at it


@dataclass
class Rotation:
    """How many secrets were encrypted anew, and how many cannot be: they were entered for another address."""

    done: int = 0
    left: int = 0


def rotate() -> Rotation:
    """Replaces the master key."""
    keyfile.read_or_create(settings.MASTER_KEY_FILE)
    old = custody.old_file()
    if old.exists() and old.samefile(settings.MASTER_KEY_FILE):
        old.unlink()  # a run before this one broke off before there was a new key
    if not old.exists():
        keyfile.replace(settings.MASTER_KEY_FILE, old)
    total = Rotation()
    for _round in range(MOST_ROUNDS):
        once = _reseal_all()
        total.done, total.left = total.done + once.done, once.left
        if not once.done:
            break
    old.unlink()
    recording.record(Action.CHANGED, "master key", "", "master.key", {}, by=None)
    return total


@transaction.atomic
def _reseal_all() -> Rotation:
    rotation = Rotation()
    for credential in Credential.objects.select_related("endpoint").select_for_update(of=("self",), no_key=True):
        if sealed := _resealed(credential.secret, credential.endpoint, rotation):
            Credential.objects.filter(pk=credential.pk).update(secret=sealed)
    for endpoint in Endpoint.objects.select_for_update(no_key=True):
        again = {name: _resealed(sealed, endpoint, rotation) for name, sealed in endpoint.secret_headers.items()}
        if any(again.values()):
            headers = {name: again[name] or sealed for name, sealed in endpoint.secret_headers.items()}
            Endpoint.objects.filter(pk=endpoint.pk).update(secret_headers=headers)
    return rotation


def _resealed(sealed: str, endpoint: Endpoint, rotation: Rotation) -> str | None:
    """Sealed with the key of today; None if it is already, or cannot be."""
    if custody.is_current(sealed):
        return None
    try:
        place = address_of(endpoint)
        secret = custody.unseal(sealed, endpoint.pk, place)
    except CatalogError:
        rotation.left += 1
        return None
    rotation.done += 1
    return custody.seal(secret, endpoint.pk, place)
