"""What a finished generation changes on the page."""

from django.template.loader import get_template

from playground.chat import screen_build
from playground.chat.models import Generation
from playground.chat.models.generation import LIVE


def is_live(generation_id: int) -> bool:
    """True while the generation is queued or running."""
    return Generation.objects.filter(pk=generation_id, status__in=LIVE).exists()


def finished(generation_id: int, pane_id: int) -> str:
    """The answer, its pane's badge and stop button, every strip of its turn (a best value may move), the status."""
    return FINISHED.render(screen_build.finished_context(generation_id, pane_id))


FINISHED = get_template("live/finished.html")
