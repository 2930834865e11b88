"""Which of an endpoint's models are offered."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from .. import access, inquiries, offering, rules, wording
from ..connection import to_endpoint
from ..errors import CatalogError
from ..models import Endpoint, Inquiry
from .render import page_or_part

PAGE = 100  # models; a form may have some 200 fields


@require_http_methods(["GET", "HEAD", "POST"])
def models(request: HttpRequest, pk: int) -> HttpResponse:
    """What the endpoint said it serves, to choose from."""
    endpoint = access.endpoint(pk)
    asked = endpoint.inquiries.filter(kind=Inquiry.Kind.MODELS).order_by("-pk").first()
    found = (asked and asked.result.get("models")) or []
    query = request.POST.get("q") or request.GET.get("q", "")
    matching = [info for info in found if _matches(info, query)]
    if request.method == "POST":
        return _offer(request, endpoint, matching, query)
    return _page(request, endpoint, asked, matching, query)


def _page(request: HttpRequest, endpoint: Endpoint, asked: Inquiry | None, matching: Any, query: str) -> HttpResponse:
    offered = dict(endpoint.models.values_list("name", "enabled"))
    shown = Paginator(matching, PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Models of %(endpoint)s") % {"endpoint": endpoint},
        "endpoint": endpoint,
        "asked": asked,
        "sentence": wording.WHAT.get((asked and asked.result.get("kind")) or "", wording.UNKNOWN),
        "is_late": asked is not None and inquiries.is_late(asked),
        "is_waiting": asked is not None and asked.answered_at is None and not inquiries.is_late(asked),
        "shown": shown,
        "rows": [
            (info, rules.capabilities_in_words(info.get("capabilities") or ()), offered.get(info["id"]))
            for info in shown
        ],
        "total": len((asked and asked.result.get("models")) or []),
        "is_cut": len((asked and asked.result.get("models")) or []) >= offering.MOST,
        "q": query,
        "offered": sum(offered.values()),
    }
    return page_or_part(request, "admin/catalog/models.html", "admin/catalog/_models.html", context)


def _offer(request: HttpRequest, endpoint: Endpoint, matching: list[dict[str, Any]], query: str) -> HttpResponse:
    if name := request.POST.get("name", "").strip():
        chosen = [{"id": name[:200]}]
    elif "all" in request.POST:
        chosen = matching
    else:
        wanted = set(request.POST.getlist("model"))
        chosen = [info for info in matching if info["id"] in wanted]
    number = offering.offer(endpoint, chosen, request.user)
    messages.success(
        request,
        ngettext("%(number)s model is offered now.", "%(number)s models are offered now.", number) % {"number": number},
    )
    where = reverse("admin:catalog_endpoint_models", args=[endpoint.pk])
    return redirect(f"{where}?{urlencode({'q': query})}" if query else where)


@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks the endpoint what it serves."""
    endpoint = access.endpoint(pk)
    try:
        inquiries.start(Inquiry.Kind.MODELS, to_endpoint(endpoint), request.user, endpoint=endpoint)
    except CatalogError as error:
        messages.error(request, str(error))
    return redirect("admin:catalog_endpoint_models", pk)


def _matches(info: dict[str, Any], query: str) -> bool:
    text = f"{info['id']} {info.get('label', '')}".casefold()
    return all(word in text for word in query.casefold().split())
