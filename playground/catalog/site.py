"""The admin panel: Django's admin with Parley's name and pages, for superusers and staff."""

import re
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext_lazy as _
from django.views.defaults import permission_denied

from . import overview, panel

ID = re.compile("[0-9]{1,18}")  # every model in the panel has such keys, and SQLite's end there


class ParleyAdminSite(AdminSite):
    """Superusers may do everything in it, staff what their groups allow. They sign in where everybody does: the brake
    on guessing stands there.
    """

    site_header = "Parley"
    site_title = "Parley"
    index_title = _("Administration")
    empty_value_display = "–"

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return user.is_active and (user.is_superuser or user.is_staff)

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """With 400 for what no database can look up. What a form sends is the form's to judge."""
        return super().admin_view(_sane(view), cacheable)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The ordinary sign-in page; 403 for those who are signed in but may not enter."""
        if request.user.is_authenticated:
            return permission_denied(request, PermissionDenied())  # raised, it would fill the log with where
        return redirect_to_login(request.GET.get("next", "/admin/"))

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The page for everybody: it has the brake, and leaves an entry."""
        return redirect("accounts:password")

    def password_change_done(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """As `password_change`."""
        return redirect("accounts:password")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The pages that other apps have added, then Django's."""
        added = [path(page.path, self.admin_view(_guarded(page)), name=page.name) for page in panel.pages]
        return [*added, *super().get_urls()]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """With the menu of what the reader may open."""
        context = super().each_context(request)
        pages = [page for page in panel.pages if page.label and page.may_open(request.user)]
        return {**context, "menu": overview.menu(context["available_apps"], pages, request.path)}

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The overview."""
        return super().index(request, {**overview.overview(request.user), "title": None, **(extra_context or {})})


def _sane(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        ids = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if _has_nul(request.GET.lists()) or not all(map(ID.fullmatch, ids)):
            raise BadRequest
        return view(request, *args, **kwargs)

    return checked


def _has_nul(fields: Iterable[tuple[str, list[Any]]]) -> bool:
    return any("\0" in text for name, values in fields for text in (name, *values))


def _guarded(page: panel.Page) -> Callable[..., HttpResponseBase]:
    @wraps(page.view)
    def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not page.may_open(request.user):
            raise PermissionDenied
        return page.view(request, *args, **kwargs)

    return view
