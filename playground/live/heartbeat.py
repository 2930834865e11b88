"""Once a second: saves texts, renews leases, and looks whether anything was stopped or taken over."""

import asyncio
import logging

from django.db import Error

from playground.threads import in_database

from . import store
from .runner import Runner

logger = logging.getLogger(__name__)

INTERVAL = 1.0  # seconds
CHECKPOINTS_PER_SECOND = 100  # of all generations together; the journal covers what is in between


async def heartbeat(runner: Runner) -> None:
    """Beats for ever. A database that is away is logged; streaming goes on."""
    while True:
        await asyncio.sleep(INTERVAL)
        if runner.runs:
            try:
                await renew(runner)
            except Error as error:
                logger.warning("checkpoint failed, streaming goes on: %s", error)


async def renew(runner: Runner) -> None:
    """One beat."""
    running = dict(runner.runs)
    interval_ms = max(INTERVAL * 900, 1000 * len(running) / CHECKPOINTS_PER_SECOND)
    progress = [run.progress() for run in running.values() if run.is_due(interval_ms)]
    standing = await in_database(store.renew, runner.owner, list(running), progress)
    for generation_id in standing.to_stop:
        runner.stop(generation_id)
    for generation_id in running.keys() - standing.ours:
        runner.abandon(generation_id)
