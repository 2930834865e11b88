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
from ..forms import ModelNameForm
from ..models import Endpoint, Inquiry
from .render import page, page_or_part

PAGE = 100  # models; a form may have some 200 fields
SURE = "sure"
Info = dict[str, Any]  # what the endpoint said about a model


@require_http_methods(["GET", "HEAD", "POST"])
def models(request: HttpRequest, pk: int) -> HttpResponse:
    """What the endpoint said it serves, to choose from.

    A form says what to do by the name of its button: `offer` what is ticked, `all` that match, or else look further.
    """
    endpoint = access.endpoint(pk)
    asked = endpoint.inquiries.filter(kind=Inquiry.Kind.MODELS).order_by("-pk").first()
    found = (asked and asked.result.get("models")) or []
    query = request.POST.get("q") or request.GET.get("q", "")
    matching = [info for info in found if _matches(info, query)]
    form = ModelNameForm(request.POST if "name" in request.POST else None)
    if form.is_valid():
        return _offer(request, endpoint, [{"id": form.cleaned_data["name"]}], query)
    if "offer" in request.POST:
        ticked = _ticked(request)
        return _offer(request, endpoint, [info for info in found if info["id"] in ticked], query)
    if request.POST.get("all") == SURE:
        return _offer(request, endpoint, matching, query)
    context = {"endpoint": endpoint, "q": query}
    if "all" in request.POST:
        return _ask_first(request, context, matching)
    return _page(request, {**context, "asked": asked, "form": form}, found, matching)


def _page(request: HttpRequest, context: dict[str, Any], found: list[Info], matching: list[Info]) -> HttpResponse:
    endpoint, asked, ticked = context["endpoint"], context["asked"], _ticked(request)
    offered = dict(endpoint.models.values_list("name", "enabled"))
    shown = Paginator(matching, PAGE).get_page(request.POST.get("page") or request.GET.get("page"))
    here = {info["id"] for info in shown}
    elsewhere = [info["id"] for info in found if info["id"] in ticked - here and not offered.get(info["id"])]
    context |= {
        "title": _("Models of %(endpoint)s") % {"endpoint": endpoint},
        "sentence": wording.WHAT.get((asked and asked.result.get("kind")) or "", wording.UNKNOWN),
        "is_late": asked is not None and inquiries.is_late(asked),
        "is_waiting": asked is not None and asked.answered_at is None and not inquiries.is_late(asked),
        "shown": shown,
        "rows": [
            (
                info,
                rules.capabilities_in_words(info.get("capabilities") or ()),
                offered.get(info["id"]),
                info["id"] in ticked,
            )
            for info in shown
        ],
        "total": len(found),
        "is_cut": len(found) >= offering.MOST,
        "elsewhere": elsewhere,
        "offered": sum(offered.values()),
    }
    status = 422 if context["form"].errors else 200
    return page_or_part(request, "admin/catalog/models.html", "admin/catalog/_models.html", context, status)


def _ask_first(request: HttpRequest, context: dict[str, Any], matching: list[Info]) -> HttpResponse:
    context |= {"title": _("Are you sure?"), "number": len(matching), "elsewhere": sorted(_ticked(request))}
    return page(request, "admin/catalog/offer_all.html", {**context, "sure": SURE})


def _offer(request: HttpRequest, endpoint: Endpoint, chosen: list[Info], query: str) -> HttpResponse:
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


def _ticked(request: HttpRequest) -> set[str]:
    """What is ticked: on the page that was sent, and before on others, which one field carries along."""
    return {*request.POST.getlist("model"), *request.POST.get("elsewhere", "").splitlines()}


def _matches(info: Info, query: str) -> bool:
    text = f"{info['id']} {info.get('label', '')}".casefold()
    return all(word in text for word in query.casefold().split())
