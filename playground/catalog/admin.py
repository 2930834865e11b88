"""Endpoints, their keys and their models, in the admin panel."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import services
from .forms import CredentialForm, EndpointForm, LanguageModelForm
from .models import Credential, Endpoint, LanguageModel


class Credentials(admin.TabularInline):  # type: ignore[type-arg]
    """Keys: written here, shown nowhere."""

    model = Credential
    form = CredentialForm
    fields = ("label", "key", "ends_in", "state", "set_at", "last_used_at")
    readonly_fields = ("ends_in", "state", "set_at", "last_used_at")
    extra = 0

    @admin.display(description=_("ends in"))
    def ends_in(self, credential: Credential) -> str:
        return f"…{credential.hint}" if credential.hint else "–"

    @admin.display(description=_("state"))
    def state(self, credential: Credential) -> str:
        if credential.pk is None:
            return "–"
        if services.is_usable(credential):
            return gettext("in force")
        return gettext("unusable: entered for another address or with another master key; enter it again")


class LanguageModels(admin.StackedInline):  # type: ignore[type-arg]
    model = LanguageModel
    form = LanguageModelForm
    fields = (
        ("name", "label", "enabled"),
        ("context_window", "max_output_tokens", "capabilities"),
        ("input_price", "output_price", "cache_read_price", "cache_write_price"),
    )
    extra = 0


@admin.register(Endpoint)
class Endpoints(admin.ModelAdmin):  # type: ignore[type-arg]
    form = EndpointForm
    fieldsets = (
        (None, {"fields": ("name", "provider", "base_url", "private_network", "enabled", "note")}),
        (
            _("Limits and defaults"),
            {"fields": ("max_concurrent", "first_token_seconds", "idle_seconds", "headers", "request_defaults")},
        ),
    )
    inlines = (Credentials, LanguageModels)
    list_display = ("name", "provider", "base_url", "enabled")
    list_filter = ("enabled", "provider")
    search_fields = ("name", "base_url", "models__name")

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Tells each key's form who enters it."""
        if formset.model is Credential:
            _sign(formset, request.user)
        super().save_formset(request, form, formset, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Saves, and says when that left keys behind."""
        super().save_related(request, form, formsets, change)
        stored = form.instance.credentials.filter(revoked_at=None)
        if not all(map(services.is_usable, stored)):
            messages.warning(
                request, gettext("The address changed, so keys entered before it cannot be used. Enter them again.")
            )


def _sign(formset: Any, by: object) -> None:
    for form in formset.forms:
        form.by = by
