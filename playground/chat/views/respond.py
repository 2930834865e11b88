"""The same values as a page, or as the part of it that htmx asked for."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers

from playground.prose import joined

from .. import access, screen_build
from ..models import Conversation, Pane
from ..refusal import Refusal

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def page_or_part(
    request: HttpRequest, page: str, part: str, context: dict[str, Any], status: int = HTTPStatus.OK
) -> HttpResponse:
    """One of two templates with the same context."""
    response = render(request, part if is_htmx(request) else page, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def conversation_page(
    request: HttpRequest, conversation: Conversation, status: int = HTTPStatus.OK, **context: Any
) -> HttpResponse:
    """The compare screen."""
    screen = screen_build.screen_of(request.user, conversation)
    context |= {"conversation": conversation, "screen": screen}
    return render(request, "chat/conversation.html", context, status=status)


def panes_changed(request: HttpRequest, conversation: Conversation, removed: Pane | None = None) -> HttpResponse:
    """All panes as they are now; with a removed one, a way back."""
    if not is_htmx(request):
        return redirect("chat:conversation", conversation.uuid)
    screen = screen_build.screen_of(request.user, conversation)
    context = {"conversation": conversation, "screen": screen, "removed": removed}
    response = render(request, "chat/_panes_changed.html", context)
    response["HX-Retarget"], response["HX-Reswap"] = "#panes", "outerHTML"  # whichever button asked
    return response


def caught_up(request: HttpRequest, conversation: Conversation, notice: Refusal | None = None) -> HttpResponse:
    """All panes for a page that had become old; with a notice, for its composer as well."""
    if not is_htmx(request):
        return redirect("chat:conversation", conversation.uuid)
    screen = screen_build.screen_of(request.user, conversation)
    context = {"conversation": conversation, "screen": screen, "notice": notice}
    return render(request, "chat/_caught_up.html", context)


def pane_changed(request: HttpRequest, pane: Pane) -> HttpResponse:
    """One pane as it is now, and what the others show because of it."""
    if not is_htmx(request):
        return redirect("chat:conversation", pane.conversation.uuid)
    return render(request, "chat/_pane_changed.html", screen_build.changed_context(pane))


def refusable(view: View[P]) -> View[P]:
    """Answers a Refusal with its sentence. What the user typed stays: in htmx's page, or in the page sent again."""

    @wraps(view)
    def answered(request: HttpRequest, /, *args: P.args, **address: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **address)
        except Refusal as refusal:
            return refused(request, refusal, address)

    return answered


def refused(request: HttpRequest, refusal: Refusal, address: dict[str, Any]) -> HttpResponse:
    """Why something was not done; the page around it stays as it is."""
    if is_htmx(request):
        context = {"title": refusal.title, "text": refusal.text}
        response = render(request, "chat/_notice.html", context, status=refusal.status)
        response["HX-Reswap"] = "none"
        return response
    messages.error(request, joined(refusal.title, refusal.text))
    if "uuid" in address:
        conversation = access.conversation_of(request.user, address["uuid"])
    else:
        conversation = access.removed_pane_of(request.user, address["pane_id"]).conversation
    return conversation_page(request, conversation, refusal.status, text=request.POST.get("text", ""))
