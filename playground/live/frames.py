"""What a finished generation changes on the page."""

from django.template.loader import get_template

from playground.chat.screen_build import finished_context


def finished(generation_id: int) -> str:
    """The answer, its pane's badge and stop button, every strip of its turn (a best value may move), the status."""
    return FINISHED.render(finished_context(generation_id))


FINISHED = get_template("live/finished.html")
