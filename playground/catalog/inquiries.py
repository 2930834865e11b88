"""Questions to an endpoint that an admin sets up, asked in threads of their own: no page waits for an endpoint.

A page starts an inquiry and looks at its row until the answer is there. A key lives in the memory of the thread that
uses it; the row never has it.
"""

from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from functools import partial
from threading import BoundedSemaphore, Thread
from typing import Any

from django.db import close_old_connections, connection, transaction
from django.utils import timezone

import providers
from playground.audit.recording import Actor
from playground.security.redaction import SHORTEST

from . import curl
from .connection import Connection, place_and_key
from .models import Endpoint, Inquiry, LanguageModel

AT_A_TIME = BoundedSemaphore(4)
MOST = 200  # under way or waiting, in this process
SECONDS = 25  # for a check or a list
WORKER_SECONDS = 150  # where a worker may have to start first
PROBE_SECONDS = 120  # for each of a probe's calls
KEPT = timedelta(days=1)
Result = dict[str, Any]
_in_hand: set[int] = set()  # under way or waiting here


def start(
    kind: Inquiry.Kind,
    target: Connection,
    by: Actor,
    *,
    endpoint: Endpoint | None = None,
    model: LanguageModel | None = None,
    note: str = "",
) -> Inquiry:
    """Begins to ask as soon as the transaction commits, and returns at once.

    Args:
        endpoint, model: what it is about, when they are saved.
        note: kept with the answer, such as that no key was sent.
    """
    Inquiry.objects.filter(asked_at__lt=timezone.now() - KEPT).delete()
    inquiry = Inquiry.objects.create(
        kind=kind, endpoint=endpoint, model=model, asked_by_id=by.pk if by else None, result={"note": note}
    )
    transaction.on_commit(partial(in_background, inquiry.pk, kind, target, note))
    return inquiry


def ask(kind: Inquiry.Kind, target: Connection) -> Result:
    """Asks, and waits for the answer. Raises nothing: what went wrong is in the answer."""
    return ASK[kind](target)


def is_late(inquiry: Inquiry) -> bool:
    """Whether its answer will not come any more, as the process that asked has gone. What waits here is not late."""
    longest = 5 * PROBE_SECONDS if inquiry.kind == Inquiry.Kind.PROBE else WORKER_SECONDS + SECONDS
    is_old = timezone.now() - inquiry.asked_at > timedelta(seconds=longest)
    return is_old and inquiry.answered_at is None and inquiry.pk not in _in_hand


def in_background(inquiry_id: int, kind: Inquiry.Kind, target: Connection, note: str) -> None:
    """As `carry_out`, in a thread that a shutdown does not wait for; unless too many wait already."""
    if len(_in_hand) >= MOST:
        answer(inquiry_id, kind, {"ok": False, "kind": "busy", "message": "", "note": ""})
        return
    _in_hand.add(inquiry_id)
    Thread(target=_in_thread, args=(inquiry_id, kind, target, note), name="inquiry", daemon=True).start()


def _in_thread(inquiry_id: int, *args: Any) -> None:
    try:
        with AT_A_TIME:
            close_old_connections()
            carry_out(inquiry_id, *args)
    finally:
        connection.close()
        _in_hand.discard(inquiry_id)


def carry_out(inquiry_id: int, kind: Inquiry.Kind, target: Connection, note: str) -> None:
    """Asks, and saves the answer."""
    result: Result = {"ok": False, "kind": "internal", "message": ""}
    try:
        result = ask(kind, target)
    finally:  # whatever went wrong, the page must not wait on
        answer(inquiry_id, kind, result | {"note": note})


@transaction.atomic
def answer(inquiry_id: int, kind: Inquiry.Kind, result: Result) -> None:
    """Saves the answer, and what it says about a model."""
    inquiry = Inquiry.objects.select_related("model").filter(pk=inquiry_id).first()
    if inquiry is None:
        return
    inquiry.result, inquiry.answered_at = result, timezone.now()
    inquiry.save(update_fields=["result", "answered_at"])
    if kind == Inquiry.Kind.PROBE and inquiry.model and result["ok"]:
        learn(inquiry.model, result["found"])


def learn(model: LanguageModel, found: dict[str, bool | None]) -> None:
    """Puts into a model's capabilities what a probe found, and takes out what it disproved."""
    fresh = LanguageModel.objects.select_for_update(no_key=True).get(pk=model.pk)
    kept = [name for name in fresh.capabilities if found.get(name) is not False]
    new = [name for name, has in found.items() if has and name not in kept]
    if fresh.capabilities != kept + new:
        fresh.capabilities = kept + new
        fresh.save(update_fields=["capabilities"])


def _limits(seconds: int) -> providers.Limits:
    """Of one call."""
    return providers.Limits(connect=6, first_byte=seconds, idle=SECONDS, total=seconds, patience=1, max_bytes=2**25)


def _check(target: Connection) -> Result:
    asked = {**place_and_key(target), "limits": _limits(WORKER_SECONDS if target.provider == "runpod" else SECONDS)}
    check = providers.check(target.provider, **asked)
    return {**asdict(check), "sent": curl.line(target, asked), "model": target.model, "is_tls": target.is_tls}


def _models(target: Connection) -> Result:
    asked = {**place_and_key(target), "limits": _limits(SECONDS)}
    try:
        found = providers.list_models(target.provider, **asked)
    except providers.ProviderError as error:
        return _failed(error)
    told = [model for model in found if not _quotes_a_secret(target, model)]
    models = [{**asdict(model), "capabilities": sorted(model.capabilities)} for model in told]
    return {"ok": True, "kind": "ok", "models": models}


def _quotes_a_secret(target: Connection, model: providers.ModelInfo) -> bool:
    """Whether an endpoint that echoes what it was sent has put a key into a model's names, which are kept and shown."""
    sent = [secret.reveal() for secret in (target.key, *target.secret_headers.values()) if secret]
    return any(text in name for text in sent if len(text) >= SHORTEST for name in (model.id, model.label))


def _probe(target: Connection) -> Result:
    asked = {**place_and_key(target), "limits": _limits(PROBE_SECONDS)}
    try:
        return {"ok": True, "kind": "ok", "found": providers.probe(target.provider, **asked)}
    except providers.ProviderError as error:
        return _failed(error)


def _failed(error: providers.ProviderError) -> Result:
    return {"ok": False, "kind": error.kind, "message": str(error), "status": error.status}


ASK: dict[str, Callable[[Connection], Result]] = {
    Inquiry.Kind.CHECK: _check,
    Inquiry.Kind.MODELS: _models,
    Inquiry.Kind.PROBE: _probe,
}
