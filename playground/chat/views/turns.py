"""Questions."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from playground.limits.wording import others_text, title_of
from playground.prose import joined

from .. import access, screen_build, seen
from ..forms import question_in
from ..models import Message, Pane
from ..refusal import Refusal
from ..screen import Question
from ..services import turns
from .parsing import ids_in
from .respond import caught_up, is_htmx, page_or_part, pane_changed, panes_changed, refusable


@require_POST
@refusable
def send(request: HttpRequest, uuid: UUID) -> HttpResponse:
    conversation = access.conversation_of(request.user, uuid)
    text, nonce = question_in(request.POST)
    panes = ids_in(request.POST, "pane")
    sent = turns.send(conversation, text, nonce, panes)
    notice = Refusal(title_of(sent.full), others_text(sent.full)) if sent.full else _about_skipped(sent.skipped)
    if not is_htmx(request):
        if notice:
            messages.warning(request, joined(notice.title, notice.text))
        return redirect("chat:conversation", conversation.uuid)
    if sent.is_repeat:  # the page may or may not have the rows already
        return HttpResponse(headers={"HX-Refresh": "true"})
    if seen.was_old(request.POST.getlist("seen"), sent.panes, sent.generations):
        response = caught_up(request, sent.conversation, notice or _about_others())
        response["HX-Retarget"], response["HX-Reswap"] = "#panes", "outerHTML"
        return response
    return render(request, "chat/_sent.html", _sent_context(request, sent) | {"notice": notice})


def _sent_context(request: HttpRequest, sent: turns.Sent) -> dict[str, Any]:
    return {
        "conversation": sent.conversation,
        "panes": screen_build.sent_views(sent.conversation, sent.panes, sent.generations, sent.skipped),
        "nonce": screen_build.new_nonce(),
        "is_first": sent.is_first,
        "title": screen_build.title_of(sent.conversation),
        "groups": screen_build.sidebar_of(request.user) if sent.is_first else [],
    }


def _about_skipped(panes: list[Pane]) -> Refusal | None:
    """What to say about panes that were not asked."""
    count = len(panes)
    if not count:
        return None
    return Refusal(
        ngettext("%(count)s pane was not asked.", "%(count)s panes were not asked.", count) % {"count": count},
        ngettext(
            "It has no model that can answer: choose one, then ask there. The others are answering.",
            "They have no models that can answer: choose some, then ask there. The others are answering.",
            count,
        ),
    )


def _about_others() -> Refusal:
    return Refusal(
        _("This conversation had gone on elsewhere."), _("Your question was asked below what is new; nothing was lost.")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@refusable
def edit(request: HttpRequest, pane_id: int, message_id: int) -> HttpResponse:
    """The form to change a question, and the changed question; with `all`, wherever it was asked."""
    pane = access.pane_of(request.user, pane_id)
    message = access.message_in(pane.conversation, message_id)
    if request.method == "POST":
        everywhere = "all" in request.POST
        turns.edit(pane, message, *question_in(request.POST), everywhere=everywhere)
        return panes_changed(request, pane.conversation) if everywhere else pane_changed(request, pane)
    return page_or_part(request, "chat/question_form.html", "chat/_question_form.html", _edit_context(pane, message))


def _edit_context(pane: Pane, message: Message) -> dict[str, Any]:
    return {
        "conversation": pane.conversation,
        "question": Question(message, pane.pk),
        "nonce": screen_build.new_nonce(),
        "panes": 1 + len(list(turns.others_asked(pane, message))),
    }


@require_POST
@refusable
def regenerate(request: HttpRequest, pane_id: int, message_id: int) -> HttpResponse:
    pane = access.pane_of(request.user, pane_id)
    turns.regenerate(pane, access.message_in(pane.conversation, message_id))
    return pane_changed(request, pane)
