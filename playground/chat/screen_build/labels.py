"""States in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from playground import numbers
from playground.catalog.models import Endpoint

from ..models import Generation, Status

STATES: dict[str, str] = {
    Status.QUEUED: "queued",
    Status.RUNNING: "streaming",
    Status.COMPLETED: "done",
    Status.STOPPED: "stopped",
    Status.FAILED: "failed",
    Status.INTERRUPTED: "interrupted",
}
LABELS = {
    "empty": gettext_lazy("Ready"),
    "queued": gettext_lazy("Queued"),
    "waiting": gettext_lazy("Waiting"),
    "streaming": gettext_lazy("Streaming"),
    "done": gettext_lazy("Done"),
    "stopped": gettext_lazy("Stopped"),
    "failed": gettext_lazy("Failed"),
    "interrupted": gettext_lazy("Interrupted"),
}


def state_of(generation: Generation | None) -> str:
    """What a pane or an answer is doing, as templates and styles know it."""
    return STATES[generation.status] if generation else "empty"


def label_of(state: str) -> str:
    """A state for people."""
    return str(LABELS[state])


def model_label(generation: Generation) -> str:
    """The model that answered: as it is called now, or as it was called when it has been removed."""
    return str(generation.model) if generation.model else generation.model_name


def endpoint_words(endpoint: Endpoint) -> tuple[str, str]:
    """An endpoint's name and note. Those of the managed one are ours, so they come in the reader's language."""
    if not endpoint.managed:
        return endpoint.name, endpoint.note
    return _(endpoint.name), endpoint.note and _(endpoint.note)


def reasoning_label(generation: Generation) -> str:
    """The fold over an answer's reasoning."""
    tokens = generation.reasoning_tokens
    if not tokens:
        return _("Reasoning")
    about = _("Reasoning, about %(count)s tokens") if generation.tokens_estimated else _("Reasoning, %(count)s tokens")
    return about % {"count": numbers.count(tokens)}


def status_sentence(generation: Generation) -> str:
    """What a screen reader hears when an answer has ended."""
    values = {"model": model_label(generation), "tokens": numbers.count(generation.output_tokens)}
    if generation.status == Status.COMPLETED and generation.output_tokens is not None:
        return _("%(model)s has finished, %(tokens)s tokens.") % values
    return {
        Status.COMPLETED.value: _("%(model)s has finished."),
        Status.STOPPED.value: _("%(model)s was stopped."),
        Status.FAILED.value: _("%(model)s failed."),
        Status.INTERRUPTED.value: _("%(model)s was interrupted."),
    }.get(generation.status, _("%(model)s is answering.")) % values
