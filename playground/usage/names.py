"""What numbers in the ledger are called."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Model
from django.utils.translation import gettext as _

from playground.catalog.models import Endpoint, LanguageModel

from .models import GONE, Gone

# By kind: what it is, and the column of its name
NAMED: dict[str, tuple[type[Model], str]] = {
    "user": (get_user_model(), "username"),
    "group": (Group, "name"),
    "endpoint": (Endpoint, "name"),
}


@dataclass(frozen=True)
class Name:
    """A name for people.

    detail: what tells it from others of the same name; of a model its endpoint.
    """

    text: str
    detail: str = ""
    is_gone: bool = False


def names_of(kind: str, numbers: Collection[int]) -> dict[int, Name]:
    """The names of users, groups, endpoints or models; in one query, and one more when some were deleted."""
    names = _present(kind, numbers) if numbers else {}
    missing = [number for number in numbers if number not in names]
    if missing:
        gone = dict(Gone.objects.filter(kind=kind, number__in=missing).values_list("number", "name"))
        names |= {number: Name(gone.get(number) or nameless(number), is_gone=True) for number in missing}
    return names


def _present(kind: str, numbers: Collection[int]) -> dict[int, Name]:
    if kind == "model":
        models = LanguageModel.objects.filter(pk__in=numbers).order_by()
        rows = models.values_list("pk", "label", "name", "endpoint__name")
        return {pk: Name(label or name, endpoint) for pk, label, name, endpoint in rows}
    model, column = NAMED[kind]
    return {pk: Name(name) for pk, name in model._default_manager.filter(pk__in=numbers).values_list("pk", column)}


def nameless(number: int) -> str:
    """What to call a number when its name is not known, or not for the reader."""
    return _("removed") if number == GONE else f"#{number}"
