"""Keys that work for their owner alone, where an admin allows it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from playground.accounts import sudo

from .. import access, keys
from ..errors import WrongAddress
from ..forms import OwnKeyForm


@require_safe
@sudo.required
def own_keys(request: HttpRequest) -> HttpResponse:
    """The endpoints that take one."""
    return _page(request)


def _password_first(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    return sudo.ask(request, back=f"{reverse('catalog:own-keys')}?again={endpoint_id}")


@require_http_methods(["GET", "HEAD", "POST"])
@sudo.required_else(_password_first)
@sensitive_post_parameters("key")
def store(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Sets or replaces the reader's key. Who comes back to its page of errors, as after the password, sees them all."""
    if request.method != "POST":
        return redirect("catalog:own-keys")
    endpoint = access.endpoint_for_own_key(request.user, endpoint_id)
    form = OwnKeyForm(request.POST)
    try:
        if form.is_valid():
            keys.set_own_key(endpoint, form.cleaned_data["key"], access.signed_in(request.user))
            messages.success(request, _("Your key is stored. It is used for your questions alone."))
            return redirect("catalog:own-keys")
    except WrongAddress as error:
        form.add_error("key", str(error))
    return _page(request, wrong=endpoint_id, form=form)


@require_POST
@sudo.required
def remove(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Deletes the reader's key, also where keys of one's own are not allowed any more."""
    credential = access.own_keys_of(request.user).get(endpoint_id)
    if credential:
        keys.remove(credential, by=request.user)
        messages.success(request, _("Your key is deleted."))
    return redirect("catalog:own-keys")


def _page(request: HttpRequest, wrong: int = 0, form: OwnKeyForm | None = None) -> HttpResponse:
    own = access.own_keys_of(request.user)
    endpoints = access.endpoints_for_own_keys(request.user)
    rows = [
        (endpoint, own.get(endpoint.pk), form if form and endpoint.pk == wrong else OwnKeyForm(auto_id=f"key-{n}-%s"))
        for n, endpoint in enumerate(endpoints)
    ]
    for endpoint, _key, shown in rows:
        if request.GET.get("again") == str(endpoint.pk):
            shown.come_back({})
    return render(request, "catalog/own_keys.html", {"rows": rows}, status=422 if wrong else 200)
