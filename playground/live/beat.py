"""When streams are worked on.

A stream costs by the beat, not by the token: what arrives between two beats is one read, one append and one
frame. Beats are the same moments for all generations, so that one wake-up of the process does the work of all of
them: what costs most in a paced stream is waking up, not the work. Frames follow reads by a short while, so that
they show what has just been read.

The more generations run, the longer the beat, so that a full process falls behind by a bounded time instead of by
a growing one. A long beat has several moments, and everybody's streams keep one of them: work for all at once would
take so long that what was read first had grown old when it is shown.
"""

import time
from collections.abc import Callable
from functools import partial

FEW = 8  # generations: the panes of one page
SHORTEST, SHORT, LONGEST = 0.06, 0.08, 0.3  # seconds; the shortest is for a few
PER_GENERATION = 0.0004
MOMENTS = 8  # in a beat that is longer than the short one
FRAMES_LATER = 0.003  # seconds from the moment of reading to the moment of showing


class Beat:
    """The moments for the present load."""

    def __init__(self) -> None:
        self.running = 0

    @property
    def length(self) -> float:
        """Seconds from one beat to the next."""
        return SHORTEST if self.running <= FEW else min(LONGEST, max(SHORT, self.running * PER_GENERATION))

    def reading(self, user_id: int) -> Callable[[], float]:
        """What tells the seconds until the next read for that user."""
        return partial(self.until_read, user_id)

    def until_read(self, user_id: int) -> float:
        return self._until(time.monotonic(), user_id)

    def until_frame(self, user_id: int) -> float:
        """Seconds until that user's next frame."""
        return self._until(time.monotonic() - FRAMES_LATER, user_id)

    def _until(self, now: float, user_id: int) -> float:
        length = self.length
        moment = user_id % MOMENTS / MOMENTS if length > SHORT else 0
        wait = length - (now - moment * length) % length
        # One that is almost here is for those who have waited a whole beat.
        return wait if wait > length / 4 else wait + length


beat = Beat()
