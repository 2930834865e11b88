"""Calls what a form says before it is saved, without letting a stored secret go anywhere new."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from .connection import Connection, address_of, to_endpoint, without_key
from .errors import CatalogError, NoKey
from .models import Endpoint
from .secret import Secret

if TYPE_CHECKING:
    from .forms import EndpointForm


@dataclass(frozen=True)
class Trial:
    """What is called, and what to say about the key that goes with it.

    saved: the endpoint, if there is one yet.
    """

    target: Connection
    note: str
    saved: Endpoint | None


def of_form(form: "EndpointForm") -> Trial:
    """The endpoint as a valid form has it.

    A key that was typed goes with the call. What is stored does only where the form changes neither the address nor
    the headers: one who may not see a secret could send it elsewhere, or to a path that shows it.
    """
    endpoint, typed = form.instance, form.cleaned_data.get("key")
    saved = Endpoint.objects.filter(pk=endpoint.pk).first()
    target, note = _with_stored(endpoint, saved) if saved else (without_key(endpoint, address_of(endpoint)), "")
    if typed:
        target, note = replace(target, key=Secret(typed)), note and _("Only the key that you typed was sent.")
    return Trial(replace(target, model=_model(form, saved)), note, saved)


def _with_stored(endpoint: Endpoint, saved: Endpoint) -> tuple[Connection, str]:
    """What is called with the stored secrets, if they may go there, and what to say about them."""
    bare = without_key(endpoint, address_of(endpoint))
    try:
        if (address_of(saved), saved.headers) != (address_of(endpoint), endpoint.headers):
            return bare, _("The address or the headers are not the saved ones, so no stored secret was sent.")
        return to_endpoint(endpoint), ""
    except NoKey:
        return bare, _("No key is stored, so none was sent.")
    except CatalogError:
        return bare, _("The address differs from the one that its secrets were entered for, so none of them was sent.")


def _model(form: "EndpointForm", saved: Endpoint | None) -> str:
    """The model to ask: the one that was named, else the first on offer, else none but the list."""
    named = str(form.cleaned_data.get("model") or "")
    first = saved.models.filter(enabled=True).first() if saved and not named else None
    return first.name if first else named
