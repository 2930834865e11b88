"""What an admin types for an endpoint and its models."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

import providers

from . import opening, options, place, pricing, rules
from .models import Endpoint, LanguageModel
from .vendors import Vendor, vendor_of

KEY_INPUT = forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"})
ENDPOINT_ID = r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}"


class KeepableJSON(forms.JSONField):
    """JSON that can be stored, and shown again with an error."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "decoder": rules.Keepable})


class EndpointForm(forms.ModelForm, options.OptionFields, opening.Opening):  # type: ignore[type-arg]
    """An endpoint of one provider: its fields and no others. The page saves the key."""

    vendor: Vendor | None = None  # for a new one, set by the page
    may_set_key = True
    may_offer = True
    secret_fields = ("key",)

    endpoint_id = forms.RegexField(
        f"^{ENDPOINT_ID}$",
        label=_("Endpoint id"),
        help_text=_("As in the address of its page at RunPod."),
        error_messages={
            "invalid": _(
                "An id looks like 4cvj2yvj0c2w8h: letters, digits and hyphens, without blanks or slashes. "
                "At RunPod, open the endpoint under Serverless: the id is the last part of that page's address."
            )
        },
    )
    key = forms.CharField(label=_("API key"), required=False, max_length=600, widget=KEY_INPUT)
    model = forms.CharField(
        label=_("Model"),
        required=False,
        max_length=200,
        help_text=_("To try, and to offer when you save. Empty: choose from the list on the next page."),
    )

    class Meta:
        model = Endpoint
        fields = (
            "name",
            "base_url",
            "private_network",
            "enabled",
            "own_keys",
            "groups",
            "max_concurrent",
            "first_token_seconds",
            "idle_seconds",
            "headers",
            "request_defaults",
            "note",
        )
        field_classes = {"headers": KeepableJSON, "request_defaults": KeepableJSON}
        widgets = {"groups": forms.CheckboxSelectMultiple}
        help_texts = {
            "headers": _('Sent with each request, such as {"X-Team": "research"}. Secret ones go to the keys.'),
            "request_defaults": _('Where a pane sets nothing, such as {"temperature": 0.7, "max_tokens": 1024}.'),
            "note": _("Shown beside its models."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and self.vendor:
            self.instance.provider = self.vendor.provider
            self._prefill(self.vendor)
        self.kind = self.vendor or vendor_of(self.instance.provider, self.instance.base_url)
        self._keep_what_fits()
        self._describe()

    @property
    def provider(self) -> providers.Provider:
        return providers.PROVIDERS[self.instance.provider]

    def _prefill(self, vendor: Vendor) -> None:
        taken = Endpoint.objects.filter(name__startswith=str(vendor.label)).count()
        name = f"{vendor.label} {taken + 1}" if taken else str(vendor.label)
        # Where nothing is known of the address, the tick is the admin's to make
        is_local = vendor.is_local and bool(vendor.base_url)
        self._fill({"name": name, "base_url": vendor.base_url, "private_network": is_local})

    def _keep_what_fits(self) -> None:
        if not self.may_set_key:
            self.fields.pop("key", None)
        if not self.may_offer:
            self.fields["model"].help_text = _("To try it before you save.")
        foreign = set(options.DEFAULTS) - set(options.NAMES.get(self.instance.provider, ()))
        for name in foreign | (set() if self.instance.provider == "runpod" else {"endpoint_id"}):
            self.fields.pop(name, None)
        self._fill(options.of(self.instance))
        if "endpoint_id" in self.fields:
            root, endpoint_id = place.split_runpod(self.instance.base_url)
            self._fill({"endpoint_id": endpoint_id, "base_url": root})

    def _fill(self, values: dict[str, Any]) -> None:
        self.initial = {**self.initial, **values}

    def _describe(self) -> None:
        needs_address = self.kind.asks_address or self.kind.base_url not in {"", self.provider.default_base_url}
        if "base_url" in self.fields:
            self.fields["base_url"].required = needs_address
            self.fields["base_url"].help_text = place.help_text(self.provider, needs_address)
        if "key" in self.fields:
            keyless = self.instance.pk is not None or not (self.provider.needs_key or self.kind.needs_key)
            self.fields["key"].required = not keyless
            self.fields["key"].help_text = self._about_keys()

    def _about_keys(self) -> str:
        if self.instance.pk is None:
            return gettext("Encrypted, bound to this address, and never shown again.")
        stored = self.instance.credentials.filter(owner=None, revoked_at=None).order_by("-set_at").first()
        if stored is None:
            return gettext("None is stored.")
        if not stored.hint:  # too short to tell the end of it
            return gettext("Empty: the stored one stays.")
        return gettext("Empty: the stored one, which ends in …%(hint)s, stays.") % {"hint": escape(stored.hint)}

    def clean_key(self) -> str:
        text = self.cleaned_data["key"]
        return rules.key(text) if text else ""

    def clean_headers(self) -> dict[str, str]:
        return rules.headers(self.cleaned_data["headers"] or {}, self.instance.secret_headers)

    def clean_request_defaults(self) -> dict[str, Any]:
        return rules.request_defaults(self.cleaned_data["request_defaults"] or {})

    def clean(self) -> dict[str, Any]:
        """The address in its normal form, and what only this provider takes."""
        cleaned = super().clean() or {}
        if {"base_url", "private_network"} <= cleaned.keys() and "endpoint_id" not in self.errors:
            try:
                cleaned["base_url"] = place.normal(
                    self.provider.slug,
                    cleaned["base_url"],
                    endpoint_id=cleaned.get("endpoint_id", ""),
                    is_local=cleaned["private_network"],
                )
            except forms.ValidationError as error:
                self.add_error("base_url", error)
        self.instance.options = options.chosen(self.instance.provider, cleaned)
        return cleaned


class SecretForm(forms.Form):
    """A form with a secret, which must be typed again when the password was asked for meanwhile."""

    not_kept = "key"

    def come_back(self, kept: Mapping[str, str]) -> None:
        """Fills in what was typed, except the secret."""
        names = self.fields.keys() & kept.keys() - {self.not_kept}
        self.initial = {**self.initial, **{name: kept[name] for name in names}}
        self.fields[self.not_kept].help_text = _("Type it again: secrets are not kept.")
        self.fields[self.not_kept].widget.attrs["autofocus"] = True


class KeyForm(SecretForm):
    """One more key of an endpoint."""

    label = forms.CharField(
        label=_("Label"), max_length=80, help_text=_("Tells keys apart. A key with the same label is replaced.")
    )
    key = forms.CharField(label=_("API key"), max_length=600, widget=KEY_INPUT)

    def clean_key(self) -> str:
        return rules.key(self.cleaned_data["key"])


class OwnKeyForm(SecretForm):
    """A key that works for its owner alone."""

    key = forms.CharField(label=_("API key"), max_length=600, widget=KEY_INPUT)

    def clean_key(self) -> str:
        return rules.key(self.cleaned_data["key"])


class HeaderForm(SecretForm):
    """A header whose value is kept like a key."""

    not_kept = "value"

    name = forms.CharField(label=_("Name"), max_length=128)
    value = forms.CharField(label=_("Value"), max_length=rules.LONGEST_HEADER, widget=KEY_INPUT)

    def __init__(self, *args: Any, others: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = others or {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if {"name", "value"} <= cleaned.keys():
            rules.secret_header(cleaned["name"], cleaned["value"], self.others)
        return cleaned


class ModelNameForm(forms.Form):
    """A model that the endpoint did not list."""

    name = forms.CharField(
        label=_("Add a model by its name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class PositionForm(forms.ModelForm):  # type: ignore[type-arg]
    """A model's place in the list of all."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].widget.attrs["aria-label"] = gettext("Position of %(model)s") % {"model": self.instance}


class LanguageModelForm(forms.ModelForm, opening.Opening):  # type: ignore[type-arg]
    """A model with its limits, capabilities, prices and default params."""

    capabilities = forms.MultipleChoiceField(
        label=_("Capabilities"),
        required=False,
        choices=rules.CAPABILITIES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What it can do besides text. A probe finds out."),
    )

    class Meta:
        model = LanguageModel
        fields = (
            "endpoint",
            "name",
            "label",
            "position",
            "enabled",
            "groups",
            "context_window",
            "max_output_tokens",
            "capabilities",
            *pricing.FIELDS,
            "params",
        )
        field_classes = {"params": KeepableJSON}
        widgets = {"groups": forms.CheckboxSelectMultiple}
        help_texts = {
            "name": _("As the endpoint calls it."),
            "label": _("As people see it. Empty: its name."),
            "input_price": _("USD per million tokens. Empty: not known."),
            "cache_read_price": _("Empty: as input."),
            "cache_write_price": _("Empty: as input."),
            "reasoning_price": _("Empty: as output."),
            "params": _('Where a pane sets nothing, such as {"temperature": 0.7}.'),
        }

    def clean_name(self) -> str:
        """Its endpoint is not in the form of a model that is there, so nobody else looks whether the name is taken."""
        name: str = self.cleaned_data["name"]
        same = LanguageModel.objects.filter(endpoint=self.instance.endpoint_id, name=name).exclude(pk=self.instance.pk)
        if self.instance.pk and same.exists():
            raise forms.ValidationError(gettext("This endpoint has a model of this name already."))
        return name

    def clean_params(self) -> dict[str, Any]:
        return rules.request_defaults(self.cleaned_data["params"] or {})

    def save(self, commit: bool = True) -> LanguageModel:
        """Remembers which prices were written by hand: nothing fills those in again."""
        edited = [name for name in pricing.FIELDS if name in self.changed_data]
        self.instance.price_sources = {**self.instance.price_sources, **dict.fromkeys(edited, pricing.BY_HAND)}
        saved: LanguageModel = super().save(commit)
        return saved
