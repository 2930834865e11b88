"""What finished generations change on the page."""

from collections.abc import Mapping

from django.template.loader import get_template

from playground.chat.screen_build import finished_context
from playground.prose import joined


def finished(shown: Mapping[int, str]) -> str:
    """Answers, their panes' badges and stop buttons, every strip of their turns (a best value may move), the status.

    Args:
        shown: for each generation, HTML of its text that stands on the page for good. It stays there, so that nothing
            jumps, no selection is lost, and no formula is drawn twice; only what follows it is sent.
    """
    contexts = [finished_context(generation_id) for generation_id in shown]
    for context, start in zip(contexts, shown.values(), strict=True):
        answer = context["answer"]
        context["rest"] = _rest(answer.html, start)
        # Or reasoning does, which somebody may be reading
        context["stays"] = context["rest"] is not None or bool(answer.html and answer.reasoning_html)
    strips = {metrics.pane_id: metrics for context in contexts for metrics in context["strips"]}
    status = joined(*[context["status"] for context in contexts])
    return FINISHED.render({"contexts": contexts, "strips": strips.values(), "status": status})


def _rest(html: str, shown: str) -> str | None:
    """What comes after the part that is shown; None if the page shows nothing for good, or something else."""
    return html[len(shown) :] if shown and html.startswith(shown) else None


FINISHED = get_template("live/finished.html")
