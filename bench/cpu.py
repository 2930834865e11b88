"""What a process has used."""

from pathlib import Path

import psutil


def seconds(pid: int) -> float:
    """CPU seconds of a process, all of its threads, to the nanosecond."""
    return sum(_nanoseconds(task) for task in Path(f"/proc/{pid}/task").iterdir()) / 1e9


def _nanoseconds(task: Path) -> int:
    return int((task / "schedstat").read_text().split()[0])


def megabytes(pid: int) -> float:
    """Resident memory of a process and its children, in 10^6 bytes."""
    process = psutil.Process(pid)
    return sum(one.memory_info().rss for one in [process, *process.children(recursive=True)]) / 1e6
