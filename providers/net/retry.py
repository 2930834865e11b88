"""When a failed call is worth another try, and how long to wait before it."""

from __future__ import annotations

import random
from time import monotonic

from providers.errors import ProviderError, TimedOut

_FIRST, _LONGEST = 0.5, 8.0  # seconds


class Retries:
    """The tries of one call.

    most: tries after the first one.
    deadline: monotonic time by which the call must have ended, waiting included.
    patience: seconds; a provider that asks for a longer wait is not asked again.
    repeatable: whether an answer that was lost on the way can be had again.
    """

    def __init__(self, most: int, deadline: float, patience: float = 120.0, repeatable: bool = True) -> None:
        self.most, self.deadline, self.patience, self.used = most, deadline, patience, 0
        self.repeatable = repeatable

    def wait(self, error: ProviderError) -> float:
        """Seconds to wait before the next try.

        Raises:
            ProviderError: `error` itself, when there should be no other try.
        """
        seconds = self._backoff() if error.retry_after is None else error.retry_after
        lost = not self.repeatable and error.status is None and error.code != "connect"
        hopeless = self.used >= self.most or not error.retryable or _computing(error) or lost
        if hopeless or seconds > self.patience or monotonic() + seconds > self.deadline:
            raise error
        self.used += 1
        return seconds

    def _backoff(self) -> float:
        longest: float = min(_FIRST * 2**self.used, _LONGEST)
        return longest * random.uniform(0.75, 1.0)  # noqa: S311


def _computing(error: ProviderError) -> bool:
    """Whether the provider may still be at work on the request: a second one would be paid twice.

    So it is when nothing was heard: a timeout that the provider reports has a status or a code.
    """
    return isinstance(error, TimedOut) and error.status is None and error.code is None
