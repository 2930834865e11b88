"""What a RunPod worker hands back, in any of the shapes that handlers use.

There is no one format: a worker's output is whatever its handler returns. Everything that is
understood is turned into a choice of OpenAI's form; what is not is an error, never text.
"""

from __future__ import annotations

from typing import Any

from providers.errors import BrokenAnswer, JobFailed, LimitExceeded, Truncated
from providers.limits import Limits
from providers.net.redaction import tidy
from providers.wire.decode import clean_text, loads
from providers.wire.openai_answers import OpenAIParser
from providers.wire.sse import SSEDecoder

_TEXTS = ("text", "content", "generated_text", "response", "message", "output")
_EVENT = "data:"
_DEPTH = 8


class WorkerOutput:
    """Feeds outputs of a job, whole or piece by piece, to a parser.

    limits: of the pieces within all of them.
    """

    def __init__(self, parser: OpenAIParser, limits: Limits) -> None:
        self.parser, self.limits = parser, limits
        self._count = 0
        self.fed = False
        self._start = ""
        self._plain = False
        self._events: SSEDecoder | None = None

    def feed(self, output: Any, depth: int = 0) -> None:
        """Take in one output.

        Raises:
            JobFailed: the output reports an error.
            BrokenAnswer: the output has no known shape.
            LimitExceeded: it has too many pieces.
        """
        self._counted(1)
        if depth > _DEPTH:
            raise BrokenAnswer("the worker's output is nested too deeply")
        if isinstance(output, str):
            self._text(output)
        elif isinstance(output, list):
            for item in output:
                self.feed(item, depth + 1)
        elif isinstance(output, dict):
            self._object(output, depth)
        else:
            raise BrokenAnswer(f"the worker's output is {type(output).__name__}, not text")

    def _counted(self, pieces: int) -> None:
        self._count += pieces
        if self._count > self.limits.max_events:
            raise LimitExceeded(f"the job has more than {self.limits.max_events} outputs")

    def end(self) -> None:
        """Nothing more will come.

        Raises:
            Truncated: an event stream without its last event.
        """
        if self._start:
            self.parser.choice({}, {"content": self._start})
        if self._events and not self.parser.complete:
            raise Truncated("the worker's stream ended without its last event")

    def _text(self, text: str) -> None:
        """Plain text, or a piece of an event stream that was cut anywhere: its start tells."""
        self.fed = self.fed or bool(text)
        if not self._plain and not self._events:
            text = self._start + clean_text(text)
            self._start = text if _EVENT.startswith(text) else ""
            if self._start or not text:
                return
            self._plain = not text.startswith(_EVENT)
            if not self._plain:
                self._events = SSEDecoder(max_line=self.limits.max_line, max_events=self.limits.max_events)
        if not self._events:
            self.parser.choice({}, {"content": clean_text(text)})
            return
        for event in self._events.feed(text.encode("utf-8", "replace")):
            if event.data and not self.parser.done:
                self.parser.feed(event)

    def _object(self, output: dict[str, Any], depth: int) -> None:
        if output.get("error"):
            raise JobFailed(error_message(output["error"]))
        self._counts(output)
        if output.get("choices"):
            self.parser.about(output)
            choices = output["choices"]
            choices = choices if isinstance(choices, list) else [choices]
            self._counted(len(choices))
            for choice in choices:
                self._choice(choice)
            return
        found = next((name for name in _TEXTS if output.get(name) is not None), None)
        if found is None:
            if not output.keys() & {"usage", "finish_reason", "metrics"}:
                raise BrokenAnswer(f"the worker's output has the keys {', '.join(map(str, output))[:200]}")
            return
        if reason := output.get("finish_reason"):
            self.parser.choice({"finish_reason": reason}, {})
        self.feed(output[found], depth + 1)

    def _counts(self, output: dict[str, Any]) -> None:
        names = {"input_tokens", "output_tokens", "prompt_tokens", "completion_tokens"}
        counts = output.get("usage") or {name: output[name] for name in names if name in output}
        if counts:
            self.parser.usage = counts

    def _choice(self, choice: Any) -> None:
        self.fed = True
        if not isinstance(choice, dict):
            raise BrokenAnswer("the worker's choices are not objects")
        if choice.get("index"):
            return  # one answer is asked for
        message = choice.get("message") or choice.get("delta") or {}
        tokens = choice.get("tokens")
        if tokens is not None:
            text = "".join(map(str, tokens)) if isinstance(tokens, list) else str(tokens)
            message = {"content": text}
        elif not message and choice.get("text") is not None:
            message = {"content": str(choice["text"])}
        try:
            self.parser.choice(choice, message)
        except (AttributeError, TypeError):
            raise BrokenAnswer("the worker's choices have unexpected fields") from None


def error_message(error: Any) -> str:
    """The words of a job's error; a raised exception comes as JSON with a traceback, which stays out."""
    if isinstance(error, str) and error.lstrip().startswith("{"):
        try:
            error = loads(error.encode("utf-8", "replace"))
        except BrokenAnswer:
            return tidy(error)
    if isinstance(error, dict):
        error = error.get("error_message") or error.get("message") or error.get("error") or "unknown"
    return tidy(str(error))
