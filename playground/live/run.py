"""One generation, from the first request to the saved answer."""

import asyncio
import logging
import random
import time
from contextlib import aclosing, suppress
from dataclasses import replace

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError
from langchain_core.messages import AIMessageChunk

from playground.catalog.services import CatalogError
from playground.chat.models import Generation, Status
from playground.markdown import Settled
from playground.threads import in_database
from providers import ProviderError

from . import store
from .answer import delay_ms, message_values, row_values
from .events import END, START, WAIT, Event
from .job import Job, job_of
from .log import Closed, EventLog
from .problem import internal, limit, problem_row
from .renderers import settled
from .store import Outcome, Progress
from .transcript import LimitReached, Transcript

logger = logging.getLogger(__name__)

WORTH_A_WORD = 1.0  # seconds of waiting that readers are told of


class Run:
    """A generation that this process owns."""

    def __init__(self, generation: Generation, owner: str, log: EventLog) -> None:
        self.generation = generation
        self.owner = owner
        self.transcript = Transcript(settings.GENERATION_CHARACTERS)
        self.ending: Status | None = None  # why the task was cancelled: stopped, or interrupted by a shutdown
        self.lost = False  # another process has taken it over
        self.finishing = False  # the stream is over; what is left is to save
        self.called = False  # the provider may have been asked
        self.saved_size = 0
        self.saved_ms = 0
        self._log = log
        self._seq = 0

    async def run(self) -> None:
        """Streams, then saves. Cancelling the task ends the stream; the saving still happens."""
        try:
            await self._append(START, f"{time.time():.3f}")
            outcome = Outcome(self.ending, called=False) if self.ending else await self._outcome()
        except asyncio.CancelledError:
            outcome = Outcome(self.ending or Status.INTERRUPTED, called=self.called)
        await asyncio.shield(asyncio.ensure_future(self._finish(outcome)))

    async def _outcome(self) -> Outcome:
        try:
            job = await in_database(job_of, self.generation, self._waits)
            async with asyncio.timeout(settings.GENERATION_SECONDS):
                await self._stream(job)
            return Outcome(Status.COMPLETED)
        except LimitReached:
            return Outcome(Status.FAILED, limit("too_long"))
        except TimeoutError:
            return Outcome(Status.FAILED, limit("too_slow"))
        except (ProviderError, CatalogError) as error:
            return Outcome(Status.FAILED, problem_row(error))
        except Closed:
            self.lost = True
            return Outcome(Status.INTERRUPTED)
        except Exception:  # the last line of defence: whatever it was, the row must not stay `running`
            logger.exception("generation %s failed", self.generation.pk)
            return Outcome(Status.FAILED, internal())

    async def _stream(self, job: Job) -> None:
        self.transcript.begin()
        self.called = True
        async with aclosing(job.chat_model.relay(job.messages)) as chunks:
            async for chunk in chunks:
                if self.ending:  # libraries can swallow a cancellation
                    raise asyncio.CancelledError
                await self._add(chunk)

    async def _add(self, chunk: AIMessageChunk) -> None:
        try:
            self.transcript.add(chunk)
        finally:
            for kind, text in self.transcript.take():
                await self._append(kind, text)

    def _waits(self, seconds: float, error: ProviderError) -> None:
        """Nothing else happens until then, so the event may go its own way."""
        if seconds >= WORTH_A_WORD:
            self._noting = asyncio.ensure_future(self._note_wait(f"{error.kind} {time.time() + seconds:.1f}"))

    async def _note_wait(self, text: str) -> None:
        with suppress(Closed):
            await self._append(WAIT, text)

    async def _append(self, kind: str, text: str) -> None:
        self._seq += 1
        event = Event(self._seq, kind, self.transcript.ms, text)
        await self._log.append(self.generation.pk, self._seq, [event.encode()])

    def progress(self) -> Progress:
        """The text so far, for a checkpoint."""
        self.saved_size, self.saved_ms = self.transcript.size, self.transcript.ms
        generation, transcript = self.generation, self.transcript
        return Progress(generation.pk, generation.message_id, self._seq, transcript.text, transcript.reasoning)

    async def _finish(self, outcome: Outcome) -> None:
        """Saves first, then tells: `end` means saved."""
        self.finishing = True
        if not self.lost and await self._save_all_or_the_text(outcome):
            await self._tell(outcome.status)
        else:  # somebody else has the row, or it is gone; whoever has it tells
            await self._log.forget(self.generation.pk)

    async def _save_all_or_the_text(self, outcome: Outcome) -> bool:
        row = row_values(self.transcript, self.generation.model) | {"seq": self._seq + 1} | outcome.row
        try:
            return await self._save(replace(outcome, row=row))
        except (DatabaseError, ValueError):  # it refuses a value that a provider sent; the text is what matters
            logger.exception("generation %s: its figures could not be saved", self.generation.pk)
            return await self._save(outcome, plain=True)

    def _finished(self, outcome: Outcome, rendered: Settled, plain: bool) -> bool:
        message = message_values(self.transcript, rendered, plain)
        final = replace(outcome, message=message, delay_ms=delay_ms(self.transcript))
        return store.finish(self.generation, self.owner, final)

    async def _save(self, outcome: Outcome, plain: bool = False) -> bool:
        """A database that is away is waited for, the text in memory."""
        delay = 0.1
        while True:
            try:
                return await in_database(self._finished, outcome, settled(self.generation.pk), plain)
            except (OperationalError, InterfaceError) as error:
                logger.warning("generation %s waits to be saved: %s", self.generation.pk, error)
                await asyncio.sleep(delay * random.uniform(0.5, 1.5))  # noqa: S311
                delay = min(delay * 2, 5)

    async def _tell(self, status: Status) -> None:
        try:
            await self._append(END, status)
        except Closed:
            logger.warning("generation %s: the log had ended before us", self.generation.pk)
        await self._log.forget(self.generation.pk)

    def is_due(self, interval_ms: float) -> bool:
        """True when the text has grown and its last checkpoint is old enough for its length."""
        due = max(interval_ms, self.transcript.size / 200)
        return self.transcript.size > self.saved_size and self.transcript.ms - self.saved_ms >= due
