"""Reads one streamed answer: bytes in, message chunks out, no I/O."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from langchain_core.messages import AIMessageChunk

from providers.errors import BrokenAnswer, NotStreaming, ProviderError, Truncated, Unreachable
from providers.limits import Limits
from providers.net import refusals
from providers.wire.sse import Event, SSEDecoder

_HEAD = 16 * 1024  # bytes kept of an answer that is no event stream, to say what it is


class Parser(Protocol):
    """What a wire protocol makes of the events of one answer.

    complete: the end of the answer was announced.
    done: nothing more is expected, not even usage.
    parts: the pieces of text so far.
    """

    complete: bool
    done: bool
    parts: list[str]

    def feed(self, event: Event) -> None:
        """Take in one event. Raises ProviderError when it reports or is an error."""

    def take(self) -> AIMessageChunk | None:
        """What came since the last time, as one chunk."""

    def rest(self) -> AIMessageChunk | None:
        """Like `take`, with what was held back: nothing more will come."""

    def finish(self) -> AIMessageChunk:
        """The last chunk: usage, finish reason, whatever was held back."""


class Reading:
    """Feeds a parser and decides when a chunk is cut.

    One chunk per event; once reading goes in beats, one per read.

    begun: called when the first chunk was handed out; says whether reading goes in beats now.
    drained: whether a piece of the body was the last one that a read brought.
    """

    def __init__(
        self,
        parser: Parser,
        limits: Limits,
        begun: Callable[[], bool] = lambda: False,
        drained: Callable[[bytes], bool] = lambda piece: True,
    ) -> None:
        self.parser = parser
        self.started = False
        self._begun, self._drained = begun, drained
        self._merge = False
        self._head: bytes | None = b""
        self._decoder = SSEDecoder(max_line=limits.max_line, max_events=limits.max_events)

    @property
    def done(self) -> bool:
        """Whether nothing more is expected."""
        return self.parser.done

    def feed(self, data: bytes) -> Iterator[AIMessageChunk]:
        """The chunks that `data` completes."""
        if self._head is not None:
            self._head = (self._head + data)[:_HEAD]
        for event in self._decoder.feed(data):
            self._head = None
            if not event.data or self.parser.done:
                continue
            self.parser.feed(event)
            if not self._merge and (chunk := self.parser.take()):
                yield chunk
                self._start()
        if self._merge and self._drained(data) and (chunk := self.parser.take()):
            yield chunk

    def _start(self) -> None:
        if not self.started:
            self.started = True
            self._merge = self._begun()

    def end(self, error: ProviderError | None = None) -> Iterator[AIMessageChunk]:
        """What is left to hand out when the stream has ended, by itself or with `error`.

        An answer that is complete is not harmed by a connection that breaks after it.

        Raises:
            ProviderError: the answer is not complete, or something is wrong with it; carries the
                text so far.
        """
        if chunk := self.parser.rest():
            self.started = True
            yield chunk
        if not self.parser.complete or (error and not isinstance(error, Unreachable | Truncated)):
            failure = error or self._why()
            failure.partial_text = failure.partial_text or "".join(self.parser.parts)
            raise failure
        yield self.parser.finish()

    def _why(self) -> ProviderError:
        """Why a stream without its end ended. Without any event it may be no stream at all."""
        head = self._head
        if not head or not head.lstrip().startswith((b"<", b"{", b"[")):
            return Truncated("the stream ended without its last event")
        if head.lstrip().startswith(b"<"):
            return BrokenAnswer("a web page instead of a stream")
        body = refusals.read_body(head)
        if isinstance(body, dict) and (body.get("error") or body.get("object") == "error"):
            return refusals.from_event(body)
        return NotStreaming("a whole answer came instead of a stream")
