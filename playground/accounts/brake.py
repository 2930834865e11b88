"""Slows down guessing of passwords: for a name at an address, for a name everywhere, and for an address with all names.

Names that nobody has are slowed down the same. Who has signed in from an address before is slowed down there only by
attempts on that name from that address, so that guessing elsewhere, or by a colleague, does not shut anybody out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from .models import SignInAttempts

FREE = 5  # attempts on a name from an address before the first wait
FREE_IN_ALL = 20  # attempts on a name from everywhere, or from an address on all names
FIRST_WAIT = 15  # seconds; each further attempt doubles it
LONGEST_WAIT = 15 * 60  # seconds
FORGET_AFTER = timedelta(hours=24)
KNOWN_FOR = timedelta(days=60)  # since the last sign-in under a name from an address


@dataclass(frozen=True)
class Scope:
    """What attempts are counted for."""

    key: str
    free: int


@transaction.atomic
def take(name: str, address: str) -> int:
    """Counts an attempt before the password is looked at, so that attempts at once cannot overtake the count.

    Returns:
        0 to go on, or how many seconds too early the attempt comes; then it is not counted.
    """
    now = timezone.now()
    _forget()
    scopes = {scope.key: scope for scope in _scopes(name, address)}
    # In one order, so that attempts at once do not wait for each other in a circle
    rows = [_row(key, now) for key in sorted(scopes)]
    early = max(row.not_before for row in rows) - now
    if early > timedelta(0):
        return ceil(early.total_seconds())
    for row in rows:
        row.count += 1
        row.last_at = now
        row.not_before = now + timedelta(seconds=_wait(row.count - scopes[row.key].free))
        row.save()
    return 0


@transaction.atomic
def release(name: str, address: str) -> None:
    """Takes the attempt back, after one that succeeded; this name is known at this address from now on."""
    pair, *wider = [scope.key for scope in _all_scopes(name, address)]
    now = timezone.now()
    rows = SignInAttempts.objects.filter(key__in=[pair, *wider]).order_by("key").select_for_update()
    if not any(row.is_known for row in rows):  # locks them in the order of take()
        SignInAttempts.objects.filter(key__in=wider, count__gt=0).update(count=F("count") - 1, not_before=now)
    SignInAttempts.objects.filter(key=pair).update(count=0, is_known=True, last_at=now, not_before=now)


def _scopes(name: str, address: str) -> list[Scope]:
    pair, *wider = _all_scopes(name, address)
    return [pair] if _is_known(pair) else [pair, *wider]


def _is_known(pair: Scope) -> bool:
    return SignInAttempts.objects.filter(key=pair.key, is_known=True).exists()


def _all_scopes(name: str, address: str) -> Iterator[Scope]:
    name, network = name.casefold(), _network(address)
    yield Scope(_key(name, network), FREE)
    yield Scope(_key(name, "everywhere"), FREE_IN_ALL)
    if network:  # behind a local socket everybody comes from the same nowhere
        yield Scope(_key("", network), FREE_IN_ALL)


def _row(key: str, now: datetime) -> SignInAttempts:
    rows = SignInAttempts.objects.select_for_update()
    return rows.get_or_create(key=key, defaults={"not_before": now, "last_at": now})[0]


def _forget() -> None:
    now = timezone.now()
    old = SignInAttempts.objects.filter(last_at__lt=now - FORGET_AFTER)  # which an index finds
    old.filter(Q(is_known=False) | Q(last_at__lt=now - KNOWN_FOR)).delete()


def _wait(beyond: int) -> int:
    """Seconds after the attempt that is so many beyond the free ones."""
    return 0 if beyond < 0 else min(LONGEST_WAIT, FIRST_WAIT << min(beyond, 10))


def _network(address: str) -> str:
    """The address; of IPv6, the network that one household has."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(ip_network((found, 64), strict=False))
    return str(found)


def _key(name: str, address: str) -> str:
    return sha256(f"{name}\n{address}".encode()).hexdigest()
