"""What one has used oneself."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from playground.audit.spreadsheet import download

from .export import as_csv
from .report import report_of
from .sections import sections_for
from .selection import Selection


def _own(request: HttpRequest) -> Selection:
    return Selection.of(request.GET.dict(), timezone.localdate(), cast(int, request.user.pk))


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    context = {"report": report_of(_own(request)), "sections": sections_for(request.user)}
    return render(request, "usage/own.html", context)


@require_safe
def own_csv(request: HttpRequest) -> HttpResponseBase:
    return download("usage.csv", as_csv(_own(request)))
