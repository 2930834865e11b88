"""RunPod Serverless, as its gateway and workers behave."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

from tests.upstream import openai
from tests.upstream.server import Answer, Request

Look = dict[str, Any]


class Queue:
    """Jobs of one endpoint, following a script.

    looks: what `/stream` or `/status` says, look by look; the last one stays.
    final: what `/status` says once the job has ended, if not the last look.
    route: whether the worker has the OpenAI route.
    """

    def __init__(self, *looks: Look, final: Look | None = None, route: bool = False) -> None:
        self.looks, self.final, self.route = list(looks), final, route
        self.slow = 0.0  # seconds that queueing takes
        self.inputs: list[Any] = []
        self.cancelled: list[str] = []
        self.told = threading.Event()  # somebody cancelled a job

    def __call__(self, request: Request) -> Answer:
        parts = request.path.split("?")[0].strip("/").split("/")
        operation = parts[2] if len(parts) > 2 else ""
        known: dict[str, Callable[[Request], Answer]] = {
            "openai": self._openai,
            "run": self._run,
            "stream": self._stream,
            "status": self._status,
            "cancel": self._cancel,
            "health": lambda _: Answer.of_json({"jobs": {"inQueue": 0}, "workers": {"idle": 1}}),
        }
        return known.get(operation, lambda _: Answer.of_json({"error": "not found"}, 404))(request)

    def _openai(self, request: Request) -> Answer:
        return openai.serve(request) if self.route else Answer.of_json({"error": "not found"}, 404)

    def _run(self, request: Request) -> Answer:
        self.inputs.append(request.json["input"])
        queued = Answer.of_json({"id": "job-1", "status": "IN_QUEUE"})
        queued.silent = self.slow
        return queued

    def _next(self) -> Look:
        return self.looks.pop(0) if len(self.looks) > 1 else self.looks[0]

    def _stream(self, request: Request) -> Answer:
        look = self._next()
        if len(self.looks) == 1 and look is self.looks[0]:
            self.looks = [{**look, "stream": []}]
        return Answer.of_json({"stream": [], **look})

    def _status(self, request: Request) -> Answer:
        return Answer.of_json({"id": "job-1", **(self.final or self._next())})

    def _cancel(self, request: Request) -> Answer:
        self.cancelled.append(request.path.rpartition("/")[2])
        self.told.set()
        return Answer.of_json({"id": "job-1", "status": "CANCELLED"})


def worker(request: Request) -> Answer:
    """A vLLM worker's OpenAI route."""
    return Queue(route=True)(request)


class Jobs:
    """A worker without the route that answers `openai_input` with sense, several jobs at a time."""

    def __init__(self) -> None:
        self.jobs: dict[str, Queue] = {}

    def __call__(self, request: Request) -> Answer:
        operation, _, job = request.path.removeprefix("/v2/").partition("/")[2].partition("/")
        if operation != "run":
            return self.jobs[job](request) if job in self.jobs else Queue()(request)
        job = f"job-{len(self.jobs)}"
        self.jobs[job] = answering(request.json["input"]["openai_input"])
        return Answer.of_json({"id": job, "status": "IN_QUEUE"})


def answering(body: Any) -> Queue:
    """A job that answers a request in OpenAI's form: raw pieces of a stream, or one whole answer."""
    inner = openai.serve(Request("POST", "/v1/chat/completions", {}, json.dumps(body).encode()))
    pieces = [step.decode() for step in inner.steps if isinstance(step, bytes)]
    if not body.get("stream"):
        return Queue({"status": "IN_PROGRESS"}, {"status": "COMPLETED", "output": [json.loads(pieces[0])]})
    items = [{"output": piece} for piece in pieces]
    looks = ({"status": "IN_PROGRESS", "stream": items[:2]}, {"status": "COMPLETED", "stream": items[2:]})
    return Queue(*looks, final={"status": "COMPLETED", "delayTime": 7, "executionTime": 9, "output": []})
