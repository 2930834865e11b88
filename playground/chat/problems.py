"""Why an answer failed, in plain words: what happened, what is kept, what to do."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from playground.catalog.wording import UNKNOWN, WHAT
from playground.prose import joined

from .models import Generation, Message, Status
from .screen import Problem

CHECK_KEY = gettext_lazy("An admin can check the API key of this endpoint.")
CHECK_ENDPOINT = gettext_lazy("An admin can check the address of this endpoint.")
ENTER_KEY = gettext_lazy("An admin has to enter the key again.")
LATER = gettext_lazy("Retry in a while, or choose another model.")
ANOTHER = gettext_lazy("Choose another model for this pane, then retry.")

# What to do, by the kind of a provider's error
ADVICE = {
    "authentication": CHECK_KEY,
    "permission": CHECK_KEY,
    "billing": gettext_lazy("An admin can check its balance and spending limit."),
    "rate_limit": gettext_lazy("Wait a little, then retry."),
    "not_found": ANOTHER,
    "context_length": gettext_lazy("Start a new conversation, or choose a model that reads more."),
    "too_large": gettext_lazy("Send less at a time."),
    "invalid_request": gettext_lazy("Check this pane's settings; the same request will fail again."),
    "unsupported": gettext_lazy("Change this pane's settings or its model."),
    "no_streaming": ANOTHER,
    "invalid_call": gettext_lazy("Nothing was sent. Change them, then retry."),
    "unavailable": LATER,
    "refused": LATER,
    "job_failed": LATER,
    "timeout": LATER,
    "connection": gettext_lazy("Check that its server is running, then retry."),
    "name_resolution": CHECK_ENDPOINT,
    "tls": CHECK_ENDPOINT,
    "blocked": CHECK_ENDPOINT,
    "redirect": CHECK_ENDPOINT,
    "protocol": CHECK_ENDPOINT,
    "truncated": gettext_lazy("The connection to the provider ended early: retry for a whole answer."),
    "limit": gettext_lazy("Ask for less at a time."),
}
# By a generation's error_kind: what happened, and what to do
KINDS = {kind: (WHAT[kind], advice) for kind, advice in ADVICE.items()} | {
    "too_long": (
        gettext_lazy("The answer reached this server's size limit."),
        gettext_lazy("Ask for less at a time, or set max tokens."),
    ),
    "too_slow": (
        gettext_lazy("The answer reached this server's time limit."),
        gettext_lazy("Ask for less at a time, or choose a faster model."),
    ),
    "no_key": (gettext_lazy("This endpoint has no API key."), gettext_lazy("An admin can add one.")),
    "no_own_key": (
        gettext_lazy("This endpoint wants a key of your own."),
        gettext_lazy("Enter it under “Keys of your own”, where models are chosen, then retry."),
    ),
    "own_key_gone": (
        gettext_lazy("Your own key was removed, or cannot be used any more. Nothing was sent."),
        gettext_lazy("Enter it under “Keys of your own”, where models are chosen, then retry."),
    ),
    "model_gone": (gettext_lazy("This pane's model was removed."), ANOTHER),
    "not_allowed": (gettext_lazy("You may not use this pane's model."), ANOTHER),
    "disabled": (gettext_lazy("This pane's model is switched off."), ANOTHER),
    "wrong_address": (gettext_lazy("This endpoint's address cannot be used."), CHECK_ENDPOINT),
    "wrong_origin": (gettext_lazy("This endpoint's address has changed since its key was entered."), ENTER_KEY),
    "wrong_master_key": (gettext_lazy("This endpoint's API key cannot be decrypted."), ENTER_KEY),
    "internal": (
        gettext_lazy("Something went wrong on this server."),
        gettext_lazy("Retry; if it happens again, an admin can look at the log."),
    ),
}
UNKNOWN_KIND = (UNKNOWN, LATER)
INTERRUPTED = (
    gettext_lazy("The answer was interrupted."),
    gettext_lazy("The server stopped while it was written. Retry, or go on from here."),
)
FILTERED = (
    gettext_lazy("The provider's filter ended this answer."),
    gettext_lazy("Ask in other words, or choose another model."),
)
# Vendors' words for a completed generation that ended, but not where the model wanted to
LENGTH_REASONS = {"length", "max_tokens"}
FILTER_REASONS = {"content_filter", "filtered", "refusal"}


def problem_of(generation: Generation, message: Message) -> Problem | None:
    """The problem that an answer ended with, None when there is none."""
    if generation.status == Status.FAILED:
        what, advice = KINDS.get(generation.error_kind, UNKNOWN_KIND)
    elif generation.status == Status.INTERRUPTED:
        what, advice = INTERRUPTED
    elif generation.status == Status.COMPLETED and generation.finish_reason in FILTER_REASONS:
        what, advice = FILTERED
    else:
        return None
    has_text = message.text or message.reasoning
    kept = _("The text so far is kept.") if has_text else _("No text had arrived; your question is kept.")
    return Problem(str(what), joined(kept, advice), generation.error_message)


def waiting_sentence(kind: str, seconds: int) -> str:
    """What to say while a provider is to be asked again, in so many seconds, after an error of this kind."""
    what, _advice = KINDS.get(kind, UNKNOWN_KIND)
    again = ngettext("Asking again in %(seconds)s second.", "Asking again in %(seconds)s seconds.", seconds)
    now = _("Asking again…")
    return joined(what, again % {"seconds": seconds} if seconds else now)


def is_cut(generation: Generation) -> bool:
    """Whether a completed answer ended because it had reached max tokens. That is no failure."""
    return generation.status == Status.COMPLETED and generation.finish_reason in LENGTH_REASONS


def is_whole(generation: Generation) -> bool:
    """Whether an answer ended, and no provider's filter ended it."""
    return generation.status == Status.COMPLETED and generation.finish_reason not in FILTER_REASONS


def is_empty(generation: Generation, message: Message) -> bool:
    """Whether a model ended its answer as if it were whole, and had written nothing."""
    return is_whole(generation) and not message.text.strip()
