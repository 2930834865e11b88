"""Changes as an entry keeps them: `{field: [from, to]}`, plain values, secrets never."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from django.db.models import DateTimeField, Model
from django.utils import timezone

from playground.security.redaction import SHAPES, on_one_line

Changes: TypeAlias = dict[str, list[Any]]

LONGEST = 1000  # characters of a value
SECRET = re.compile(r"password|secret|token_hash")
HIDDEN = "•••"  # instead of a secret, whatever it was


def state_of(thing: Model) -> dict[str, Any]:
    """An object's own columns. Secrets, by name or named in its class's `secret_fields`, are None or hidden."""
    secret = getattr(thing, "secret_fields", ())
    fields = [field for field in thing._meta.concrete_fields if not (field.primary_key or _is_stamp(field))]
    state = {field.name: field.value_from_object(thing) for field in fields}
    return {
        name: _hidden(value) if name in secret or sounds_secret(name) else plain(value) for name, value in state.items()
    }


def described(thing: Model) -> dict[str, Any]:
    """As `state_of`, and what other objects it belongs to by name: of one that is new or gone a number says nothing."""
    others = {name: getattr(thing, name) for name in _links(thing)}
    return state_of(thing) | {name: plain(str(other)) for name, other in others.items() if other is not None}


def _links(thing: Model) -> list[str]:
    return [field.name for field in thing._meta.concrete_fields if field.is_relation]


def _is_stamp(field: Any) -> bool:
    """Whether it only says when the row was written; the entry says that itself."""
    return isinstance(field, DateTimeField) and (field.auto_now or field.auto_now_add or field.default == timezone.now)


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> Changes:
    """What differs between two states; a field that one of them lacks counts as None there."""
    pairs = {name: [before.get(name), after.get(name)] for name in {**before, **after}}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def secret_change() -> list[Any]:
    """What is said of a secret: that it changed."""
    return [HIDDEN, HIDDEN]


def sounds_secret(name: str) -> bool:
    """Whether a field of this name holds a secret."""
    return SECRET.search(name) is not None


def plain(value: Any) -> Any:
    """The value as JSON can hold it and a person can read it, without what looks like a key."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, dict):
        return _text(json.dumps({str(key): plain(item) for key, item in value.items()}, ensure_ascii=False))
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return _text(", ".join(str(plain(item)) for item in value))
    return _text(str(value))


def _text(text: str) -> str:
    # By shape alone: somebody's own "key" could be the name of what they wish to hide here.
    return on_one_line(SHAPES.sub("***", text)).encode(errors="replace").decode()[:LONGEST]


def _hidden(value: Any) -> str | None:
    return HIDDEN if value else None
