"""What an admin types for an endpoint, its keys and its models."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

import providers

from . import address, rules, services
from .models import Credential, Endpoint, LanguageModel


def _choices() -> list[tuple[str, str]]:
    # Those without a key of their own to ask for are scripted: they call nobody.
    real = [(slug, provider.label) for slug, provider in providers.PROVIDERS.items() if provider.key_variable]
    return [("", "---------"), *real]


class EndpointForm(forms.ModelForm):  # type: ignore[type-arg]
    """Everything but the keys."""

    provider = forms.ChoiceField(
        label=_("Provider"),
        choices=_choices,
        help_text=_("The kind of API. For vLLM, llama.cpp, Ollama, LM Studio and the like choose OpenAI-compatible."),
    )

    class Meta:
        model = Endpoint
        fields = (
            "name",
            "provider",
            "base_url",
            "enabled",
            "private_network",
            "max_concurrent",
            "first_token_seconds",
            "idle_seconds",
            "headers",
            "request_defaults",
            "note",
        )
        help_texts = {
            "base_url": _(
                "Empty: the provider's own. Keys are bound to this address: when its host, port or scheme changes, "
                "enter them again."
            ),
            "headers": _('Sent with each request, such as {"X-Team": "research"}. Keys do not belong here.'),
            "request_defaults": _('Where a pane sets nothing, such as {"temperature": 0.7, "max_tokens": 1024}.'),
        }

    def clean_base_url(self) -> str:
        """The address in its normal form."""
        text = self.cleaned_data["base_url"].strip()
        try:
            return str(address.parse(text)) if text else ""
        except address.InvalidAddress as error:
            raise forms.ValidationError(str(error)) from None

    def clean_headers(self) -> dict[str, str]:
        return rules.headers(self.cleaned_data["headers"] or {})

    def clean_request_defaults(self) -> dict[str, Any]:
        return rules.request_defaults(self.cleaned_data["request_defaults"] or {})

    def clean(self) -> dict[str, Any]:
        """Fields that depend on each other."""
        cleaned = super().clean() or {}
        if not {"provider", "base_url"} <= cleaned.keys():
            return cleaned
        base_url = cleaned["base_url"] or providers.PROVIDERS[cleaned["provider"]].default_base_url
        if not base_url:
            self.add_error("base_url", gettext("This provider has no address of its own; enter one."))
        elif base_url.startswith("http:") and not cleaned.get("private_network"):
            self.add_error(
                "base_url", gettext("Use https, or tick “local endpoint” if this server is in your network.")
            )
        return cleaned


class CredentialForm(forms.ModelForm):  # type: ignore[type-arg]
    """A key that can be written, and is never shown again. Who writes it is set by the page."""

    by: Any = None
    key = forms.CharField(
        label=_("API key"),
        required=False,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "placeholder": _("enter to set or replace")}),
    )

    class Meta:
        model = Credential
        fields = ("label",)

    def clean_key(self) -> str:
        """Needed for a new credential only; without it the stored key stays."""
        text = self.cleaned_data["key"]
        if not text and self.instance.pk is None:
            raise forms.ValidationError(gettext("Enter the key."))
        return rules.key(text) if text else ""

    def save(self, commit: bool = True) -> Credential:
        """Encrypts the key, if one was entered."""
        if self.cleaned_data["key"]:
            services.seal_into(self.instance, self.cleaned_data["key"], self.by)
        credential: Credential = super().save(commit)
        return credential


class LanguageModelForm(forms.ModelForm):  # type: ignore[type-arg]
    """A model with its limits, capabilities and prices."""

    class Meta:
        model = LanguageModel
        fields = (
            "name",
            "label",
            "enabled",
            "context_window",
            "max_output_tokens",
            "capabilities",
            "input_price",
            "output_price",
            "cache_read_price",
            "cache_write_price",
        )
        help_texts = {
            "name": _("As the endpoint calls it."),
            "input_price": _("USD per million tokens. Empty: not known."),
        }

    def clean_capabilities(self) -> list[str]:
        return rules.capabilities(self.cleaned_data["capabilities"] or [])
