"""What a check says, layer by layer: how far the call got, and what stopped it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import rules
from .models import Inquiry
from .wording import UNKNOWN, WHAT


class State(StrEnum):
    OK = "ok"
    FAILED = "failed"
    WARNING = "warning"
    UNKNOWN = "unknown"  # the call did not get there, or that was not asked


@dataclass(frozen=True)
class Layer:
    name: str
    label: str | Promise
    state: State


LAYERS: dict[str, str | Promise] = {
    "name": _("Name of the host"),
    "connection": _("Connection"),
    "tls": _("TLS"),
    "key": _("Key"),
    "billing": _("Billing"),
    "model": _("Model"),
    "streaming": _("Streamed text"),
    "usage": _("Usage"),
}
# Which layer an error belongs to, by its kind; others belong to the model.
FAILS = {
    "name_resolution": "name",
    "connection": "connection",
    "timeout": "connection",
    "blocked": "connection",
    "redirect": "connection",
    "protocol": "connection",
    "tls": "tls",
    "authentication": "key",
    "permission": "key",
    "billing": "billing",
    "no_streaming": "streaming",
    "truncated": "streaming",
    "no_usage": "usage",
}
WITHOUT_A_MODEL = 4  # layers that a list of models goes through: a key that cannot pay may still list
NOTHING_SENT = {"invalid_call", "unsupported", "internal", "busy"}


SAYINGS = WHAT | {
    "ok": _("The model answers, streams and counts its tokens."),
    "no_usage": _("The model answers, but does not tell how many tokens it used: there will be no costs."),
    "invalid_call": _("These settings cannot be used. Nothing was sent."),
    "busy": _("Too many tests are waiting. Nothing was sent: try again in a moment."),
    "internal": _("Something went wrong on this server. The log says what."),
}
NO_LIST = _("There is no list of models at this address. Check how it ends (many end in /v1), or name a model instead.")
LISTED = _("The endpoint answers, and its list of models was read. Name a model to test the rest as well.")

OF_A_LIST = {"ok": LISTED, "not_found": NO_LIST}


def sentence(inquiry: Inquiry) -> str | Promise:
    """What an answered check found out."""
    result = inquiry.result
    if not result.get("model") and result["kind"] in OF_A_LIST:
        return OF_A_LIST[result["kind"]]
    return SAYINGS.get(result["kind"], UNKNOWN)


def of(inquiry: Inquiry) -> list[Layer]:
    """The layers of an answered check, in the order in which a call goes through them."""
    result = inquiry.result
    states = dict(zip(LAYERS, _states(result["kind"], has_model=bool(result.get("model"))), strict=True))
    if states["key"] is State.OK and not result.get("keyed"):
        states["key"] = State.UNKNOWN  # a list of models may be public, an endpoint may want no key
    shown = [name for name in LAYERS if name != "tls" or result.get("is_tls")]
    return [Layer(name, LAYERS[name], states[name]) for name in shown]


def _states(kind: str, *, has_model: bool) -> Iterator[State]:
    names = list(LAYERS)
    if kind in NOTHING_SENT:
        yield from [State.UNKNOWN] * len(names)
        return
    if kind == "ok":
        reached = len(names) if has_model else WITHOUT_A_MODEL
        yield from [State.OK] * reached + [State.UNKNOWN] * (len(names) - reached)
        return
    is_wrong_address = kind == "not_found" and not has_model  # where no list is, nothing is known of models
    failed = names.index("connection" if is_wrong_address else FAILS.get(kind, "model"))
    yield from [State.OK] * failed
    yield State.WARNING if kind == "no_usage" else State.FAILED
    yield from [State.UNKNOWN] * (len(names) - failed - 1)


def found(inquiry: Inquiry) -> list[Layer]:
    """What a probe found out about a model."""
    states = {True: State.OK, False: State.FAILED, None: State.UNKNOWN}
    labels = dict(rules.CAPABILITIES)
    return [Layer(name, labels[name], states[has]) for name, has in inquiry.result.get("found", {}).items()]
