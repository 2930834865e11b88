"""Models: renamed, ordered, priced, given to groups, switched on and off."""

from collections import Counter
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from playground.audit import recording
from playground.audit.audited import Audited
from playground.prose import joined

from .. import inquiries, opening, pricelist, pricing, rules
from ..connection import resolve_for_admin
from ..errors import CatalogError
from ..forms import LanguageModelForm, PositionForm
from ..models import Inquiry, LanguageModel
from ..receivers import set_restricted
from .plain import PlainChoices

SOURCES = {"admin": _("by hand"), "list": _("from the price list"), "provider": _("as the provider says")}


@admin.register(LanguageModel)
class LanguageModels(Audited, PlainChoices):
    form = LanguageModelForm
    fieldsets = (
        (None, {"fields": ("endpoint", "name", "label", "position", "enabled")}),
        (_("What it can do"), {"fields": ("capabilities", "context_window", "max_output_tokens")}),
        (_("Prices, in USD per million tokens"), {"fields": (*pricing.FIELDS, "price_origin")}),
        (_("Default params"), {"fields": ("params",)}),
    )
    readonly_fields = ("price_origin",)
    list_display = ("__str__", "position", "endpoint", "can", "context_window", "prices", "for_groups", "enabled")
    list_filter = ("enabled", "endpoint", ("groups", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("endpoint",)
    search_fields = ("name", "label", "endpoint__name")
    actions = ("enable", "disable", "fill_in_prices", "probe", "to_the_top")
    list_editable = ("position",)
    list_per_page = list_max_show_all = 50  # with what is editable, as many as a form may have fields
    save_on_top = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[LanguageModel]:
        return super().get_queryset(request).prefetch_related("groups")

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_form(request, form=PositionForm, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: LanguageModel | None = None) -> Any:
        """With who may use it, before the params."""
        *first, params = self.fieldsets
        return [*first, (_("Who may use it"), {"fields": ("groups", *opening.fields_for(obj))}), params]

    def get_readonly_fields(self, request: HttpRequest, obj: LanguageModel | None = None) -> tuple[str, ...]:
        """A model stays at its endpoint."""
        return (*self.readonly_fields, *(("endpoint",) if obj else ()))

    @admin.display(description=_("can"))
    def can(self, model: LanguageModel) -> str:
        return rules.capabilities_in_words(model.capabilities) or self.get_empty_value_display()

    @admin.display(description=_("input / output price"))
    def prices(self, model: LanguageModel) -> str:
        return " / ".join(_amount(price) for price in (model.input_price, model.output_price))

    @admin.display(description=_("for"))
    def for_groups(self, model: LanguageModel) -> str:
        groups: list[Group] = list(model.groups.all())
        return ", ".join(group.name for group in groups) or (
            gettext("nobody") if model.restricted else gettext("everybody")
        )

    def save_model(self, request: HttpRequest, obj: LanguageModel, form: Any, change: bool) -> None:
        """A new one gets the list's prices where none was typed."""
        if not change:
            pricelist.put(obj, pricelist.look_up(obj.endpoint, obj.name).prices, pricelist.SOURCE)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Without groups it is for everybody; after its last group was deleted, only when that is ticked."""
        super().save_related(request, form, formsets, change)
        if form.cleaned_data.get("for_everybody"):
            set_restricted(form.instance)

    @admin.display(description=_("where they come from"))
    def price_origin(self, model: LanguageModel) -> str:
        names = {field.name: field.verbose_name for field in model._meta.fields if field.name in pricing.FIELDS}
        origins = model.price_sources.items()
        told = [f"{names[name]}: {SOURCES[source]}" for name, source in origins if name in names and source in SOURCES]
        return "; ".join(told) or self.get_empty_value_display()

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Without a button to add another: that begins elsewhere."""
        return super().render_change_form(request, {**context, "show_save_and_add_another": False}, *args, **kwargs)

    @admin.action(description=_("Switch on"), permissions=["change"])
    def enable(self, request: HttpRequest, queryset: QuerySet[LanguageModel]) -> None:
        self._told(request, recording.update(_plain(queryset), request.user, enabled=True))

    @admin.action(description=_("Switch off"), permissions=["change"])
    def disable(self, request: HttpRequest, queryset: QuerySet[LanguageModel]) -> None:
        self._told(request, recording.update(_plain(queryset), request.user, enabled=False))

    @admin.action(description=_("Fill in prices from the list"), permissions=["change"])
    def fill_in_prices(self, request: HttpRequest, queryset: QuerySet[LanguageModel]) -> None:
        """Prices written by hand stay."""
        models = list(_plain(queryset).select_related("endpoint"))
        outcomes = pricelist.fill_in(models, request.user)
        self._told(request, outcomes[pricelist.Outcome.CHANGED], *_why_unchanged(outcomes))

    @admin.action(description=_("Probe what they can do"), permissions=["change"])
    def probe(self, request: HttpRequest, queryset: QuerySet[LanguageModel]) -> None:
        """Asks one after another, off the page's path; what works is in the list a little later."""
        number = 0
        for model in _plain(queryset).select_related("endpoint"):
            try:
                target = resolve_for_admin(model)
            except CatalogError as error:
                self.message_user(request, f"{model}: {error}", messages.WARNING)
                continue
            inquiries.start(Inquiry.Kind.PROBE, target, request.user, endpoint=model.endpoint, model=model)
            number += 1
        sentence = ngettext(
            "%(number)s model is being asked. Look again in a moment.",
            "%(number)s models are being asked. Look again in a moment.",
            number,
        )
        self.message_user(request, sentence % {"number": number})

    @admin.action(description=_("Move to the top of the picker"), permissions=["change"])
    def to_the_top(self, request: HttpRequest, queryset: QuerySet[LanguageModel]) -> None:
        self._told(request, recording.update(_plain(queryset), request.user, position=0))

    def _told(self, request: HttpRequest, number: int, *more: str) -> None:
        sentence = ngettext("%(number)s model was changed.", "%(number)s models were changed.", number)
        self.message_user(request, joined(sentence % {"number": number}, *more))


def _why_unchanged(outcomes: Counter[pricelist.Outcome]) -> list[str]:
    """Why models have the prices that they had, in a sentence for each reason."""
    unlisted, by_hand, same = (
        outcomes[each] for each in (pricelist.Outcome.UNLISTED, pricelist.Outcome.BY_HAND, pricelist.Outcome.SAME)
    )
    sentences = {
        ngettext(
            "%(number)s model is not on the price list for its provider.",
            "%(number)s models are not on the price list for their provider.",
            unlisted,
        ): unlisted,
        ngettext(
            "The prices of %(number)s model were written by hand, and stay.",
            "The prices of %(number)s models were written by hand, and stay.",
            by_hand,
        ): by_hand,
        ngettext(
            "%(number)s model has the prices of the list already.",
            "%(number)s models have the prices of the list already.",
            same,
        ): same,
    }
    return [sentence % {"number": number} for sentence, number in sentences.items() if number]


def _plain(queryset: QuerySet[LanguageModel]) -> QuerySet[LanguageModel]:
    """The same rows without the list's joins, which cannot be locked."""
    return LanguageModel.objects.filter(pk__in=list(queryset.values_list("pk", flat=True)))


def _amount(price: Any) -> str:
    return "–" if price is None else f"{price.normalize():f}"
