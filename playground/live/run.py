"""One generation, from the first request to the saved answer."""

import asyncio
import logging
import random

from django.conf import settings
from django.db import DatabaseError
from langchain_core.messages import AIMessageChunk

from playground.chat.models import Status
from playground.threads import in_database
from providers import ProviderError

from . import store
from .answer import message_values, row_values
from .events import END, START, Event
from .job import Job
from .log import Closed, EventLog
from .problem import internal, limit, problem_row
from .store import Outcome, Progress
from .transcript import LimitReached, Transcript

logger = logging.getLogger(__name__)


class Run:
    """A generation that this process owns."""

    def __init__(self, job: Job, owner: str, log: EventLog) -> None:
        self.job = job
        self.owner = owner
        self.transcript = Transcript(settings.GENERATION_BYTES)
        self.ending: Status | None = None  # why the task was cancelled: stopped, or interrupted by a shutdown
        self.lost = False  # another process has taken it over
        self.finishing = False  # the stream is over; what is left is to save
        self.saved_size = 0
        self.saved_ms = 0
        self._log = log
        self._seq = 0

    async def run(self) -> None:
        """Streams, then saves. Cancelling the task ends the stream; the saving still happens."""
        try:
            await self._append(START, "")
            outcome = Outcome(self.ending) if self.ending else await self._outcome()
        except asyncio.CancelledError:
            outcome = Outcome(self.ending or Status.INTERRUPTED)
        await asyncio.shield(asyncio.ensure_future(self._finish(outcome)))

    async def _outcome(self) -> Outcome:
        try:
            async with asyncio.timeout(settings.GENERATION_SECONDS):
                await self._stream()
            return Outcome(Status.COMPLETED)
        except LimitReached:
            return Outcome(Status.FAILED, limit("too_long"))
        except TimeoutError:
            return Outcome(Status.FAILED, limit("too_slow"))
        except ProviderError as error:
            return Outcome(Status.FAILED, problem_row(error))
        except Closed:
            self.lost = True
            return Outcome(Status.INTERRUPTED)
        except Exception:  # the last line of defence: whatever it was, the row must not stay `running`
            logger.exception("generation %s failed", self.job.generation_id)
            return Outcome(Status.FAILED, internal())

    async def _stream(self) -> None:
        async for chunk in self.job.chat_model.astream(self.job.messages):
            if self.ending:  # libraries can swallow a cancellation
                raise asyncio.CancelledError
            if isinstance(chunk, AIMessageChunk):
                await self._add(chunk)

    async def _add(self, chunk: AIMessageChunk) -> None:
        try:
            self.transcript.add(chunk)
        finally:
            for kind, text in self.transcript.take():
                await self._append(kind, text)

    async def _append(self, kind: str, text: str) -> None:
        self._seq += 1
        event = Event(self._seq, kind, self.transcript.ms, text)
        await self._log.append(self.job.generation_id, self._seq, [event.encode()])

    def progress(self) -> Progress:
        """The text so far, for a checkpoint."""
        self.saved_size, self.saved_ms = self.transcript.size, self.transcript.ms
        job, transcript = self.job, self.transcript
        return Progress(job.generation_id, job.message_id, self._seq, transcript.text, transcript.reasoning)

    async def _finish(self, outcome: Outcome) -> None:
        """Saves first, then tells: `end` means saved. A database that is away is waited for, the text in memory."""
        self.finishing = True
        row = row_values(self.transcript, self.job) | {"seq": self._seq + 1} | outcome.row
        message = await in_database(message_values, self.transcript)
        final = Outcome(outcome.status, row, message)
        if not self.lost and await self._save(final):
            await self._tell(outcome.status)

    async def _save(self, final: Outcome) -> bool:
        delay = 0.1
        while True:
            try:
                return await in_database(store.finish, self.job.generation_id, self.owner, final)
            except DatabaseError as error:
                logger.warning("generation %s waits to be saved: %s", self.job.generation_id, error)
                await asyncio.sleep(delay * random.uniform(0.5, 1.5))  # noqa: S311
                delay = min(delay * 2, 5)

    async def _tell(self, status: Status) -> None:
        try:
            await self._append(END, status)
        except Closed:
            logger.warning("generation %s: the log had ended before us", self.job.generation_id)
        await self._log.forget(self.job.generation_id)

    def is_due(self, interval_ms: float) -> bool:
        """True when the text has grown and its last checkpoint is old enough for its length."""
        due = max(interval_ms, self.transcript.size / 200)
        return self.transcript.size > self.saved_size and self.transcript.ms - self.saved_ms >= due
