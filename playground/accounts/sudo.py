"""Asks for the password again before something dangerous, such as touching keys, unless it was typed lately.

`@sudo.required` stands before a view, or `@sudo.required_else`; `@method_decorator(sudo.required)` before a method of a
class-based one; a whole ModelAdmin takes `sudo_admin.Required`.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from .address import path_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

TYPED_AT = "password_typed_at"  # in the session: seconds since 1970
REFRESH = 60  # seconds; the session is not saved for less


def is_fresh(request: HttpRequest) -> bool:
    """Whether the password was typed, or a guarded page used, in the last SUDO_MINUTES."""
    return _age(request) < settings.SUDO_MINUTES * 60


def confirm(request: HttpRequest) -> None:
    """The password has just been typed, or a guarded page was used."""
    request.session[TYPED_AT] = int(time.time())


def required(view: View[P]) -> View[P]:
    """Sends the reader to type the password first, and back to the page. What a form sent then is not carried out."""
    return required_else(lambda request, *args, **kwargs: ask(request))(view)


def required_else(stale: Callable[..., HttpResponseBase]) -> Callable[[View[P]], View[P]]:
    """As `required`, with an answer of one's own for when the password is missing."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not is_fresh(request):
                return stale(request, *args, **kwargs)
            if _age(request) > REFRESH:
                confirm(request)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def required_to_post(view: View[P]) -> View[P]:
    """As `required`, where reading is free and changing is not."""
    strict = required(view)

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return (view if _only_reads(request) else strict)(request, *args, **kwargs)

    return guarded


def ask(request: HttpRequest, back: str = "") -> HttpResponse:
    """To where the password is typed.

    Args:
        back: the page to go on to after a form was sent; the one that it was on, unless given.
    """
    page = request.get_full_path()
    if not _only_reads(request):
        messages.warning(request, _("Nothing was saved: it is a while since you typed your password."))
        page = back or path_of(request.headers.get("Referer", ""))
    if "HX-Request" in request.headers:
        page = path_of(request.headers.get("HX-Current-URL", ""))
        return HttpResponse(status=401, headers={"HX-Redirect": _address(page)})
    return redirect(_address(page))


def _age(request: HttpRequest) -> float:
    # A clock that was set back makes the age negative: that is not fresh either.
    age = time.time() - float(request.session.get(TYPED_AT, 0))
    return age if age > -REFRESH else float("inf")


def _only_reads(request: HttpRequest) -> bool:
    return request.method in {"GET", "HEAD"}


def _address(page: str) -> str:
    return f"{reverse('accounts:password-again')}?{urlencode({'next': page})}"


@receiver(user_logged_in)
def _typed(sender: object, request: HttpRequest, **kwargs: Any) -> None:
    confirm(request)
