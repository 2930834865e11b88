"""Why an answer failed, in plain words: what happened, what is kept, what to do."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import Generation, Message, Status
from .screen import Problem

CHECK_KEY = gettext_lazy("An admin can check the API key of this endpoint.")
CHECK_ENDPOINT = gettext_lazy("An admin can check the address of this endpoint.")
ENTER_KEY = gettext_lazy("An admin has to enter the key again.")
LATER = gettext_lazy("Retry in a while, or choose another model.")
ANOTHER = gettext_lazy("Choose another model for this pane, then retry.")

# By a generation's error_kind: what happened, and what to do
KINDS = {
    "authentication": (gettext_lazy("The provider did not accept the API key."), CHECK_KEY),
    "permission": (gettext_lazy("The API key may not use this model."), CHECK_KEY),
    "billing": (
        gettext_lazy("The provider's account cannot pay for this."),
        gettext_lazy("An admin can check its balance and spending limit."),
    ),
    "rate_limit": (gettext_lazy("The provider asks us to slow down."), gettext_lazy("Wait a little, then retry.")),
    "not_found": (gettext_lazy("The provider does not know this model."), ANOTHER),
    "context_length": (
        gettext_lazy("The conversation is longer than this model can read."),
        gettext_lazy("Start a new conversation, or choose a model that reads more."),
    ),
    "too_large": (gettext_lazy("The request is too large for the provider."), gettext_lazy("Send less at a time.")),
    "invalid_request": (
        gettext_lazy("The provider did not accept the request."),
        gettext_lazy("Check this pane's settings; the same request will fail again."),
    ),
    "unsupported": (
        gettext_lazy("This model cannot do what was asked."),
        gettext_lazy("Change this pane's settings or its model."),
    ),
    "no_streaming": (
        gettext_lazy("This model does not send its answers as they are written."),
        ANOTHER,
    ),
    "invalid_call": (
        gettext_lazy("This pane's settings cannot be used."),
        gettext_lazy("Nothing was sent. Change them, then retry."),
    ),
    "unavailable": (gettext_lazy("The provider is failing or overloaded."), LATER),
    "refused": (gettext_lazy("The provider refused the request."), LATER),
    "job_failed": (gettext_lazy("The provider's worker did not finish."), LATER),
    "timeout": (gettext_lazy("The provider took too long."), LATER),
    "connection": (
        gettext_lazy("The provider could not be reached."),
        gettext_lazy("Check that its server is running, then retry."),
    ),
    "name_resolution": (gettext_lazy("The provider's host name is not known."), CHECK_ENDPOINT),
    "tls": (gettext_lazy("A secure connection to the provider could not be made."), CHECK_ENDPOINT),
    "blocked": (gettext_lazy("The provider's address is not allowed here."), CHECK_ENDPOINT),
    "redirect": (gettext_lazy("The provider answered from another address."), CHECK_ENDPOINT),
    "protocol": (gettext_lazy("The provider's answer could not be understood."), CHECK_ENDPOINT),
    "truncated": (
        gettext_lazy("The answer broke off."),
        gettext_lazy("The connection to the provider ended early: retry for a whole answer."),
    ),
    "limit": (gettext_lazy("The answer is larger than allowed."), gettext_lazy("Ask for less at a time.")),
    "too_long": (
        gettext_lazy("The answer reached this server's size limit."),
        gettext_lazy("Ask for less at a time, or set max tokens."),
    ),
    "too_slow": (
        gettext_lazy("The answer reached this server's time limit."),
        gettext_lazy("Ask for less at a time, or choose a faster model."),
    ),
    "no_key": (gettext_lazy("This endpoint has no API key."), gettext_lazy("An admin can add one.")),
    "model_gone": (gettext_lazy("This pane's model was removed."), ANOTHER),
    "disabled": (gettext_lazy("This pane's model is switched off."), ANOTHER),
    "wrong_address": (gettext_lazy("This endpoint's address cannot be used."), CHECK_ENDPOINT),
    "wrong_origin": (gettext_lazy("This endpoint's address has changed since its key was entered."), ENTER_KEY),
    "wrong_master_key": (gettext_lazy("This endpoint's API key cannot be decrypted."), ENTER_KEY),
    "internal": (
        gettext_lazy("Something went wrong on this server."),
        gettext_lazy("Retry; if it happens again, an admin can look at the log."),
    ),
}
UNKNOWN_KIND = (gettext_lazy("The provider could not answer."), LATER)
INTERRUPTED = (
    gettext_lazy("The answer was interrupted."),
    gettext_lazy("The server stopped while it was written. Retry, or go on from here."),
)
# By a completed generation's finish_reason: it ended, but not where the model wanted to
CUT_SHORT = {
    "length": (
        gettext_lazy("The answer reached its longest length."),
        gettext_lazy("Raise max tokens in this pane's settings and retry, or ask to go on."),
    ),
    "content_filter": (
        gettext_lazy("The provider's filter ended this answer."),
        gettext_lazy("Ask in other words, or choose another model."),
    ),
}
# Other vendors' words for the same
FINISH_REASONS = {"max_tokens": "length", "filtered": "content_filter", "refusal": "content_filter"}


def problem_of(generation: Generation, message: Message) -> Problem | None:
    """The problem that an answer ended with, None when there is none."""
    if generation.status == Status.FAILED:
        what, advice = KINDS.get(generation.error_kind, UNKNOWN_KIND)
    elif generation.status == Status.INTERRUPTED:
        what, advice = INTERRUPTED
    elif generation.status == Status.COMPLETED and (reason := _finish_reason(generation)) in CUT_SHORT:
        what, advice = CUT_SHORT[reason]
    else:
        return None
    kept = _("The text so far is kept.") if message.text else _("No text had arrived; your question is kept.")
    return Problem(str(what), f"{kept} {advice}", generation.error_message)


def _finish_reason(generation: Generation) -> str:
    return FINISH_REASONS.get(generation.finish_reason, generation.finish_reason)
