"""The first page of adding an endpoint, and what its address will mean."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

import providers

from .. import place, vendors
from .render import page, page_or_part

HEADINGS = {
    vendors.Shelf.NAMED: lambda: _("Providers"),
    vendors.Shelf.COMPATIBLE: lambda: _("With OpenAI's protocol"),
    vendors.Shelf.LOCAL: lambda: _("On your own machines"),
}


@require_safe
def pick(request: HttpRequest) -> HttpResponse:
    """Whose models are they?"""
    shelves = [(HEADINGS[shelf](), choices) for shelf, choices in vendors.shelves()]
    return page(request, "admin/catalog/pick.html", {"title": _("Add an endpoint"), "shelves": shelves})


@require_safe
def address(request: HttpRequest) -> HttpResponse:
    """What will be called, for what is typed so far."""
    given, problem, url = request.GET, "", ""
    if given.get("provider") in providers.PROVIDERS:
        try:
            url = _call_url(given["provider"], given)
        except ValidationError as error:
            problem = " ".join(error.messages)
    context = {"title": _("Address"), "call_url": url, "problem": problem}
    return page_or_part(request, "admin/catalog/address.html", "admin/catalog/_address.html", context)


def _call_url(provider: str, given: QueryDict) -> str:
    missing = "endpoint_id" if provider == "runpod" else "base_url" if "required" in given else None
    if missing and not given.get(missing):
        return ""  # nothing to say yet
    base_url = place.normal(
        provider,
        given.get("base_url", ""),
        endpoint_id=given.get("endpoint_id", "").strip(),
        is_local=bool(given.get("private_network")),
    )
    return place.call_url(provider, base_url)
