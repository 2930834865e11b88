"""Tries endpoints and models. Each view starts an inquiry, or looks at one; none of them waits for an endpoint."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from playground.accounts import sudo

from .. import access, inquiries, layers, trying, vendors
from ..connection import resolve_for_admin
from ..errors import CatalogError
from ..forms import EndpointForm
from ..models import Inquiry
from .render import is_htmx, page_or_part


def _password_first(request: HttpRequest, **_kwargs: object) -> HttpResponse:
    """The form stays open, as its key could not be brought back."""
    return _show(request, {"is_stale": True}, status=422)


@require_POST
@sudo.required_else(_password_first)
@sensitive_post_parameters("key")
def check_new(request: HttpRequest) -> HttpResponse:
    """Tries what a form for a new endpoint says, with the key that was typed there."""
    vendor = vendors.VENDORS.get(request.GET.get("vendor", ""), vendors.VENDORS["compatible"])
    return _check(request, _form(request, vendor=vendor)(request.POST))


@require_POST
@sudo.required_else(_password_first)
@sensitive_post_parameters("key")
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Tries what the form of an endpoint says, saved or not."""
    return _check(request, _form(request)(request.POST, instance=access.endpoint(pk)))


def _form(request: HttpRequest, **given: Any) -> type[EndpointForm]:
    return type("Form", (EndpointForm,), {"may_set_key": request.user.has_perm("catalog.change_credential"), **given})


def _check(request: HttpRequest, form: EndpointForm) -> HttpResponse:
    errors = {name: found for name, found in form.errors.items() if name != "name"}
    if errors:
        sentences = [f"{form.fields[name].label}: {' '.join(map(str, found))}" for name, found in errors.items()]
        return _show(request, {"refusals": sentences}, status=422)
    trial = trying.of_form(form)
    inquiry = inquiries.start(Inquiry.Kind.CHECK, trial.target, request.user, endpoint=trial.saved, note=trial.note)
    return _shown(request, inquiry)


@require_POST
def probe(request: HttpRequest, pk: int) -> HttpResponse:
    """Finds out what a model can do, and writes it down."""
    model = access.language_model(pk)
    try:
        target = resolve_for_admin(model)
    except CatalogError as error:
        return _show(request, {"refusals": [str(error)]}, status=422)
    inquiry = inquiries.start(Inquiry.Kind.PROBE, target, request.user, endpoint=model.endpoint, model=model)
    return _shown(request, inquiry)


@require_safe
def inquiry(request: HttpRequest, pk: int) -> HttpResponse:
    """An inquiry as it stands."""
    return _show(request, _context(access.inquiry_of(request.user, pk)))


def _shown(request: HttpRequest, inquiry: Inquiry) -> HttpResponse:
    if not is_htmx(request):
        return redirect("admin:catalog_inquiry", inquiry.pk)
    return _show(request, _context(inquiry))


def _context(inquiry: Inquiry) -> dict[str, Any]:
    return {
        "inquiry": inquiry,
        "is_late": inquiries.is_late(inquiry),
        "layers": layers.of(inquiry) if inquiry.answered_at and inquiry.kind == Inquiry.Kind.CHECK else [],
        "found": layers.found(inquiry),
        "sentence": layers.sentence(inquiry) if inquiry.answered_at else "",
    }


def _show(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    context |= {"title": _("Test")}
    return page_or_part(request, "admin/catalog/inquiry.html", "admin/catalog/_inquiry.html", context, status)
