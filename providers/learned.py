"""What answers have told about an address, for the next calls to it: an application builds a model for each call.

Kept by address and never by key, for an hour, as what runs at an address may change.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from time import monotonic
from typing import Any

from providers.wire.flows import Flow, T

_MOST = 1000  # facts; the oldest goes first
_SECONDS = 3600.0  # that one is believed

_facts: dict[tuple[str, str], tuple[float, Any]] = {}  # by address and topic: until when, and what
_lock = Lock()


def remember(address: str, topic: str, fact: Any) -> None:
    """Keep `fact` in place of what was known of the topic."""
    with _lock:
        _facts.pop((address, topic), None)
        _facts[address, topic] = (monotonic() + _SECONDS, fact)
        if len(_facts) > _MOST:
            del _facts[next(iter(_facts))]


def recall(address: str, topic: str, unknown: Any = None) -> Any:
    """What is known of the topic, `unknown` if nothing is."""
    until, fact = _facts.get((address, topic), (0.0, unknown))
    return fact if monotonic() < until else unknown


def once(address: str, topic: str, ask: Callable[[], Flow[T]]) -> Flow[T]:
    """What is known of the topic; who does not know it asks. A question that fails teaches nothing."""
    unknown = object()
    fact: Any = recall(address, topic, unknown)
    if fact is unknown:
        fact = yield from ask()
        remember(address, topic, fact)
    known: T = fact
    return known


def forget(address: str) -> None:
    """Believe nothing of the address any more, as something else may be there now."""
    with _lock:
        for key in [key for key in _facts if key[0] == address]:
            del _facts[key]
