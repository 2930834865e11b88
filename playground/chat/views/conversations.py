"""A conversation as a whole."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from .. import access, screen_build, seen
from ..models import Conversation
from ..services import branches, conversations, stopping
from .parsing import id_in
from .respond import caught_up, conversation_page, is_htmx, page_or_part, panes_changed, refusable


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To the user's draft."""
    url = reverse("chat:conversation", args=[conversations.draft_for(request.user).uuid])
    return redirect(f"{url}?{request.GET.urlencode()}" if request.GET else url)


@require_POST
def compare(request: HttpRequest) -> HttpResponse:
    """A draft in which the first models of an endpoint stand side by side."""
    draft, others = conversations.compare(request.user, id_in(request.POST, "endpoint"))
    if others:
        messages.info(request, _("The first models are here; %(count)s more can be chosen.") % {"count": others})
    return redirect("chat:conversation", draft.uuid)


@require_safe
def conversation(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The compare screen. `deleted` names a conversation whose deletion can be undone, `removed` a pane."""
    shown = access.conversation_of(request.user, uuid)
    undo = access.deleted_named(request.user, request.GET.get("deleted", ""))
    removed = access.removed_named(shown, request.GET.get("removed", ""))
    return conversation_page(request, shown, undo=undo, removed=removed, leads_back=True)


@require_safe
def fresh(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """All panes as they are now, unless the page that asks shows them so already (`seen`)."""
    shown = access.conversation_of(request.user, uuid)
    if not seen.is_old(request.GET.getlist("seen"), shown.panes.open()):
        return HttpResponse(status=204)
    return caught_up(request, shown)


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The conversations that a query finds; all without one."""
    context = _sidebar(request, access.conversation_named(request.user, request.GET.get("current", "")))
    return page_or_part(request, "chat/conversation_list.html", "chat/_sidebar_list.html", context)


@require_POST
@refusable
def rename(request: HttpRequest, uuid: UUID) -> HttpResponse:
    renamed = access.conversation_of(request.user, uuid)
    conversations.rename(renamed, request.POST.get("title", ""))
    if not is_htmx(request):
        return redirect("chat:conversation", renamed.uuid)
    current = access.conversation_named(request.user, request.POST.get("current", ""))
    parts = [render_to_string("chat/_sidebar.html", _sidebar(request, current), request)]
    if current == renamed:
        parts.append(render_to_string("chat/_title.html", {"title": renamed.title, "oob": True}, request))
    return HttpResponse("".join(parts))


@require_POST
@refusable
def delete(request: HttpRequest, uuid: UUID) -> HttpResponse:
    deleted = access.conversation_of(request.user, uuid)
    conversations.delete(deleted)
    home_with_undo = f"{reverse('chat:home')}?deleted={deleted.uuid}"
    if not is_htmx(request):
        return redirect(home_with_undo)
    if request.POST.get("current") == str(deleted.uuid):
        return HttpResponse(headers={"HX-Redirect": home_with_undo})
    current = access.conversation_named(request.user, request.POST.get("current", ""))
    return render(request, "chat/_sidebar.html", _sidebar(request, current) | {"deleted": deleted})


@require_POST
def restore(request: HttpRequest, uuid: UUID) -> HttpResponse:
    restored = access.deleted_conversation_of(request.user, uuid)
    conversations.restore(restored)
    if not is_htmx(request):
        return redirect("chat:conversation", restored.uuid)
    current = access.conversation_named(request.user, request.POST.get("current", ""))
    return render(request, "chat/_sidebar.html", _sidebar(request, current))


@require_POST
@refusable
def continue_all(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Every pane goes on from one answer."""
    continued = access.conversation_of(request.user, uuid)
    message = access.message_in(continued, id_in(request.POST, "message"))
    branches.continue_from(continued, message)
    return panes_changed(request, continued)


@require_POST
def stop_all(request: HttpRequest, uuid: UUID) -> HttpResponse:
    stopped = access.conversation_of(request.user, uuid)
    stopping.stop_all(stopped)
    return HttpResponse(status=204) if is_htmx(request) else redirect("chat:conversation", stopped.uuid)


def _sidebar(request: HttpRequest, current: Conversation | None) -> dict[str, Any]:
    query = request.GET.get("q", "")
    return {"groups": screen_build.sidebar_of(request.user, query), "q": query, "conversation": current}
