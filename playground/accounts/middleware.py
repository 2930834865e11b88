"""Sends people who are not signed in to the sign-in page."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from .address import path_of


class SignInRequired(LoginRequiredMiddleware):
    """As Django's; where htmx asks, the whole page goes, instead of a sign-in form landing inside a pane."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """The way to sign in and back to the page that the reader had before them; None if they are signed in."""
        refusal = super().process_view(request, view_func, view_args, view_kwargs)
        if refusal is None or "HX-Request" not in request.headers:
            return refusal
        page = path_of(request.headers.get("HX-Current-URL", ""))
        return HttpResponse(status=401, headers={"HX-Redirect": redirect_to_login(page).url})
