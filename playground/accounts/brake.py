"""Slows down guessing of passwords: per name and address, and the same for names that nobody has."""

from datetime import timedelta
from hashlib import sha256
from math import ceil

from django.db import transaction
from django.utils import timezone

from .models import SignInAttempts

FREE = 5  # attempts before the first wait
FIRST_WAIT = 15  # seconds; each further attempt doubles it
LONGEST_WAIT = 15 * 60  # seconds
FORGET_AFTER = timedelta(hours=24)


@transaction.atomic
def take(name: str, address: str) -> int:
    """Counts an attempt before the password is looked at, so that attempts at once cannot overtake the count.

    Returns:
        0 to go on, or how many seconds too early the attempt comes; then it is not counted.
    """
    now = timezone.now()
    SignInAttempts.objects.filter(last_at__lt=now - FORGET_AFTER).delete()
    attempts, _ = SignInAttempts.objects.select_for_update().get_or_create(
        key=_key(name, address), defaults={"not_before": now, "last_at": now}
    )
    if attempts.not_before > now:
        return ceil((attempts.not_before - now).total_seconds())
    attempts.count += 1
    attempts.last_at = now
    attempts.not_before = now + timedelta(seconds=_wait(attempts.count))
    attempts.save()
    return 0


def release(name: str, address: str) -> None:
    """Forgets the attempts, after one that succeeded."""
    SignInAttempts.objects.filter(key=_key(name, address)).delete()


def _wait(count: int) -> int:
    if count < FREE:
        return 0
    return min(LONGEST_WAIT, FIRST_WAIT << min(count - FREE, 10))


def _key(name: str, address: str) -> str:
    return sha256(f"{name.casefold()}\n{address}".encode()).hexdigest()
