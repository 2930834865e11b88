"""The time in every token: `@k3x9` says when the provider sent it, so whoever sees it knows how late it came.

In units of 100 µs of the machine's monotonic clock, which all processes share, to base 36 and without its higher
digits: short, so that a token with it is hardly longer than a word.
"""

import re
import time

UNITS_PER_SECOND = 10_000
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
SIZE = 4
MODULUS = len(DIGITS) ** SIZE  # 168 s
STAMP = re.compile(r"@([0-9a-z]{4})")


def stamp() -> str:
    """A word for now."""
    units = int(time.monotonic() * UNITS_PER_SECOND) % MODULUS
    return "@" + "".join(DIGITS[units // len(DIGITS) ** place % len(DIGITS)] for place in range(SIZE - 1, -1, -1))


def lags(text: str, now: float) -> list[float]:
    """The age of every token in a text, in seconds, in order."""
    units = int(now * UNITS_PER_SECOND)
    return [(units - int(found, len(DIGITS))) % MODULUS / UNITS_PER_SECOND for found in STAMP.findall(text)]
