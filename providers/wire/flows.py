"""Small dialogues with a provider, written once for blocking and asynchronous callers.

A flow is a generator that yields calls and is sent replies. It never touches the network.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator
from typing import TypeVar

from providers.errors import ProviderError
from providers.net.exchange import Call, Reply

T = TypeVar("T")
Flow = Generator[Call, Reply, T]


def run(flow: Flow[T], fetch: Callable[[Call], Reply]) -> T:
    """Answer each call of `flow` with `fetch`; failures are raised inside the flow."""
    try:
        call = next(flow)
        while True:
            try:
                reply = fetch(call)
            except ProviderError as error:
                call = flow.throw(error)
            else:
                call = flow.send(reply)
    except StopIteration as stop:
        result: T = stop.value
        return result


async def arun(flow: Flow[T], fetch: Callable[[Call], Awaitable[Reply]]) -> T:
    """Like `run`, with an asynchronous `fetch`."""
    try:
        call = next(flow)
        while True:
            try:
                reply = await fetch(call)
            except ProviderError as error:
                call = flow.throw(error)
            else:
                call = flow.send(reply)
    except StopIteration as stop:
        result: T = stop.value
        return result
