"""The HTML of messages: rendered once, kept with the message, rendered again when the renderer has changed."""

from django.utils.html import escape

from playground.markdown import RENDERER_VERSION, render

from ..models import Generation, Message


def text_html(message: Message, generation: Generation) -> str:
    """An answer's text as sanitised HTML. While it is written, what has been saved of it."""
    if not message.text or message.html_version == RENDERER_VERSION:
        return message.html
    html = render(message.text)
    if not generation.is_live:
        Message.objects.filter(pk=message.pk).update(html=html, html_version=RENDERER_VERSION)
    return html


def reasoning_html(message: Message) -> str:
    """An answer's reasoning. It is shown as it was written, as while it streams."""
    return escape(message.reasoning)
