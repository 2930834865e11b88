"""Whose fault a failed call is, and what it is called, by its error kind."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .ended import Ended

PROVIDER, SETUP, REQUEST, PARLEY = "provider", "setup", "request", "parley"
WHOSE = {
    PROVIDER: gettext_lazy("the provider's fault"),
    SETUP: gettext_lazy("for an admin to put right"),
    REQUEST: gettext_lazy("for what was asked"),
    PARLEY: gettext_lazy("Parley's own fault"),
}

KINDS = {
    "unavailable": (gettext_lazy("failing or overloaded"), PROVIDER),
    "rate_limit": (gettext_lazy("asked to slow down"), PROVIDER),
    "timeout": (gettext_lazy("took too long"), PROVIDER),
    "connection": (gettext_lazy("could not be reached"), PROVIDER),
    "name_resolution": (gettext_lazy("host name not known"), PROVIDER),
    "tls": (gettext_lazy("no secure connection"), PROVIDER),
    "protocol": (gettext_lazy("answer not understood"), PROVIDER),
    "truncated": (gettext_lazy("answer broke off"), PROVIDER),
    "job_failed": (gettext_lazy("worker did not finish"), PROVIDER),
    "refused": (gettext_lazy("refused"), PROVIDER),
    "authentication": (gettext_lazy("API key not accepted"), SETUP),
    "permission": (gettext_lazy("API key may not use the model"), SETUP),
    "billing": (gettext_lazy("account cannot pay"), SETUP),
    "not_found": (gettext_lazy("model not known there"), SETUP),
    "no_key": (gettext_lazy("no API key"), SETUP),
    "wrong_address": (gettext_lazy("address cannot be used"), SETUP),
    "wrong_origin": (gettext_lazy("address changed since the key was entered"), SETUP),
    "wrong_master_key": (gettext_lazy("API key cannot be decrypted"), SETUP),
    "blocked": (gettext_lazy("address not allowed"), SETUP),
    "redirect": (gettext_lazy("answered from another address"), SETUP),
    "context_length": (gettext_lazy("conversation too long"), REQUEST),
    "too_large": (gettext_lazy("request too large"), REQUEST),
    "invalid_request": (gettext_lazy("request not accepted"), REQUEST),
    "unsupported": (gettext_lazy("model cannot do what was asked"), REQUEST),
    "invalid_call": (gettext_lazy("settings cannot be used"), REQUEST),
    "no_streaming": (gettext_lazy("does not stream"), SETUP),
    "limit": (gettext_lazy("answer too large"), REQUEST),
    "too_long": (gettext_lazy("answer too large"), REQUEST),
    "too_slow": (gettext_lazy("answer took too long"), REQUEST),
    "model_gone": (gettext_lazy("model removed"), REQUEST),
    "disabled": (gettext_lazy("model switched off"), REQUEST),
    "not_allowed": (gettext_lazy("model for other groups"), REQUEST),
    "no_own_key": (gettext_lazy("no API key of one's own"), REQUEST),
    "own_key": (gettext_lazy("refused for a user's own key"), REQUEST),
    "own_key_gone": (gettext_lazy("no API key of one's own"), REQUEST),
    "interrupted": (gettext_lazy("Parley was stopped"), PARLEY),
    "internal": (gettext_lazy("an error in Parley"), PARLEY),
}
UNKNOWN = (gettext_lazy("other failures"), PROVIDER)
WELL = {"completed", "stopped"}  # the outcomes that are no failure
# Where one model fails in this way, all models of its endpoint do.
OF_ALL_MODELS = {"connection", "name_resolution", "tls", "authentication", "billing", "blocked", "redirect", "no_key"}
OF_ALL_MODELS |= {"wrong_address", "wrong_origin", "wrong_master_key"}
# With a key of the user's own, these say nothing about ours.
OF_THE_KEY = {"authentication", "permission", "billing", "rate_limit"}


def label(kind: str) -> str:
    """What went wrong, in a few words."""
    return str(KINDS.get(kind, UNKNOWN)[0])


def whose(kind: str) -> str:
    """Whose fault it is."""
    return str(WHOSE[KINDS.get(kind, UNKNOWN)[1]])


def counts(kind: str) -> bool:
    """Whether an outcome speaks against the endpoint."""
    return kind not in WELL and KINDS.get(kind, UNKNOWN)[1] in {PROVIDER, SETUP}


def failed(outcomes: Mapping[str, int]) -> int:
    """How many calls speak against the endpoint, of those with these outcomes."""
    return sum(count for kind, count in outcomes.items() if counts(kind))


def outcome(ended: Ended) -> str:
    """How it ended: its status, or what failed."""
    if ended.status != "failed":
        return ended.status
    return "own_key" if ended.own_key and ended.error_kind in OF_THE_KEY else ended.error_kind or "provider"


def sentence(kind: str, count: int) -> str:
    """`rate limit: 3, the provider's fault`."""
    return _("%(what)s: %(count)s, %(whose)s") % {"what": label(kind), "count": count, "whose": whose(kind)}
