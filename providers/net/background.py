"""Work that has to be done although nobody waits for it any more."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

_running: set[asyncio.Task[None]] = set()  # the event loop itself holds tasks only weakly


def finish(work: Coroutine[Any, Any, None]) -> asyncio.Future[None]:
    """Start `work`; whoever awaits the result may be cancelled, `work` still runs to its end."""
    task = asyncio.create_task(work)
    _running.add(task)
    task.add_done_callback(_running.discard)
    return asyncio.shield(task)
