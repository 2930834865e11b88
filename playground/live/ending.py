"""The end of a generation that was not run to its end here."""

from contextlib import suppress

from playground.chat.models import Status

from .events import END, Event, decode
from .log import Closed, EventLog


async def close_log(log: EventLog, generation_id: int, status: Status) -> None:
    """Tells those who watch that the row is final, and lets the log go."""
    lines = await log.read(generation_id)
    end = Event(len(lines) + 1, END, decode(lines[-1]).ms if lines else 0, status)
    with suppress(Closed):  # somebody was quicker; they are told already
        await log.append(generation_id, end.seq, [end.encode()])
    await log.forget(generation_id)
