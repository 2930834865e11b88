"""Columns."""

from itertools import groupby
from operator import attrgetter
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from playground.catalog.access import models_for
from playground.catalog.models import LanguageModel
from playground.usage.failing import failing_models

from .. import access, screen_build
from ..forms import SettingsForm
from ..services import branches, panes
from .parsing import id_in
from .respond import is_htmx, page_or_part, pane_changed, panes_changed, refusable


@require_POST
@refusable
def add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A copy of the pane named by `copy`, or an empty pane."""
    conversation = access.conversation_of(request.user, uuid)
    copy = access.pane_in(conversation, id_in(request.POST, "copy")) if request.POST.get("copy") else None
    panes.add_pane(conversation, copy)
    return panes_changed(request, conversation)


@require_POST
@refusable
def remove(request: HttpRequest, pane_id: int) -> HttpResponse:
    removed = access.pane_of(request.user, pane_id)
    panes.remove_pane(removed)
    if not is_htmx(request):
        url = reverse("chat:conversation", args=[removed.conversation.uuid])
        return redirect(f"{url}?removed={removed.pk}")
    return panes_changed(request, removed.conversation, removed)


@require_POST
@refusable
def restore(request: HttpRequest, pane_id: int) -> HttpResponse:
    restored = access.removed_pane_of(request.user, pane_id)
    panes.restore_pane(restored)
    return panes_changed(request, restored.conversation)


@require_safe
def pane(request: HttpRequest, pane_id: int) -> HttpResponse:
    return pane_changed(request, access.pane_of(request.user, pane_id))


@require_POST
@refusable
def switch(request: HttpRequest, pane_id: int, message_id: int) -> HttpResponse:
    """To the branch that a message is on."""
    switched = access.pane_of(request.user, pane_id)
    branches.switch(switched, access.message_in(switched.conversation, message_id))
    return pane_changed(request, switched)


@require_POST
def choose_model(request: HttpRequest, pane_id: int) -> HttpResponse:
    changed = access.pane_of(request.user, pane_id)
    model = get_object_or_404(models_for(request.user), pk=id_in(request.POST, "model"))
    panes.choose_model(changed, model)
    return pane_changed(request, changed)


@require_safe
def models(request: HttpRequest, pane_id: int) -> HttpResponse:
    """The models to choose from, by endpoint; with `q`, those whose name or endpoint contains it."""
    changed = access.pane_of(request.user, pane_id)
    query = request.GET.get("q", "")
    found = [model for model in models_for(request.user) if _matches(model, query)]
    by_endpoint = groupby(found, key=attrgetter("endpoint"))
    groups = [(endpoint, *screen_build.endpoint_words(endpoint), list(group)) for endpoint, group in by_endpoint]
    context = {"conversation": changed.conversation, "pane": changed, "q": query, "groups": groups}
    context["failing"] = failing_models((model.pk, model.endpoint_id) for model in found)
    return page_or_part(request, "chat/model_picker.html", "chat/_model_list.html", context)


def _matches(model: LanguageModel, query: str) -> bool:
    """Every word of the query occurs somewhere."""
    text = f"{model.label} {model.name} {model.endpoint.name}".casefold()
    return all(word in text for word in query.casefold().split())


@require_http_methods(["GET", "HEAD", "POST"])
def change_settings(request: HttpRequest, pane_id: int) -> HttpResponse:
    """System prompt and params; with `clear`, none; with `all`, of every open pane."""
    changed = access.pane_of(request.user, pane_id)
    data = {} if "clear" in request.POST else request.POST
    form = SettingsForm(data) if request.method == "POST" else SettingsForm.of(changed)
    conversation = changed.conversation
    if not form.is_valid():
        panes_open = conversation.panes.filter(closed_at=None).count()
        context = {"conversation": conversation, "pane": changed, "form": form, "panes": panes_open}
        status = 422 if form.is_bound else 200
        return page_or_part(request, "chat/pane_settings.html", "chat/_pane_settings.html", context, status)
    settings = form.cleaned_data["system_prompt"], form.params()
    if "all" in request.POST:
        panes.change_all_settings(conversation, *settings)
        return panes_changed(request, conversation)
    panes.change_settings(changed, *settings)
    return pane_changed(request, changed)
