"""An entry's changes in words."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateTimeField
from django.utils.dateparse import parse_datetime
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .changes import HIDDEN
from .models import Action, Entry

# What no form shows, and so has no name in one
WORDS = {
    "discovered_at": gettext_lazy("discovered at"),
    "endpoint": gettext_lazy("endpoint"),
    "invited by": gettext_lazy("invited by"),
    "key": gettext_lazy("key"),
    "managed": gettext_lazy("kept up to date by Parley"),
    "owner": gettext_lazy("person"),
    "price_sources": gettext_lazy("price sources"),
    "restricted": gettext_lazy("for groups alone"),
    "sign_outs": gettext_lazy("times signed out everywhere"),
    "user": gettext_lazy("person"),
    "withdrawn": gettext_lazy("off while it does not answer"),
}
OF_HEADER = "secret header "  # and its name


def summary(entry: Entry) -> str:
    """All of them in one line."""
    return " · ".join(sentences(entry))


def sentences(entry: Entry) -> Iterator[str]:
    """One for each field: `Note: – → ours`; of an object that is new or gone, just what it has or had."""
    for field, (before, after) in entry.changes.items():
        shown = partial(_shown, _column(entry.kind, field))
        values = {"field": _label(entry.kind, field), "before": shown(before), "after": shown(after)}
        if HIDDEN in (before, after):
            yield _("%(field)s: changed, and not shown") % values
        elif entry.action == Action.ADDED:
            yield _("%(field)s: %(after)s") % values
        elif entry.action == Action.DELETED:
            yield _("%(field)s: %(before)s") % values
        else:
            yield _("%(field)s: %(before)s → %(after)s") % values


def _label(kind: str, field: str) -> str:
    """The field's name as forms have it; its own where it is none of a model's."""
    if field.startswith(OF_HEADER):
        return _("Secret header %(name)s") % {"name": field.removeprefix(OF_HEADER)}
    if field in WORDS:
        return str(capfirst(WORDS[field]))
    column = _column(kind, field)
    return str(capfirst(getattr(column, "verbose_name", field))) if column else field


def _column(kind: str, field: str) -> Any:
    """The model's field; None where the change is of none."""
    try:
        return apps.get_model(kind)._meta.get_field(field)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None


def _shown(column: Any, value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str) and (words := dict(getattr(column, "flatchoices", ())).get(value)):
        return str(words)
    if isinstance(column, DateTimeField) and (moment := parse_datetime(str(value))) and is_aware(moment):
        return str(localize(localtime(moment)))
    return "–" if value in (None, "") else str(value)
