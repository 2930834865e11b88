"""A ModelAdmin whose every change leaves an entry."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.forms import BaseForm, PasswordInput
from django.forms.models import InlineForeignKeyField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from . import recording
from .changes import Changes, plain, secret_change, sounds_secret

if TYPE_CHECKING:
    Base = ModelAdmin[Any]
else:
    Base = object


EMPTY = (None, "", "{}")


class Audited(Base):
    """Goes before ModelAdmin. Writes what forms and inlines changed into the audit instead of Django's own log.

    A field that is typed like a password, or named like one, is a secret; `secret_fields` names others. What an
    action or a view of its own changes, it records itself.
    """

    secret_fields: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()  # related names of what is deleted with an object and has entries of its own

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """What the page changed; the parts' entries are written here, the object's own by `log_…`."""
        for formset in formsets or ():
            self._record_parts(request, formset)
        return self._changes(form, add)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        recording.added(obj, request.user, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        recording.changed(obj, request.user, message)

    def log_deletions(self, request: HttpRequest, queryset: Iterable[Any]) -> None:  # type: ignore[override]
        """Nothing: Django calls this before a deletion that may be refused. `delete_…` write the entries."""

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self._record_deletions(request, [obj])
        super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._record_deletions(request, queryset)
        super().delete_queryset(request, queryset)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The object's entries."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        of_object = {"kind": self.model._meta.label_lower, "object_id": unquote(object_id)}
        return redirect(f"{reverse('admin:audit_entry_changelist')}?{urlencode(of_object)}")

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Writes of a part that goes while it still has its id."""
        for part in formset.deleted_forms:
            if part.instance.pk is not None:
                recording.deleted(part.instance, request.user)
        super().save_formset(request, form, formset, change)

    def _record_deletions(self, request: HttpRequest, things: Iterable[Any]) -> None:
        for thing in things:
            for name in self.parts:
                for part in getattr(thing, name).all():
                    recording.deleted(part, request.user)
            recording.deleted(thing, request.user)

    def _record_parts(self, request: HttpRequest, formset: Any) -> None:
        forms = {id(form.instance): form for form in formset.forms}
        for thing in formset.new_objects:
            recording.added(thing, request.user, self._changes(forms[id(thing)], add=True))
        for thing, _fields in formset.changed_objects:
            recording.changed(thing, request.user, self._changes(forms[id(thing)], add=False))

    def _changes(self, form: BaseForm, add: bool) -> Changes:
        if add:
            filled = [name for name in form.fields if plain(form.cleaned_data.get(name)) not in EMPTY]
            return {name: self._change(form, name, add) for name in filled if not _is_link(form, name)}
        return {name: self._change(form, name, add) for name in form.changed_data}

    def _change(self, form: BaseForm, name: str, add: bool) -> list[Any]:
        if name not in form.fields or self._is_secret(form, name):
            return secret_change()
        before = None if add else form.get_initial_for_field(form.fields[name], name)
        return [plain(before), plain(form.cleaned_data.get(name))]

    def _is_secret(self, form: BaseForm, name: str) -> bool:
        named = (*self.secret_fields, *getattr(form, "secret_fields", ()))
        return name in named or sounds_secret(name) or isinstance(form.fields[name].widget, PasswordInput)


def _is_link(form: BaseForm, name: str) -> bool:
    """Whether the field only ties an inline's row to its parent."""
    return name in {"id", "DELETE"} or isinstance(form.fields[name], InlineForeignKeyField)
