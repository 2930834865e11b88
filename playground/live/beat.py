"""How often a stream is worked on.

A stream costs by the beat, not by the token: what arrives between two beats is one read, one append and one
frame. The more generations run, the longer the beat, so that a full process falls behind by a bounded time
instead of by a growing one.
"""

SHORTEST, LONGEST = 0.08, 0.2  # seconds
PER_GENERATION = 0.0004


class Beat:
    """The length of a beat for the present load."""

    def __init__(self) -> None:
        self.running = 0

    def __call__(self) -> float:
        """Seconds."""
        return min(LONGEST, max(SHORTEST, self.running * PER_GENERATION))


beat = Beat()
