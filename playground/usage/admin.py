"""Usage in the admin panel."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from playground.audit.spreadsheet import download
from playground.catalog import panel

from .condition import condition_of
from .export import as_csv
from .failing import RULE, TROUBLED_RULE, concerns, marks
from .report import report_of
from .selection import Selection

PERMISSION = "usage.view_day"


@require_safe
def usage(request: HttpRequest) -> HttpResponse:
    """Everybody's usage."""
    report = report_of(Selection.of(request.GET.dict(), timezone.localdate()))
    context = {**admin.site.each_context(request), "title": _("Usage"), "report": report}
    return render(request, "admin/usage/usage.html", context)


@require_safe
def usage_csv(request: HttpRequest) -> HttpResponseBase:
    return download("usage.csv", as_csv(Selection.of(request.GET.dict(), timezone.localdate())))


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """How endpoints and models do."""
    condition = condition_of(request.GET.get("span", ""))
    context = {
        **admin.site.each_context(request),
        "title": _("Health"),
        "condition": condition,
        "rules": (RULE, TROUBLED_RULE),
    }
    return render(request, "admin/usage/health.html", context)


panel.pages += [
    panel.Page("health", "health/", health, _("Health"), PERMISSION),
    panel.Page("usage", "usage/", usage, _("Usage"), PERMISSION),
    panel.Page("usage-csv", "usage/usage.csv", usage_csv, permission=PERMISSION),
]
panel.health.append(marks)
panel.concerns.append(concerns)
