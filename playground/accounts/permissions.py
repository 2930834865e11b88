"""Permissions as people read them: `Endpoint · change`."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple, ModelMultipleChoiceField
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

VERBS = {"view": _("view"), "add": _("add"), "change": _("change"), "delete": _("delete")}


class Permissions(ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Those that allow something in the panel; Django knows many more."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs |= {"queryset": offered(), "widget": CheckboxSelectMultiple}
        super().__init__(**kwargs)

    def label_from_instance(self, obj: Any) -> str:
        verb = obj.codename.partition("_")[0]
        subject = SUBJECTS.get(obj.codename) or capfirst(obj.content_type.model_class()._meta.verbose_name)
        return f"{subject} · {VERBS.get(verb, obj.name)}"


def offered() -> QuerySet[Permission]:
    """Of the models in the panel, those that are good for anything, and those of its other pages."""
    types = ContentType.objects.get_for_models(*admin.site._registry)
    found = Permission.objects.filter(Q(content_type__in=types.values()) | Q(codename__in=OF_PAGES))
    found = found.select_related("content_type")
    return found.exclude(codename__in=UNUSED).order_by("content_type__app_label", "content_type__model", "pk")


# Of pages that are no model's own
OF_PAGES = ("change_credential", "view_day")
SUBJECTS = {"view_day": _("Usage and health")}
# Nobody may do these, whatever they have been given
UNUSED = ("add_entry", "change_entry", "delete_entry", "change_invitation", "delete_invitation")
