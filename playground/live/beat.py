"""When streams are worked on.

A stream costs by the beat, not by the token: what arrives between two beats is one read, one append and one
frame. Beats are the same moments for all generations, so that one wake-up of the process does the work of all of
them: what costs most in a paced stream is waking up, not the work. Frames follow reads by a short while, so that
they show what has just been read.

The more generations run, the longer the beat, so that a full process falls behind by a bounded time instead of by
a growing one.
"""

import time

SHORTEST, LONGEST = 0.08, 0.3  # seconds
PER_GENERATION = 0.0005
FRAMES_LATER = 0.012  # seconds from the moment of reading to the moment of showing


class Beat:
    """The moments for the present load."""

    def __init__(self) -> None:
        self.running = 0

    @property
    def length(self) -> float:
        """Seconds from one beat to the next."""
        return min(LONGEST, max(SHORTEST, self.running * PER_GENERATION))

    def __call__(self) -> float:
        """Seconds until the next read."""
        return self._until(time.monotonic())

    def until_frame(self) -> float:
        """Seconds until the next frame."""
        return self._until(time.monotonic() - FRAMES_LATER)

    def _until(self, now: float) -> float:
        length = self.length
        wait = length - now % length
        # One that is almost here is for those who have waited a whole beat.
        return wait if wait > length / 4 else wait + length


beat = Beat()
