"""The time in every token: ` @1234567` says when the provider sent it, so whoever sees it knows how late it came.

In units of 100 µs of the machine's monotonic clock, which all processes share, without its higher digits.
"""

import re
import time

UNITS_PER_SECOND = 10_000
MODULUS = 10**7
STAMP = re.compile(r"@(\d{7})")


def stamp() -> str:
    """A token for now."""
    return f" @{int(time.monotonic() * UNITS_PER_SECOND) % MODULUS:07d}"


def lags(text: str, now: float) -> list[float]:
    """The age of every token in a text, in seconds, in order."""
    units = int(now * UNITS_PER_SECOND)
    return [(units - int(found)) % MODULUS / UNITS_PER_SECOND for found in STAMP.findall(text)]
