"""One job in a RunPod queue, without I/O: which request comes next, and what replies mean.

Source: https://docs.runpod.io/serverless/endpoints/send-requests
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from time import monotonic
from typing import Any
from urllib.parse import quote

from langchain_core.messages import AIMessageChunk

from providers.errors import BrokenAnswer, JobFailed, LimitExceeded, ProviderError, TimedOut
from providers.limits import Limits
from providers.net.exchange import Call, Reply
from providers.wire.openai_answers import OpenAIParser
from providers.wire.runpod_output import WorkerOutput, error_message

_FINAL = {"COMPLETED", "FAILED", "CANCELLED", "TIMED_OUT"}
_QUEUED = "IN_QUEUE"
_LAST_LOOKS = 100  # at what a job that has ended left behind; nobody waits between them


class Job:
    """A job from `/run` to its last word.

    request: builds a call to an operation of the endpoint.
    stream: fetch deltas while it runs, instead of the output at its end.
    most_polls: give up after so many looks, None for as often as time allows.
    deadline: monotonic time at which to give up.
    limits: of the bytes of one look and of all, and of the outputs in them.
    """

    def __init__(
        self,
        request: Callable[[str, Any], Call],
        parser: OpenAIParser,
        *,
        stream: bool,
        most_polls: int | None,
        deadline: float,
        limits: Limits,
    ) -> None:
        self.id = ""
        self.over = False
        self.status = _QUEUED
        self.parser, self.stream = parser, stream
        self._request, self._most, self._deadline = request, most_polls, deadline
        self._limits, self._size = limits, 0
        self._output = WorkerOutput(parser, limits)
        self._polls = self._last_looks = 0

    @property
    def settled(self) -> bool:
        """Whether the job has ended, so that there is no reason to wait before the next look."""
        return self.status in _FINAL

    @property
    def abandoned(self) -> bool:
        """Whether a GPU may still be at work for nobody."""
        return bool(self.id) and not self.settled

    def start(self, body: dict[str, Any]) -> Call:
        """The request that queues the job."""
        return self._call("run", body)

    def started(self, reply: Reply) -> None:
        """Read the answer to `start`."""
        body = object_of(reply)
        if not isinstance(body.get("id"), str) or not body["id"]:
            raise BrokenAnswer("no job was queued")
        self.id = body["id"]
        self.status = str(body.get("status", _QUEUED)).upper()

    def poll(self) -> Call:
        """The next look at the job.

        Raises:
            TimedOut: it was looked at often or long enough.
        """
        if (self._most is not None and self._polls >= self._most) or monotonic() > self._deadline:
            waited = "it was still queued: no worker was free" if self.status == _QUEUED else "it was still running"
            raise TimedOut(f"the job was given up; {waited}", code="job", request_id=self.id)
        self._polls += 1
        if not self.stream:
            return self._about("status")
        return replace(self._about("stream"), repeatable=False)  # each piece is handed out once

    def cancel(self) -> Call:
        """The request that stops the job."""
        return self._about("cancel")

    def _about(self, operation: str) -> Call:
        return self._call(f"{operation}/{quote(self.id, safe='')}", None)

    def _call(self, operation: str, body: Any) -> Call:
        return replace(self._request(operation, body), most_bytes=self._limits.max_line)  # it is decoded in one go

    def read(self, reply: Reply) -> Iterator[AIMessageChunk]:
        """What a look at the job brought.

        Raises:
            JobFailed, TimedOut: the job ended without an answer.
        """
        self._size += len(reply.content)
        if self._size > self._limits.max_bytes:
            raise LimitExceeded(f"more than {self._limits.max_bytes} bytes")
        body = reply.json()
        body = {"stream": body} if isinstance(body, list) else object_of(reply)
        self.status = str(body.get("status", self.status)).upper()
        try:
            yield from self._stream(body) if self.stream else self._status(body)
        except ProviderError as error:
            error.request_id = error.request_id or self.id
            raise

    def _stream(self, body: dict[str, Any]) -> Iterator[AIMessageChunk]:
        items = body.get("stream") or []
        if not isinstance(items, list):
            raise BrokenAnswer("the stream of the job is no list")
        for item in items:
            self._output.feed(item["output"] if isinstance(item, dict) and "output" in item else item)
            if chunk := self.parser.take():
                yield chunk
        if self.status not in _FINAL:
            return
        self._last_looks += 1
        if not items:
            self.stream = False  # the last look is at the status, which tells errors and times
        elif self._last_looks == _LAST_LOOKS:
            raise BrokenAnswer("the job has ended, but its stream has not")

    def _status(self, body: dict[str, Any]) -> Iterator[AIMessageChunk]:
        if self.status not in _FINAL:
            return
        self.over = True
        if self.status != "COMPLETED":
            raise self._failure(body)
        if not self._output.fed:
            if body.get("output") in (None, []):
                raise JobFailed("the job ended without an output", code="COMPLETED")
            self._output.feed(body["output"])
        self._output.end()
        self.parser.metadata |= {"request_id": self.id, **_times(body)}
        yield self.parser.finish()

    def _failure(self, body: dict[str, Any]) -> ProviderError:
        said = body.get("error") or (body.get("output") if isinstance(body.get("output"), str | dict) else None)
        words = error_message(said) if said else f"it ended as {self.status}"
        kind = TimedOut if self.status == "TIMED_OUT" else JobFailed
        return kind(words, code=self.status, request_id=self.id)


def object_of(reply: Reply) -> dict[str, Any]:
    """The decoded body, which has to be an object.

    Raises:
        BrokenAnswer: it is none.
    """
    body = reply.json()
    if not isinstance(body, dict):
        raise BrokenAnswer("the answer is not an object")
    return body


def _times(body: dict[str, Any]) -> dict[str, Any]:
    """How long the job waited for a worker and how long it ran, in milliseconds."""
    names = {"delayTime": "delay_time_ms", "executionTime": "execution_time_ms", "workerId": "worker_id"}
    return {ours: body[theirs] for theirs, ours in names.items() if body.get(theirs) is not None}
