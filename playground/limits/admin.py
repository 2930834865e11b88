"""Limits, in the admin panel."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.forms import ModelChoiceField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from playground.audit.audited import Audited

from .current import used_by
from .forms import LimitForm
from .models import Limit
from .rules import BUDGETS, SPEEDS
from .wording import summary


class Listed(ChangeList):
    """Looks up what is used for all rows of the page together."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows = list(self.result_list)
        used = used_by(rows)
        for row in rows:
            row.used = used.get(row.pk, "")
        self.result_list = rows


@admin.register(Limit)
class Limits(Audited, admin.ModelAdmin):  # type: ignore[type-arg]
    form = LimitForm
    list_display = ("__str__", "numbers", "used")
    list_filter = ("kind",)
    list_select_related = ("user", "group", "endpoint")
    search_fields = ("user__username", "group__name", "endpoint__name")
    fieldsets = (
        (
            None,
            {
                "fields": ("kind", "user", "group", "endpoint"),
                "description": _(
                    "All limits hold together: the strictest wins. Only a person's own one is different: "
                    "its numbers take the place of those for everybody."
                ),
            },
        ),
        (_("How fast"), {"fields": SPEEDS}),
        (_("How much"), {"fields": BUDGETS}),
    )

    class Media:
        css = {"all": ("css/limits.css",)}  # shows the field that the chosen kind needs, and no other

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Without Django's three icons beside each choice."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, ModelChoiceField):
            field.widget = field.widget.widget
        return field

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[Listed]:
        return Listed

    @admin.display(description=_("at most"))
    def numbers(self, limit: Limit) -> str:
        return summary(limit)

    @admin.display(description=_("used"))
    def used(self, limit: Any) -> str:
        return str(limit.used)
