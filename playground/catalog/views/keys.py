"""Keys and secret headers of an endpoint: entered and revoked, never shown."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from playground.accounts import sudo

from .. import access
from .. import keys as store
from ..errors import WrongAddress
from ..forms import HeaderForm, KeyForm
from ..models import Credential, Endpoint
from .render import page

KEPT = ("label", "name")  # what a form that came too late brings back; never its secret


def _password_first(request: HttpRequest, pk: int) -> HttpResponse:
    kept = {name: request.POST[name] for name in KEPT if name in request.POST}
    return sudo.ask(request, back=f"{reverse('admin:catalog_endpoint_keys', args=[pk])}?{urlencode(kept)}")


@require_http_methods(["GET", "HEAD", "POST"])
@sudo.required_else(_password_first)
@sensitive_post_parameters("key")
def keys(request: HttpRequest, pk: int) -> HttpResponse:
    """The keys, and a form for one more."""
    endpoint = access.endpoint(pk)
    form = KeyForm(request.POST or None, initial={"label": "" if endpoint.credentials.exists() else "default"})
    if form.is_valid():
        return _stored(request, endpoint, form)
    header_form = HeaderForm()
    for each in (form, header_form):
        if request.GET.keys() & each.fields.keys():
            each.come_back(request.GET.dict())
    return _page(request, endpoint, form=form, header_form=header_form)


def _stored(request: HttpRequest, endpoint: Endpoint, form: KeyForm) -> HttpResponse:
    try:
        store.set_key(endpoint, form.cleaned_data["key"], by=request.user, label=form.cleaned_data["label"])
    except WrongAddress as error:
        form.add_error("key", str(error))
        return _page(request, endpoint, form=form)
    messages.success(request, _("The key is stored. It is the one that is used from now on."))
    return redirect("admin:catalog_endpoint_keys", endpoint.pk)


@require_POST
@sudo.required
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends the use of a key at once; `delete` takes it out of the list as well."""
    credential = access.credential(pk)
    if "delete" in request.POST:
        store.remove(credential, by=request.user)
        messages.success(request, _("The key is deleted."))
    else:
        store.revoke(credential, by=request.user)
        messages.success(request, _("The key is revoked. Nothing uses it any more."))
    return redirect("admin:catalog_endpoint_keys", credential.endpoint_id)


@require_http_methods(["GET", "HEAD", "POST"])
@sudo.required_else(_password_first)
@sensitive_post_parameters("value")
def header(request: HttpRequest, pk: int) -> HttpResponse:
    """Stores a secret header. Its page of errors is left by what brings the reader back to it, as the password does."""
    endpoint = access.endpoint(pk)
    if request.method != "POST":
        return redirect("admin:catalog_endpoint_keys", pk)
    form = HeaderForm(request.POST, others=endpoint.headers)
    if not form.is_valid():
        return _page(request, endpoint, header_form=form)
    try:
        store.set_header(endpoint, form.cleaned_data["name"], form.cleaned_data["value"], by=request.user)
    except (ValidationError, WrongAddress) as error:
        form.add_error(None, str(error) if isinstance(error, WrongAddress) else error)
        return _page(request, endpoint, header_form=form)
    messages.success(request, _("The header is stored."))
    return redirect("admin:catalog_endpoint_keys", pk)


@require_POST
@sudo.required
def remove_header(request: HttpRequest, pk: int) -> HttpResponse:
    """Deletes a secret header."""
    endpoint = access.endpoint(pk)
    store.remove_header(endpoint, request.POST.get("name", ""), by=request.user)
    messages.success(request, _("The header is deleted."))
    return redirect("admin:catalog_endpoint_keys", pk)


def _page(request: HttpRequest, endpoint: Endpoint, **forms: Any) -> HttpResponse:
    credentials = list(endpoint.credentials.select_related("set_by", "owner").order_by("-set_at"))
    broken = store.broken_headers(endpoint)
    context = {
        "title": _("Keys of %(endpoint)s") % {"endpoint": endpoint},
        "endpoint": endpoint,
        "credentials": _with_states([each for each in credentials if each.owner_id is None]),
        "own": [each for each in credentials if each.owner_id is not None],
        "headers": [(name, name not in broken) for name in endpoint.secret_headers],
        "form": KeyForm(),
        "header_form": HeaderForm(),
        **forms,
    }
    status = 422 if any(form.errors for form in forms.values()) else 200
    return page(request, "admin/catalog/keys.html", context, status)


def _with_states(shared: list[Credential]) -> list[tuple[Credential, str]]:
    """Each key with how it is. Of those in force, calls take the newest that can be used.

    Args:
        shared: the keys for everybody, the newest first.
    """
    usable = [credential.pk for credential in shared if store.is_usable(credential)]
    states = dict.fromkeys(usable, "waiting") | dict.fromkeys(usable[:1], "used")
    return [(each, "revoked" if each.revoked_at else states.get(each.pk, "unusable")) for each in shared]
