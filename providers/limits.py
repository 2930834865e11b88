"""How long and how large an answer may be."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one call. Times in seconds, sizes in bytes.

    connect: until the connection stands, TLS included.
    first_byte: until the first token of the answer.
    idle: between two reads after it.
    total: of the whole call, retries included.
    patience: the longest wait that a provider may ask for before a retry.
    max_bytes: of one answer; max_line: of one line of a stream; max_events: of a stream.
    """

    connect: float = 10.0
    first_byte: float = 120.0
    idle: float = 60.0
    total: float = 1800.0
    patience: float = 120.0
    max_bytes: int = 32 * 2**20
    max_line: int = 8 * 2**20
    max_events: int = 200_000

    def within(self, seconds: float | None) -> Limits:
        """The same limits, with every wait for the network at most `seconds`."""
        if seconds is None:
            return self
        return replace(self, connect=min(self.connect, seconds), first_byte=seconds, idle=seconds)

    def connecting_within(self, seconds: float) -> Limits:
        """The same limits with `seconds` to connect."""
        return replace(self, connect=seconds)
