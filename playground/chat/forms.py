"""What users send, parsed. Lengths and meanings of texts are checked where they are kept, in `wording`."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import wording
from .models import Pane
from .refusal import Refusal

LARGEST = 2**31 - 1
STOPS = 4
PROMPT_CHARACTERS = 100_000
NONCE_CHARACTERS = 64


def question_in(data: QueryDict) -> tuple[str, str]:
    """A question's text and its form's nonce, which the page fills. Raises Refusal when that is missing or wrong."""
    nonce = data.get("nonce", "").strip()
    if not 0 < len(nonce) <= NONCE_CHARACTERS:
        raise Refusal(_("This form is incomplete."), _("Nothing was sent. Reload the page and try again."), 422)
    return wording.keepable(data.get("text", "")), nonce


class KeepableField(forms.CharField):
    """Text as it was written, except for what cannot be stored."""

    def __init__(self, **options: Any) -> None:
        super().__init__(strip=False, required=False, **options)

    def to_python(self, value: Any) -> str:
        return wording.keepable(str(value or ""))


class SettingsForm(forms.Form):
    """A pane's system prompt and params. What is left empty is not sent."""

    system_prompt = KeepableField(
        label=gettext_lazy("System prompt"),
        max_length=PROMPT_CHARACTERS,
        widget=forms.Textarea({"rows": 5, "autofocus": True}),
    )
    temperature = forms.FloatField(
        label=gettext_lazy("Temperature"),
        help_text=gettext_lazy("0 to 2. Low is matter-of-fact, high is varied."),
        min_value=0,
        max_value=2,
        required=False,
    )
    top_p = forms.FloatField(
        label=gettext_lazy("Top p"), help_text=gettext_lazy("0 to 1."), min_value=0, max_value=1, required=False
    )
    max_tokens = forms.IntegerField(
        label=gettext_lazy("Max tokens"),
        help_text=gettext_lazy("The longest answer."),
        min_value=1,
        max_value=LARGEST,
        required=False,
    )
    seed = forms.IntegerField(
        label=gettext_lazy("Seed"),
        help_text=gettext_lazy("The same number gives similar answers, where the provider supports it."),
        min_value=0,
        max_value=LARGEST,
        required=False,
    )
    stop = KeepableField(
        label=gettext_lazy("Stop"),
        help_text=gettext_lazy("The answer ends before any of these, up to four, one per line."),
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:  # shown again, it has a field that is wrong, and that one is where to go on
            self.fields["system_prompt"].widget.attrs.pop("autofocus")

    @classmethod
    def of(cls, pane: Pane) -> "SettingsForm":
        """Filled with a pane's present settings."""
        stop = "\n".join(pane.params.get("stop", []))
        return cls(initial={**pane.params, "stop": stop, "system_prompt": pane.system_prompt})

    def clean_stop(self) -> list[str]:
        stops = [line for line in self.cleaned_data["stop"].splitlines() if line]
        if len(stops) > STOPS:
            raise forms.ValidationError(_("At most four lines."))
        return stops

    def params(self) -> dict[str, Any]:
        """Only what was filled in."""
        names = ("temperature", "max_tokens", "top_p", "stop", "seed")
        return {name: value for name in names if (value := self.cleaned_data[name]) not in (None, [])}
