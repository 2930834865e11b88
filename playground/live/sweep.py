"""Finds generations that nobody runs: queued ones that were never started, running ones whose owner is gone."""

import asyncio
import logging
import random
import time
from collections.abc import Collection

from django.conf import settings
from django.db import Error

from playground.chat.models import Generation, Status
from playground.markdown import RENDERER_VERSION, render
from playground.threads import in_database
from playground.usage import health

from . import store
from .answer import estimate
from .ending import close_log
from .events import REASONING, TEXT, Event, decode
from .runner import Runner
from .session import SessionStore
from .store import Outcome
from .transcript import plain_blocks

logger = logging.getLogger(__name__)

INTERVAL = 2.0  # seconds
SESSIONS_INTERVAL = 3600.0  # seconds between two removals of logins that have expired
START_BY_ITSELF = 2.0  # seconds that a queued generation may wait for whoever queued it


async def sweep(runner: Runner) -> None:
    """Sweeps for ever. After a database outage owners get one lease's time to renew first."""
    hold = sessions_due = 0.0
    while True:
        await asyncio.sleep(INTERVAL * random.uniform(0.7, 1.3))  # noqa: S311
        try:
            await runner.end_stopped()
            await start_waiting(runner, START_BY_ITSELF)
            if time.monotonic() >= hold:
                await recover(runner)
            if time.monotonic() >= sessions_due:
                sessions_due = time.monotonic() + SESSIONS_INTERVAL
                await in_database(SessionStore.clear_expired)
                await in_database(health.forget)
        except Error as error:
            hold = time.monotonic() + settings.LEASE_SECONDS
            logger.warning("sweep failed: %s", error)


async def start_waiting(runner: Runner, older_than_seconds: float) -> None:
    """Starts queued generations that nobody started."""
    for generation_id in await in_database(store.waiting, older_than_seconds):
        runner.start(generation_id)


async def recover(runner: Runner, left: Collection[int] = ()) -> None:
    """Finalises generations whose owner is gone, with the text that the log and the row have.

    Args:
        left: those whose owner is gone for certain, though its lease may not have lapsed.
    """
    taken = None
    while taken is None or (left and taken):
        taken = await in_database(store.take_over, runner.owner, runner.alive, left)
        for generation in taken:
            try:
                await interrupt(runner, generation)
            except Error:
                logger.exception("generation %s could not be ended; its lease will lapse", generation.pk)


async def interrupt(runner: Runner, generation: Generation) -> None:
    """Ends one generation as interrupted."""
    events = [decode(line) for line in await runner.log.read(generation.pk)]
    await in_database(_save, generation, runner.owner, events)
    logger.info("generation %s was interrupted; its text is kept", generation.pk)
    await close_log(runner.log, generation.pk, Status.INTERRUPTED)


def _save(generation: Generation, owner: str, events: list[Event]) -> None:
    text, reasoning = generation.message.text, generation.message.reasoning
    # The log starts at the first event, so whichever of the two got further has everything.
    if events and events[-1].seq >= generation.seq:
        text = "".join(event.text for event in events if event.kind == TEXT)
        reasoning = "".join(event.text for event in events if event.kind == REASONING)
    message = {
        "text": text,
        "reasoning": reasoning,
        "blocks": plain_blocks(reasoning, text),
        "html": render(text) if text else "",
        "html_version": RENDERER_VERSION,
    }
    first = next((event.ms for event in events if event.kind in {TEXT, REASONING}), None)
    tokens = estimate(text, reasoning)
    row = {
        "ttft_ms": first,
        "duration_ms": events[-1].ms if events else None,
        "output_tokens": tokens,
        "tokens_estimated": tokens is not None,
    }
    store.finish(generation, owner, Outcome(Status.INTERRUPTED, row, message))
