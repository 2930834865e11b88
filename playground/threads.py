"""The threads in which database work is done.

Each thread keeps its own database connection. The number of threads is bounded, so connections stay open
between uses instead of being made anew for each.
"""

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import close_old_connections
from django.utils.translation import get_language, override

P = ParamSpec("P")
T = TypeVar("T")

# Two pools: pages that wait for a locked database must not hold up the saving of answers.
PAGES = ThreadPoolExecutor(max_workers=8, thread_name_prefix="pages")
LIVE = ThreadPoolExecutor(max_workers=4, thread_name_prefix="live")


async def in_database(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Runs a function that uses the database in one of the live threads, in the caller's context and language, and
    returns its result."""
    language = get_language()

    def call() -> T:
        close_old_connections()
        with override(language):  # which Django keeps apart from the rest of the context, for each thread
            return function(*args, **kwargs)

    # asgiref's sync_to_async does more, for code that changes between threads and loops in both directions.
    return await asyncio.get_running_loop().run_in_executor(LIVE, contextvars.copy_context().run, call)
