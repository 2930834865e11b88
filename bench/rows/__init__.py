"""The rows, by name. Each is a coroutine that takes the bench and returns figures."""

from collections.abc import Awaitable, Callable

from ..bench import Bench
from ..table import Figure
from . import browser, dead, message, pages, process, stream

Row = Callable[[Bench], Awaitable[list[Figure]]]

ROWS: dict[str, Row] = {
    "memory": process.memory,  # first: before the server has served anybody
    "stream10": stream.stream10,
    "stream100": stream.stream100,
    "stream500": stream.stream500,
    "ttft": message.ttft,
    "message": message.message,
    "history": message.history,
    "burst": message.burst,
    "browser": browser.browser,
    "page": pages.page,
    "dead": dead.dead,
    "load": browser.load,
    "stop": process.stop,
    "restart": process.restart,
}
