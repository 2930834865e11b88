"""What is done to accounts. Each function is one transaction, and leaves an entry in the audit."""

from collections.abc import Collection

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.db.models import F, QuerySet

from playground.audit import recording
from playground.audit.changes import state_of
from playground.audit.recording import Actor

from .models import User


class LastSuperuser(Exception):
    """Nobody would be left who may do everything. Nothing was changed."""


def require_another_superuser(leaving: Collection[int]) -> None:
    """Raises LastSuperuser if only these users, by id, are superusers who can sign in.

    Call it in the transaction that takes the right from them: the rows stay locked to its end, so of two superusers
    who demote each other at once, the second is refused.
    """
    superusers = User.objects.filter(is_superuser=True, is_active=True).order_by("pk")
    superusers = superusers.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    ids = set(superusers.select_for_update(no_key=True).values_list("pk", flat=True))
    if ids and ids <= set(leaving):
        raise LastSuperuser


@transaction.atomic
def deactivate(users: QuerySet[User], by: Actor) -> int:
    """Ends access. Sockets close and answers stop within seconds. Returns how many changed. Raises LastSuperuser."""
    require_another_superuser(list(users.values_list("pk", flat=True)))
    return _set_active(users, by, False)


@transaction.atomic
def activate(users: QuerySet[User], by: Actor) -> int:
    """Gives access back, but not to browsers that were signed in before. Returns how many changed."""
    return _set_active(users, by, True)


def _set_active(users: QuerySet[User], by: Actor, is_active: bool) -> int:
    changing = list(users.exclude(is_active=is_active).values_list("pk", flat=True))
    User.objects.filter(pk__in=changing).update(sign_outs=F("sign_outs") + 1)
    return recording.update(User.objects.filter(pk__in=changing), by, is_active=is_active)


@transaction.atomic
def sign_out_everywhere(user: User, by: Actor) -> User:
    """Ends all of a user's sessions. Sockets close within seconds. Returns the user as they are then."""
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    before = state_of(user)
    user.sign_outs += 1
    user.save(update_fields=["sign_outs"])
    recording.changed_since(user, by, before)
    return user


def sign_all_out(users: QuerySet[User], by: Actor) -> int:
    """Ends all sessions of several people. Returns how many people."""
    chosen = list(users)
    for user in chosen:
        sign_out_everywhere(user, by)
    return len(chosen)
