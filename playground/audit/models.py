"""Who changed what, and when. Rows are added, and after that they stay as they are."""

import json
from typing import Any, NoReturn

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .names import in_the_readers_words

# Kinds of things that are no rows
KINDS = {"master key": _("master key")}


class AppendOnly(Exception):
    """Somebody tried to change or delete what is only ever added."""


class Action(models.TextChoices):
    ADDED = "added", _("added")
    CHANGED = "changed", _("changed")
    DELETED = "deleted", _("deleted")


class Readable(json.JSONEncoder):
    """Leaves Chinese as it is, so that it can be searched for in SQLite."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False})


class Entries(models.QuerySet["Entry"]):
    def update(self, **values: Any) -> NoReturn:
        raise AppendOnly

    def bulk_update(self, *args: Any, **options: Any) -> NoReturn:
        raise AppendOnly

    def delete(self) -> NoReturn:
        raise AppendOnly


class Entry(models.Model):
    """One change of one object. It outlives the object, and the person who made the change."""

    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(_("who"), max_length=150, blank=True)  # as it was then; "" = the command line
    action = models.CharField(_("action"), max_length=8, choices=Action)
    kind = models.CharField(_("kind"), max_length=80)  # a model's label, such as "catalog.endpoint"
    object_id = models.CharField(_("id"), max_length=64, blank=True)
    name = models.CharField(_("which"), max_length=200)  # as it was then
    changes = models.JSONField(_("changes"), default=dict, encoder=Readable)  # field: [from, to]; never a secret

    objects = Entries.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["kind", "object_id"], name="audit_of_object")]
        verbose_name = _("change")
        verbose_name_plural = _("changes")

    def __str__(self) -> str:
        return f"{self.who} · {self.get_action_display()} · {self.what} {self.which}"

    def save(self, *args: Any, **options: Any) -> None:
        """Adds the row. Raises AppendOnly if it is there already."""
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        raise AppendOnly

    @property
    def who(self) -> str:
        """The name that the person had then."""
        return self.by_name or gettext("command line")

    @property
    def what(self) -> str:
        """The kind of object, in the reader's language."""
        try:
            return str(apps.get_model(self.kind)._meta.verbose_name)
        except (LookupError, ValueError):  # not a model, or one that Parley had once
            return str(KINDS.get(self.kind, self.kind))

    @property
    def which(self) -> str:
        """The object's name then, in the reader's language where Parley gave it."""
        return in_the_readers_words(self.kind, self.name)
