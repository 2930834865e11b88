"""The threads in which database work is done.

Each thread keeps its own database connection. The number of threads is bounded, so connections stay open
between uses instead of being made anew for each.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from asgiref.sync import sync_to_async
from django.db import close_old_connections

P = ParamSpec("P")
T = TypeVar("T")

# Two pools: pages that wait for a locked database must not hold up the saving of answers.
PAGES = ThreadPoolExecutor(max_workers=8, thread_name_prefix="pages")
LIVE = ThreadPoolExecutor(max_workers=4, thread_name_prefix="live")


async def in_database(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Runs a function that uses the database in one of the live threads and returns its result."""

    def call() -> T:
        close_old_connections()
        return function(*args, **kwargs)

    return await sync_to_async(call, thread_sensitive=False, executor=LIVE)()
