"""What was for groups that are all gone stays closed until an admin says that it is for everybody."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Endpoint, LanguageModel


class Opening(forms.Form):
    """Adds the tick that opens, where it is needed, to a ModelForm."""

    instance: Any

    for_everybody = forms.BooleanField(
        label=_("For everybody"),
        required=False,
        help_text=_(
            "Its last group was deleted, so nobody may use it. Tick this to open it to everybody, or choose groups."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not fields_for(self.instance):
            del self.fields["for_everybody"]


def fields_for(thing: Endpoint | LanguageModel | None) -> tuple[str, ...]:
    """What a page asks besides the groups."""
    is_shut = thing is not None and thing.pk and thing.restricted and not thing.groups.exists()
    return ("for_everybody",) if is_shut else ()
