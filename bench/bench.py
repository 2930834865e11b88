"""What the rows share: one fake provider and one Parley, started when the first row wants them."""

import resource
import statistics
import tempfile
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Self, TypeVar

from .parley import Parley
from .processes import Child

T = TypeVar("T", Child, Parley)


class Bench:
    """Ends everything that it started."""

    def __enter__(self) -> Self:
        # Every chat is a socket and a connection to the provider; children inherit the limit.
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        self._folder = tempfile.TemporaryDirectory(prefix="parley-bench-")
        self._started: list[Child | Parley] = []
        return self

    def __exit__(self, *error: object) -> None:
        for started in reversed(self._started):
            started.stop()
        self._folder.cleanup()

    @cached_property
    def upstream(self) -> Child:
        """The fake provider."""
        return self._keep(Child("upstream"))

    @cached_property
    def relay(self) -> Child:
        """The floor."""
        return self._keep(Child("relay", str(self.upstream.port)))

    @cached_property
    def parley(self) -> Parley:
        """A running server that has served nobody yet."""
        parley = self._keep(Parley(Path(self._folder.name) / "parley", self.upstream.port))
        parley.start()
        return parley

    def _keep(self, started: T) -> T:
        self._started.append(started)
        return started


def median(values: Iterable[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def percentile(values: Iterable[float], percent: int) -> float:
    """The value that so many percent do not exceed."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]
