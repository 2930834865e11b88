"""A page of the admin panel, or the part of it that htmx asked for."""

from http import HTTPStatus
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = HTTPStatus.OK) -> HttpResponse:
    """A page inside the panel."""
    return render(request, template, {**admin.site.each_context(request), **context}, status=status)


def page_or_part(
    request: HttpRequest, template: str, part: str, context: dict[str, Any], status: int = HTTPStatus.OK
) -> HttpResponse:
    """One of two templates with the same values."""
    if is_htmx(request):
        response = render(request, part, context, status=status)
    else:
        response = page(request, template, context, status)
    patch_vary_headers(response, ["HX-Request"])
    return response
