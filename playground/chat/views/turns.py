"""Questions."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from .. import access, screen_build
from ..forms import QuestionForm
from ..models import Message, Pane
from ..refusal import Refusal
from ..screen import Question
from ..services import turns
from .parsing import ids_in
from .respond import is_htmx, page_or_part, pane_changed, refusable


@require_POST
@refusable
def send(request: HttpRequest, uuid: UUID) -> HttpResponse:
    conversation = access.conversation_of(request.user, uuid)
    form = QuestionForm(request.POST)
    form.require_valid()
    panes = ids_in(request.POST, "pane")
    sent = turns.send(conversation, form.cleaned_data["text"], form.cleaned_data["nonce"], panes)
    notice = _about_skipped(sent.skipped)
    if not is_htmx(request):
        if notice:
            messages.warning(request, f"{notice.title} {notice.text}")
        return redirect("chat:conversation", conversation.uuid)
    if sent.is_repeat:  # the page may or may not have the rows already
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "chat/_sent.html", _sent_context(request, sent) | {"notice": notice})


def _sent_context(request: HttpRequest, sent: turns.Sent) -> dict[str, Any]:
    return {
        "conversation": sent.conversation,
        "panes": screen_build.sent_views(sent.conversation, sent.panes, sent.generations),
        "nonce": screen_build.new_nonce(),
        "is_first": sent.is_first,
        "title": screen_build.title_of(sent.conversation),
        "groups": screen_build.sidebar_of(request.user) if sent.is_first else [],
    }


def _about_skipped(panes: list[Pane]) -> Refusal | None:
    """What to say about panes that were not asked."""
    if not panes:
        return None
    return Refusal(
        _("%(count)s of the panes could not be asked.") % {"count": len(panes)},
        _("Their models were removed or switched off. The others are answering; choose other models for these."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@refusable
def edit(request: HttpRequest, pane_id: int, message_id: int) -> HttpResponse:
    """The form to change a question, and the changed question."""
    pane = access.pane_of(request.user, pane_id)
    message = access.message_in(pane.conversation, message_id)
    if request.method == "POST":
        form = QuestionForm(request.POST)
        form.require_valid()
        turns.edit(pane, message, form.cleaned_data["text"], form.cleaned_data["nonce"])
        return pane_changed(request, pane)
    return page_or_part(request, "chat/question_form.html", "chat/_question_form.html", _edit_context(pane, message))


def _edit_context(pane: Pane, message: Message) -> dict[str, Any]:
    return {
        "conversation": pane.conversation,
        "question": Question(message, pane.pk),
        "nonce": screen_build.new_nonce(),
    }


@require_POST
@refusable
def regenerate(request: HttpRequest, pane_id: int, message_id: int) -> HttpResponse:
    pane = access.pane_of(request.user, pane_id)
    turns.regenerate(pane, access.message_in(pane.conversation, message_id))
    return pane_changed(request, pane)
