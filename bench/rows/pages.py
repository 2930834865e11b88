"""Pages over HTTP."""

import time

from ..bench import Bench, median
from ..client import Page
from ..table import Figure

TIMES = 20


async def page(bench: Bench) -> list[Figure]:
    """A conversation of 200 messages with one pane."""
    [person] = bench.parley.people(1, "max-x80", turns=100)
    path = f"/c/{person.conversation}/"
    times = []
    async with Page(bench.parley.port, person) as client:
        for _ in range(TIMES):
            began = time.monotonic()
            response = await client.get(path)
            times.append(time.monotonic() - began)
            assert response.status == 200, response.start
    queries = bench.parley.run("queries", {"path": path, "session": person.session})
    what = "Page of a conversation with 200 messages"
    return [
        Figure(f"{what}: server time", 1000 * median(times[1:]), 60, "ms", f"median of {TIMES - 1}, whole response"),
        Figure(
            f"{what}: queries", len(queries), 8, "", f"session and user included; {len(response.body) / 1000:.0f} kB"
        ),
    ]
