"""What needs an admin's attention, in words."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

import providers

from . import keys, panel
from .models import Credential, Endpoint


def at_a_glance(endpoints: QuerySet[Endpoint]) -> QuerySet[Any]:
    """Endpoints with `offered_models` (how many) and `shared_keys` (those in force for all, the newest first)."""
    shared = Credential.objects.filter(owner=None, revoked_at=None).order_by("-set_at")
    offered = Count("models", filter=Q(models__enabled=True), distinct=True)
    return endpoints.annotate(offered_models=offered).prefetch_related(
        Prefetch("credentials", queryset=shared, to_attr="shared_keys")
    )


def keys_in_words(endpoint: Endpoint, shared: Sequence[Credential]) -> str:
    """The state of an endpoint's keys.

    Args:
        shared: those in force for everybody, the newest first.
    """
    if endpoint.managed:  # its key is made anew at every start, and nobody's business
        return "–"
    usable = [credential for credential in shared if keys.is_usable(credential)]
    if usable:
        return f"…{usable[0].hint}" if usable[0].hint else _("in force")
    if shared:
        return _("unusable: enter it again")
    if endpoint.own_keys:
        return _("people's own")
    return _("missing") if _needs_key(endpoint) else "–"


def concerns() -> Iterable[panel.Concern]:
    """Endpoints that are switched on and cannot answer."""
    endpoints = at_a_glance(Endpoint.objects.filter(enabled=True)).prefetch_related("groups")
    for endpoint in endpoints:
        for sentence, page in _problems(endpoint, endpoint.shared_keys, endpoint.offered_models):
            yield panel.Concern(f"{endpoint.name}: {sentence}", reverse(f"admin:{page}", args=[endpoint.pk]))


def _problems(endpoint: Endpoint, shared: Sequence[Credential], offered: int) -> Iterable[tuple[str, str]]:
    if shared and not any(map(keys.is_usable, shared)):
        yield _("its key was entered for another address, or with another master key."), "catalog_endpoint_keys"
    elif not shared and _needs_key(endpoint) and not endpoint.own_keys:
        yield _("it has no key."), "catalog_endpoint_keys"
    if keys.broken_headers(endpoint):
        yield _("a secret header was entered for another address."), "catalog_endpoint_keys"
    if endpoint.restricted and not endpoint.groups.all():
        yield _("its groups were deleted: only superusers may use it."), "catalog_endpoint_change"
    if not offered:
        yield _("it offers no model."), "catalog_endpoint_models"


def _needs_key(endpoint: Endpoint) -> bool:
    provider = providers.PROVIDERS.get(endpoint.provider)
    return provider is not None and provider.needs_key
