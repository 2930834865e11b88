"""One-time links with which people make their own accounts."""

import secrets
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import BooleanField, Case, Q, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext as _

from playground.audit import recording
from playground.audit.recording import Actor

from .models import Invitation, User
from .services import DeadLink, digest

VALID_FOR = timedelta(days=7)


class NameTaken(Exception):
    """Somebody has this name already. The link stays good."""


def prepare(invitation: Invitation, by: User) -> str:
    """Gives a new invitation its token, which is returned and kept nowhere. The caller saves the invitation."""
    token = secrets.token_urlsafe(24)
    invitation.token_hash = digest(token)
    invitation.created_by = by
    invitation.expires_at = timezone.now() + VALID_FOR
    return token


def live() -> QuerySet[Invitation]:
    """Those that can still be used. One dies with what allowed its maker to make it."""
    return Invitation.objects.filter(_may_invite(), used_at=None, revoked_at=None, expires_at__gt=timezone.now())


def listed(invitations: QuerySet[Invitation]) -> QuerySet[Any]:
    """With what `state_of` must know."""
    is_allowed = Case(When(_may_invite(), then=True), default=False, output_field=BooleanField())
    return invitations.annotate(is_allowed=is_allowed)


def _may_invite() -> Q:
    makers = User.objects.with_perm("accounts.add_invitation").filter(Q(is_staff=True) | Q(is_superuser=True))
    is_plain = Q(is_staff=False, is_superuser=False)
    return Q(created_by__in=makers) & (is_plain | Q(created_by__is_superuser=True))


def find(token: str) -> Invitation:
    """The invitation behind a link. Raises DeadLink."""
    invitation = live().filter(token_hash=digest(token)).first()
    if invitation is None:
        raise DeadLink
    return invitation


def state_of(invitation: Any) -> str:
    """In a word, for the list. The invitation is of `listed`."""
    if invitation.used_at:
        return _("used")
    if invitation.revoked_at:
        return _("revoked")
    if invitation.expires_at <= timezone.now():
        return _("expired")
    return _("open") if invitation.is_allowed else _("void: who made it may not invite any more")


def accept(token: str, username: str, password: str) -> User:
    """The account of the invited person, who has chosen the password, and the name unless it was given.

    Of several that try at once, one succeeds: the others wait for its change of the row, and then find it used.

    Raises:
        DeadLink: somebody was quicker, or the link cannot be used any more.
        NameTaken: nothing was changed.
    """
    try:
        with transaction.atomic():
            return _accept(find(token), username, password)
    except IntegrityError:
        raise NameTaken from None


def _accept(invitation: Invitation, username: str, password: str) -> User:
    # Its own columns alone: of a condition on a joined row, PostgreSQL would not see what a rival has just written.
    unused = Invitation.objects.filter(pk=invitation.pk, used_at=None, revoked_at=None)
    if not unused.update(used_at=timezone.now()):
        raise DeadLink
    user = User.objects.create_user(
        invitation.username or username,
        password=password,
        is_staff=invitation.is_staff or invitation.is_superuser,
        is_superuser=invitation.is_superuser,
    )
    user.groups.set(invitation.groups.all())
    Invitation.objects.filter(pk=invitation.pk).update(user=user)
    groups = ", ".join(group.name for group in invitation.groups.all())
    invited_by = invitation.created_by.username
    recording.added(user, user, {"invited by": [None, invited_by], "groups": [None, groups]})
    return user


def revoke(invitations: QuerySet[Invitation], by: Actor) -> int:
    """Kills links that could still be used. Returns how many."""
    return recording.update(live().filter(pk__in=invitations.values("pk")), by, revoked_at=timezone.now())
