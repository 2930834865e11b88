"""Endpoints that are not added by hand: by the command line, and from the environment at the first start."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.forms import BaseForm

from playground.audit import recording

from . import keys, offering
from .forms import EndpointForm
from .models import Endpoint
from .vendors import Vendor


class NotAdded(Exception):
    """The message says what is wrong, field by field. Nothing was saved."""


@transaction.atomic
def add(
    vendor: Vendor,
    *,
    name: str | None = None,
    base_url: str | None = None,
    endpoint_id: str | None = None,
    is_local: bool = False,
    key: str = "",
    models: Iterable[str] = (),
) -> Endpoint:
    """A new endpoint with its key and models, checked as the admin panel's form checks it.

    Args: what is None or empty is as the form has it filled in.

    Raises:
        NotAdded: the form has errors.
    """
    kind = type("Form", (EndpointForm,), {"vendor": vendor})
    blank = kind()
    given = {"name": name, "base_url": base_url, "endpoint_id": endpoint_id, "key": key, "private_network": is_local}
    form = kind({**_filled(blank), **{field: value for field, value in given.items() if value}})
    if not form.is_valid():
        raise NotAdded(in_words(form))
    endpoint: Endpoint = form.save()
    recording.added(endpoint, None)
    if key:
        keys.set_key(endpoint, form.cleaned_data["key"])
    offering.offer(endpoint, [{"id": model} for model in models], None)
    return endpoint


def _filled(form: EndpointForm) -> dict[str, Any]:
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: form.fields[name].prepare_value(value) for name, value in values.items() if value is not None}


def in_words(form: BaseForm) -> str:
    """A form's errors, a line for each field."""
    return "\n".join(f"{name}: {' '.join(map(str, found))}" for name, found in form.errors.items())
