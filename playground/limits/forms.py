"""A limit as admins enter one."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .models import SUBJECTS, Kind, Limit
from .rules import MEASURES


class LimitForm(forms.ModelForm):  # type: ignore[type-arg]
    """Names exactly what the kind is about, and sets at least one number."""

    class Meta:
        model = Limit
        fields = ("kind", "user", "group", "endpoint", *MEASURES)
        help_texts = {
            "per_minute": _("Each pane's answer counts. Empty, here and below: no limit."),
            "at_once": _("For an endpoint, set this on the endpoint's own page: there, answers wait for each other."),
            "tokens_per_day": _("Read and written ones."),
            "usd_per_day": _("Models without a price cost nothing here."),
        }

    def clean(self) -> dict[str, Any]:
        """Fields that depend on each other."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "kind" not in cleaned:
            return cleaned
        wanted = SUBJECTS.get(cleaned["kind"])
        for name in ("user", "group", "endpoint"):
            if name != wanted:
                cleaned[name] = None
            elif name not in self.errors and cleaned.get(name) is None:
                self.add_error(name, gettext("Say for whom it holds."))
        if cleaned["kind"] == Kind.ENDPOINT and cleaned.get("at_once") is not None:
            self.add_error("at_once", gettext("Set this on the endpoint's own page instead."))
        if not self.errors and _same(cleaned).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(gettext("For this there is one already: change that one."))
        if not self.errors and all(cleaned.get(measure) is None for measure in MEASURES):
            raise forms.ValidationError(gettext("Set at least one number."))
        return cleaned


def _same(cleaned: dict[str, Any]) -> QuerySet[Limit]:
    """Those that hold for the same."""
    return Limit.objects.filter(**{name: cleaned[name] for name in ("kind", "user", "group", "endpoint")})
