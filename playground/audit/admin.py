"""The audit, in the admin panel: read, search, filter, export; nothing else."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from .export import as_csv
from .models import Entry
from .spreadsheet import download
from .wording import sentences, summary


class KindFilter(admin.SimpleListFilter):
    """The kinds that there are, in the reader's words."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        kinds = Entry.objects.order_by("kind").values_list("kind", flat=True).distinct()
        return [(kind, Entry(kind=kind).what) for kind in kinds]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Entry)
class Entries(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("at", "who", "action", "what", "which", "changed")
    list_filter = (KindFilter, "action", ("by_name", admin.AllValuesFieldListFilter), ("at", admin.DateFieldListFilter))
    date_hierarchy = "at"
    search_fields = ("name", "by_name", "changes", "kind", "=object_id")
    search_help_text = _("Names, people, and what was changed.")
    fields = ("at", "who", "action", "what", "which", "object_id", "changed_at_length")
    readonly_fields = fields
    list_per_page = 50

    @admin.display(description=_("who"), ordering="by_name")
    def who(self, entry: Entry) -> str:
        return entry.who

    @admin.display(description=_("kind"), ordering="kind")
    def what(self, entry: Entry) -> str:
        return entry.what

    @admin.display(description=_("which"), ordering="name")
    def which(self, entry: Entry) -> str:
        return entry.which

    @admin.display(description=_("changes"))
    def changed(self, entry: Entry) -> str:
        text = summary(entry)
        return text if len(text) <= 200 else text[:200] + "…"

    @admin.display(description=_("changes"))
    def changed_at_length(self, entry: Entry) -> str:
        return "\n".join(sentences(entry))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        return lookup == "object_id" or super().lookup_allowed(lookup, value, request)

    def get_urls(self) -> list[URLPattern]:
        export = path("export/", self.admin_site.admin_view(self.export), name="audit_entry_export")
        return [export, *super().get_urls()]

    def export(self, request: HttpRequest) -> HttpResponseBase:
        """What the list shows, with its search and filters, as CSV."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            shown = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return redirect("admin:audit_entry_changelist")
        return download("audit.csv", as_csv(shown))
