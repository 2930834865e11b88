"""The table that is printed."""

import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from . import cpu

PACKAGES = ("django", "channels", "daphne", "httpx", "langchain-core")


@dataclass(frozen=True)
class Figure:
    """One line. Smaller is better for every figure."""

    what: str
    value: float
    aim: float | None  # None: told, not aimed for
    unit: str = ""
    note: str = ""

    @property
    def verdict(self) -> str:
        if self.aim is None:
            return ""
        return "reached" if self.value <= self.aim else "**missed**"

    def cells(self) -> Iterable[str]:
        """What, figure, aim, verdict, note."""
        aim = "" if self.aim is None else f"≤ {self.aim:g} {self.unit}".strip()
        return self.what, f"{rounded(self.value)} {self.unit}".strip(), aim, self.verdict, self.note


def rounded(value: float) -> str:
    """Three digits are all that such figures are good for."""
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def line(cells: Iterable[str]) -> str:
    """A row of a Markdown table."""
    return "| " + " | ".join(cells) + " |"


HEAD = "\n".join([line(["what", "figure", "aim", "", "how", "command"]), line(["---"] * 6)])


def machine() -> str:
    """What it was measured on and with."""
    model = next((row for row in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in row), ":unknown CPU")
    name = model.partition(":")[2].strip()
    packages = ", ".join(f"{package} {version(package)}" for package in PACKAGES)
    load = os.getloadavg()[0]
    pace = f"A fixed piece of Python takes {cpu.pace(0):.2f} ms, and {cpu.pace(0.08):.2f} ms after 80 ms of rest."
    return (
        f"{os.cpu_count()} × {name}, {platform.system()} {platform.release()}, Python {platform.python_version()}, "
        f"{packages}. {pace} Load before: {load:.1f}."
    )
