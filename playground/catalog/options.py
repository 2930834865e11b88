"""What only one provider takes, besides address and key: fields of its form, and arguments of its chat model."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Endpoint

NAMES: dict[str, tuple[str, ...]] = {
    "runpod": ("api_mode", "handler_format", "poll_interval", "max_polling_attempts", "cancel_on_abort"),
}
DEFAULTS: dict[str, Any] = {
    "api_mode": "auto",
    "handler_format": "auto",
    "poll_interval": 0.2,
    "max_polling_attempts": None,
    "cancel_on_abort": True,
}


class OptionFields(forms.Form):
    """All of them; a form drops those of other providers."""

    api_mode = forms.ChoiceField(
        label=_("How to call the worker"),
        required=False,
        choices=[
            ("auto", _("ask it once")),
            ("openai", _("OpenAI's route (vLLM workers)")),
            ("native", _("as jobs in a queue")),
        ],
    )
    handler_format = forms.ChoiceField(
        label=_("What a job holds"),
        required=False,
        choices=[
            ("auto", _("messages and prompt")),
            ("messages", _("messages")),
            ("prompt", _("one prompt")),
            ("openai", _("a request of OpenAI's protocol")),
        ],
        help_text=_("For workers that are called as jobs."),
    )
    poll_interval = forms.FloatField(
        label=_("Seconds between two looks at a job"), required=False, min_value=0.05, max_value=60
    )
    max_polling_attempts = forms.IntegerField(
        label=_("Looks at a job before it is given up"),
        required=False,
        min_value=1,
        max_value=1_000_000,
        help_text=_("Empty: time alone decides."),
    )
    cancel_on_abort = forms.BooleanField(
        label=_("Cancel the job of an answer that was stopped"),
        required=False,
        help_text=_("Otherwise its worker goes on, and is billed."),
    )


def of(endpoint: Endpoint) -> dict[str, Any]:
    """The endpoint's options with the defaults of those that are not set."""
    return {name: endpoint.options.get(name, DEFAULTS[name]) for name in NAMES.get(endpoint.provider, ())}


def chosen(provider: str, cleaned: dict[str, Any]) -> dict[str, Any]:
    """Those that differ from their default, as they are stored."""
    given = {name: cleaned.get(name) for name in NAMES.get(provider, ())}
    return {name: value for name, value in given.items() if value not in (None, "", DEFAULTS[name])}
