"""What a finished generation changes on the page."""

from django.template.loader import get_template

from playground.chat.screen_build import finished_context


def finished(generation_id: int, shown: str = "") -> str:
    """The answer, its pane's badge and stop button, every strip of its turn (a best value may move), the status.

    Args:
        shown: HTML of the answer's text that stands on the page for good. It stays there, so that nothing jumps, no
            selection is lost, and no formula is drawn twice; only what follows it is sent.
    """
    context = finished_context(generation_id)
    html = context["answer"].html
    rest = html[len(shown) :] if shown and html.startswith(shown) else None
    return FINISHED.render(context | {"rest": rest})


FINISHED = get_template("live/finished.html")
