"""One answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from .. import access, screen_build
from ..services import stopping
from .respond import is_htmx


@require_safe
def answer(request: HttpRequest, generation_id: int) -> HttpResponse:
    """The answer as it is now."""
    generation = access.generation_of(request.user, generation_id)
    conversation = generation.message.conversation
    if not is_htmx(request):
        return redirect("chat:conversation", conversation.uuid)
    context = {"conversation": conversation, "answer": screen_build.answer_view(generation.pk)[0]}
    return render(request, "chat/_answer.html", context)


@require_POST
def stop(request: HttpRequest, generation_id: int) -> HttpResponse:
    generation = access.generation_of(request.user, generation_id)
    stopping.stop(generation)
    if is_htmx(request):
        return HttpResponse(status=204)
    return redirect("chat:conversation", generation.message.conversation.uuid)


@require_safe
def source(request: HttpRequest, message_id: int) -> HttpResponse:
    """A message's text as it was written, Markdown and all."""
    message = access.message_of(request.user, message_id)
    return HttpResponse(message.text, content_type="text/plain; charset=utf-8")
