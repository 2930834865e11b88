"""Pages while answers wait for an endpoint that accepts connections and never says anything."""

import re
import socket
import time

from ..bench import Bench, median
from ..client import Page
from ..parley import Person
from ..table import Figure
from ..wire import HOST

PANES, TIMES = 8, 10
PICKER = re.compile(r"/panes/\d+/models/")


async def dead(bench: Bench) -> list[Figure]:
    """The slowest of the pages that everybody opens, with eight answers waiting."""
    with socket.create_server((HOST, 0), backlog=2 * PANES) as silent:
        wanted = {"upstream": silent.getsockname()[1], "people": 1, "models": ["silent"] * PANES}
        [person] = [Person(**made) for made in bench.parley.run("scene", wanted)]
        async with Page(bench.parley.port, person) as page:
            own = f"/c/{person.conversation}/"
            await page.send()
            body = (await page.get(own)).body.decode()
            picker = PICKER.search(body)
            assert picker and body.count("data-state") >= PANES
            times = {path: await timed(page, path) for path in (own, picker[0], "/usage/", "/conversations/")}
            await page.post(f"{own}stop/")
    slowest = max(times, key=lambda path: times[path])
    note = f"the slowest of {len(times)} pages, {slowest.replace(person.conversation, '…')}, median of {TIMES}"
    return [Figure("Pages while eight answers wait for a dead endpoint: server time", times[slowest], 200, "ms", note)]


async def timed(page: Page, path: str) -> float:
    """The median time of a page, in ms."""
    times = []
    for _ in range(TIMES):
        began = time.monotonic()
        response = await page.get(path)
        times.append(time.monotonic() - began)
        assert response.status == 200, (path, response.start)
    return 1000 * median(times)
