"""Writes down who changed what.

Call these in the transaction that makes the change, so that neither is there without the other. `by` is the person,
None for the command line and for what Parley does by itself.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import override

from .changes import Changes, described, difference, plain, secret_change, state_of
from .models import Action, Entry

Actor = AbstractBaseUser | AnonymousUser | None


def record(action: Action, kind: str, object_id: object, name: str, changes: Changes, *, by: Actor) -> Entry:
    """Writes an entry for something that need not be a row, such as a policy.

    Args:
        kind: a model's label (`catalog.endpoint`) or a word.
        changes: `{field: [from, to]}`; the caller leaves secrets out.
    """
    return Entry.objects.create(
        action=action,
        kind=kind,
        object_id=str(object_id),
        name=plain(name)[:200],
        changes={field: [plain(before), plain(after)] for field, (before, after) in changes.items()},
        by_id=by.pk if by else None,
        by_name=by.get_username()[:150] if by else "",
    )


def added(thing: Model, by: Actor, changes: Changes | None = None) -> None:
    """An object that was made; without `changes`, its columns that are not what they always are at first."""
    if changes is None:
        usual = state_of(type(thing)())
        changes = {name: [None, value] for name, value in described(thing).items() if value != usual[name]}
    _about(thing, Action.ADDED, changes, by)


def changed(thing: Model, by: Actor, changes: Changes) -> None:
    """An object that was changed; with no changes, nothing is written."""
    if changes:
        _about(thing, Action.CHANGED, changes, by)


def changed_since(thing: Model, by: Actor, before: Mapping[str, Any]) -> None:
    """An object that was changed, compared with its `state_of` from before."""
    changed(thing, by, difference(before, state_of(thing)))


def changed_secret(thing: Model, by: Actor, field: str) -> None:
    """A password or key that was set anew."""
    _about(thing, Action.CHANGED, {field: secret_change()}, by)


def deleted(thing: Model, by: Actor) -> None:
    """An object that is about to be deleted, with what it was."""
    _about(thing, Action.DELETED, difference(described(thing), {}), by)


@transaction.atomic
def update(things: QuerySet[Any], by: Actor, **values: Any) -> int:
    """As `things.update(**values)`, with an entry for each row that changes. Returns how many do."""
    rows = list(things.select_for_update(of=("self",), no_key=True))
    number = 0
    for row in rows:
        before = state_of(row)
        for name, value in values.items():
            setattr(row, name, value)
        if difference(before, state_of(row)):
            row.save(update_fields=list(values))
            changed_since(row, by, before)
            number += 1
    return number


def _about(thing: Model, action: Action, changes: Changes, by: Actor) -> None:
    with override("en"):  # see names.py
        name = str(thing)
    record(action, thing._meta.label_lower, thing.pk, name, changes, by=by)
