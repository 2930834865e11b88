"""Endpoints: a list with marks, and a form of the fields that the provider needs."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from playground.accounts import sudo_admin
from playground.audit import recording
from playground.audit.audited import Audited
from playground.audit.recording import Actor
from providers import PROVIDERS

from .. import inquiries, keys, offering, opening, options, panel, vendors
from ..connection import to_endpoint
from ..errors import CatalogError
from ..forms import EndpointForm
from ..models import Credential, Endpoint, Inquiry
from ..receivers import set_restricted
from ..standing import at_a_glance, keys_in_words
from .plain import PlainChoices

SET_KEYS = "catalog.change_credential"
OFFER = "catalog.add_languagemodel"
PLACE = ("base_url", "private_network")


class ProviderFilter(admin.SimpleListFilter):
    """The providers that there are, in words."""

    title = _("provider")
    parameter_name = "provider"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        slugs = Endpoint.objects.order_by("provider").values_list("provider", flat=True).distinct()
        return [(slug, vendors.name_of(slug)) for slug in slugs if slug in PROVIDERS]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Endpoint]) -> QuerySet[Endpoint]:
        return queryset.filter(provider=self.value()) if self.value() else queryset


@admin.register(Endpoint)
class Endpoints(sudo_admin.Required, Audited, PlainChoices):
    form = EndpointForm
    list_display = ("name", "provider_label", "health", "key_state", "offered", "enabled")
    list_filter = ("enabled", ProviderFilter)
    search_fields = ("name", "base_url", "models__name")
    actions = ("enable", "disable")
    parts = ("credentials", "models", "limits")
    list_per_page = 100

    @method_decorator(sensitive_post_parameters("key"))
    def changeform_view(self, *args: Any, **kwargs: Any) -> Any:
        """Keeps the key out of reports of errors."""
        return super().changeform_view(*args, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Endpoint]:
        """With what the list shows, in two queries."""
        return at_a_glance(super().get_queryset(request))

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """With the marks of all that it shows."""
        changelist = super().get_changelist_instance(request)
        shown = list(changelist.result_list)
        marks = panel.marks([endpoint.pk for endpoint in shown])
        for endpoint in shown:
            endpoint.mark = marks.get(endpoint.pk)
        changelist.result_list = shown
        return changelist

    def get_fieldsets(self, request: HttpRequest, obj: Endpoint | None = None) -> Any:
        """What this provider needs first; what most never touch is folded."""
        provider, kind = self._kind(request, obj)
        shown = (*(("base_url",) if kind.asks_address else ()), *(("private_network",) if kind.is_local else ()))
        first = ["name", *(["endpoint_id"] if provider == "runpod" else []), *shown]
        more = (*(name for name in PLACE if name not in shown), "headers", "request_defaults", "note")
        limits = ("max_concurrent", "first_token_seconds", "idle_seconds")
        named = options.NAMES.get(provider, ())
        who = ("groups", *opening.fields_for(obj), "own_keys")
        key = ("key",) if request.user.has_perm(SET_KEYS) else ()
        return [
            (None, {"fields": (*first, *key, *(("model",) if obj is None else ()), "enabled")}),
            *([(_("Jobs"), {"fields": named, "classes": ("collapse",)})] if named else []),
            (_("Who may use it"), {"fields": who, "classes": ("collapse",)}),
            (_("Limits"), {"fields": limits, "classes": ("collapse",)}),
            (_("More"), {"fields": more, "classes": ("collapse",)}),
        ]

    def get_form(self, request: HttpRequest, obj: Endpoint | None = None, change: bool = False, **kwargs: Any) -> Any:
        """The form of the vendor that was chosen."""
        form = super().get_form(request, obj, change, **kwargs)
        user = request.user
        given: dict[str, Any] = {"may_set_key": user.has_perm(SET_KEYS), "may_offer": user.has_perm(OFFER)}
        given |= {} if obj else {"vendor": _vendor(request)}
        return type(form.__name__, (form,), given)

    def _kind(self, request: HttpRequest, obj: Endpoint | None) -> tuple[str, vendors.Vendor]:
        if obj is not None:
            return obj.provider, vendors.vendor_of(obj.provider, obj.base_url)
        vendor = _vendor(request)
        return vendor.provider, vendor

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """First the choice of a provider, then its form."""
        if request.GET.get("vendor") not in vendors.VENDORS:
            return redirect("admin:catalog_endpoint_pick")
        title = gettext("Add an endpoint: %(vendor)s") % {"vendor": _vendor(request).label}
        return super().add_view(request, form_url, {"title": title, **(extra_context or {})})

    def save_model(self, request: HttpRequest, obj: Endpoint, form: Any, change: bool) -> None:
        """Saves, and puts the key away for the address that was saved with it."""
        super().save_model(request, obj, form, change)
        if key := form.cleaned_data.get("key"):
            keys.set_key(obj, key, by=request.user)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Offers the model that was named, and says when keys were left behind at the old address."""
        super().save_related(request, form, formsets, change)
        if form.cleaned_data.get("for_everybody"):
            set_restricted(form.instance)
        name = form.cleaned_data.get("model")
        if name and request.user.has_perm(OFFER):
            offering.offer(form.instance, [{"id": name}], request.user)
        left = [credential for credential in _in_force(form.instance) if not keys.is_usable(credential)]
        if left or keys.broken_headers(form.instance):
            messages.warning(
                request, gettext("The address changed, so secrets entered before it cannot be used. Enter them again.")
            )

    def response_add(self, request: HttpRequest, obj: Endpoint, post_url_continue: str | None = None) -> HttpResponse:
        """On to its models, which are asked for meanwhile."""
        if not request.user.has_perm(OFFER):
            return super().response_add(request, obj, post_url_continue)
        ask_for_models(obj, request.user)
        return redirect("admin:catalog_endpoint_models", obj.pk)

    @admin.display(description=_("provider"), ordering="provider")
    def provider_label(self, endpoint: Endpoint) -> str:
        return str(vendors.vendor_of(endpoint.provider, endpoint.base_url).label)

    @admin.display(description=_("keys"))
    def key_state(self, endpoint: Any) -> str:
        return keys_in_words(endpoint, endpoint.shared_keys)

    @admin.display(description=_("models"), ordering="offered_models")
    def offered(self, endpoint: Any) -> int:
        number: int = endpoint.offered_models
        return number

    @admin.display(description=_("state"))
    def health(self, endpoint: Endpoint) -> str:
        mark: panel.Mark | None = getattr(endpoint, "mark", None)
        return str(mark.text) if mark else self.get_empty_value_display()

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Without a button to add another: that begins elsewhere."""
        return super().render_change_form(request, {**context, "show_save_and_add_another": False}, *args, **kwargs)

    @admin.action(description=_("Switch on"), permissions=["change"])
    def enable(self, request: HttpRequest, queryset: QuerySet[Endpoint]) -> None:
        self._switch(request, queryset, True)

    @admin.action(description=_("Switch off"), permissions=["change"])
    def disable(self, request: HttpRequest, queryset: QuerySet[Endpoint]) -> None:
        self._switch(request, queryset, False)

    def _switch(self, request: HttpRequest, queryset: QuerySet[Endpoint], enabled: bool) -> None:
        chosen = Endpoint.objects.filter(pk__in=queryset.values("pk"))
        number = recording.update(chosen, request.user, enabled=enabled)
        self.message_user(
            request,
            ngettext("%(number)s endpoint was changed.", "%(number)s endpoints were changed.", number)
            % {"number": number},
        )


def ask_for_models(endpoint: Endpoint, by: Actor) -> Inquiry | None:
    """Begins to ask an endpoint what it serves; None when it cannot be called."""
    try:
        return inquiries.start(Inquiry.Kind.MODELS, to_endpoint(endpoint), by, endpoint=endpoint)
    except CatalogError:
        return None


def _vendor(request: HttpRequest) -> vendors.Vendor:
    return vendors.VENDORS.get(request.GET.get("vendor", ""), vendors.VENDORS["compatible"])


def _in_force(endpoint: Endpoint) -> QuerySet[Credential]:
    return endpoint.credentials.filter(revoked_at=None)
