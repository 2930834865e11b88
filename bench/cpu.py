"""What a process has used, and how fast this machine is."""

import statistics
import time
from pathlib import Path

import psutil
from markdown_it import MarkdownIt

from . import corpus


def seconds(pid: int) -> float:
    """CPU seconds of a process, all of its threads, to the nanosecond."""
    return sum(_nanoseconds(task) for task in Path(f"/proc/{pid}/task").iterdir()) / 1e9


def _nanoseconds(task: Path) -> int:
    return int((task / "schedstat").read_text().split()[0])


def megabytes(pid: int) -> float:
    """Resident memory of a process and its children, in 10^6 bytes."""
    process = psutil.Process(pid)
    return sum(one.memory_info().rss for one in [process, *process.children(recursive=True)]) / 1e6


def pace(rest: float, times: int = 15) -> float:
    """Milliseconds of CPU for a fixed piece of Python, rendering a text, after `rest` seconds of sleep each time.

    Virtual machines take memory away from who sleeps. Where that is so, what comes with every beat of a stream costs
    several times what it costs at once, and figures of two machines cannot be compared.
    """
    parser, costs = MarkdownIt(), []
    for _ in range(times + 1):
        time.sleep(rest)
        start = time.thread_time()
        parser.render(corpus.ANSWER)
        costs.append(time.thread_time() - start)
    return statistics.median(costs[1:]) * 1000
