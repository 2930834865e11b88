"""Models that an endpoint says it serves become models that people may choose."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fnmatch import fnmatchcase
from typing import Any

from django.contrib.auth.models import PermissionsMixin
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from playground.audit import recording
from playground.audit.changes import state_of
from playground.audit.recording import Actor

from . import pricelist, rules
from .models import Endpoint, LanguageModel

PROVIDER = "provider"  # the source of a price that the endpoint told
MOST = 2000  # models that are read of an answer
KNOWN = {word for word, _label in rules.CAPABILITIES}


def offer(endpoint: Endpoint, found: Iterable[dict[str, Any]], by: Actor) -> int:
    """Offers models; one that was there keeps what an admin wrote, and is switched on by whoever may change it.

    Args:
        found: for each its `id`, and as far as known the other fields of `providers.ModelInfo`.

    Returns: how many were not on offer before.
    """
    there = dict(endpoint.models.values_list("name", "enabled"))
    last = endpoint.models.aggregate(last=Max("position"))["last"] or 0
    infos = {info["id"]: info for info in found}
    missing = [info for name, info in infos.items() if name not in there]
    # Looking prices up takes longer than all the rest: not while others wait for the database
    new = [_model(endpoint, info, last + place) for place, info in enumerate(missing, 1)]
    with transaction.atomic():
        Endpoint.objects.select_for_update(no_key=True).get(pk=endpoint.pk)  # two may offer the same at once
        taken = set(endpoint.models.values_list("name", flat=True))
        new = LanguageModel.objects.bulk_create(model for model in new if model.name not in taken)
        for model in new:
            recording.added(model, by)
        off = [name for name in infos if there.get(name) is False and _may_change(by)]
        return len(new) + recording.update(endpoint.models.filter(name__in=off), by, enabled=True)


def _may_change(by: Actor) -> bool:
    """None is a command, which may."""
    return by is None or (isinstance(by, PermissionsMixin) and by.has_perm("catalog.change_languagemodel"))


@dataclass(frozen=True)
class Synced:
    """What bringing an endpoint's models up to date has done.

    learnt: models about which something is known now that was not.
    missing: names on offer that the endpoint does not serve any more.
    """

    offered: int
    learnt: int
    missing: list[str]


@transaction.atomic
def sync(
    endpoint: Endpoint, found: list[dict[str, Any]], *, patterns: Sequence[str] = (), disable_missing: bool = False
) -> Synced:
    """Fills in what was not known of the models on offer, and offers those whose names match.

    Args:
        found: what the endpoint says it serves, as for `offer`.
        patterns: such as `gpt-*`.
    """
    by_name = {info["id"]: info for info in found}
    there = list(endpoint.models.filter(enabled=True).select_related("endpoint"))
    learnt = sum(_learn(model, by_name[model.name]) for model in there if model.name in by_name)
    missing = [model.name for model in there if model.name not in by_name]
    if disable_missing:
        recording.update(endpoint.models.filter(name__in=missing), None, enabled=False)
    wanted = [info for info in found if any(fnmatchcase(info["id"], pattern) for pattern in patterns)]
    return Synced(offer(endpoint, wanted, None), learnt, missing)


def _learn(model: LanguageModel, info: dict[str, Any]) -> bool:
    before = state_of(model)
    pricelist.put(model, pricelist.look_up(model.endpoint, model.name).prices, pricelist.SOURCE)
    pricelist.put(model, _told(info), PROVIDER)
    model.context_window = model.context_window or _tokens(info.get("context_window"))
    model.max_output_tokens = model.max_output_tokens or _tokens(info.get("max_output"))
    model.capabilities = model.capabilities or sorted(KNOWN & set(info.get("capabilities") or ()))
    if state_of(model) == before:
        return False
    model.save()
    recording.changed_since(model, None, before)
    return True


def _model(endpoint: Endpoint, info: dict[str, Any], position: int) -> LanguageModel:
    label = str(info.get("label") or "")
    model = LanguageModel(
        endpoint=endpoint,
        name=info["id"],
        label=label[:120] if label != info["id"] else "",
        position=position,
        context_window=_tokens(info.get("context_window")),
        max_output_tokens=_tokens(info.get("max_output")),
        capabilities=sorted(KNOWN & set(info.get("capabilities") or ())),
        discovered_at=timezone.now(),
    )
    listed = pricelist.look_up(endpoint, model.name)
    pricelist.put(model, listed.prices, pricelist.SOURCE)
    pricelist.put(model, _told(info), PROVIDER)
    model.context_window = model.context_window or _tokens(listed.context_window)
    return model


def _told(info: dict[str, Any]) -> dict[str, Decimal]:
    told = {name: info.get(name) for name in ("input_price", "output_price")}
    return {name: round(Decimal(str(price)), 6) for name, price in told.items() if price is not None}


def _tokens(number: Any) -> int | None:
    return number if isinstance(number, int) and 0 < number < 2**31 else None
