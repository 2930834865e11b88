"""RunPod Serverless: the OpenAI route of vLLM workers, and jobs for all others.

Source: https://docs.runpod.io/serverless/overview
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, suppress
from dataclasses import replace
from time import monotonic
from typing import Any, ClassVar, Literal

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models.chat_models import generate_from_stream
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from pydantic import Field, PrivateAttr

from providers import learned
from providers.compatible import CompatibleChatModel
from providers.discovery import ModelInfo, read_models
from providers.errors import BrokenAnswer, InvalidCall, InvalidRequest, NotFound, ProviderError
from providers.net.background import finish
from providers.net.exchange import Call, Reply
from providers.wire.flows import Flow, arun, run
from providers.wire.openai_answers import OpenAIParser
from providers.wire.runpod_input import job_input
from providers.wire.runpod_job import Job, object_of

_ROUTE = "/openai/v1"
_SERVED = "the model of the route"
_CANCEL_WITHIN = 1.0  # seconds
_AT_ONCE = 500  # pieces of one look, before others on the event loop have their turn
_ID_VARIABLES = ("RUNPOD_CHAT_ENDPOINT_ID", "RUNPOD_ENDPOINT_ID")


class ChatRunPod(CompatibleChatModel):
    """Chat models on RunPod Serverless.

    Reads RUNPOD_API_KEY, and RUNPOD_CHAT_ENDPOINT_ID or RUNPOD_ENDPOINT_ID, for arguments that
    are not given. Arguments as in `CompatibleChatModel`, and:

    runpod_endpoint_id: the endpoint; also `endpoint_id`, or as part of `base_url`.
    base_url: also `api_base`.
    model_kwargs: further fields of the job's input, such as `max_new_tokens`.
    api_mode: "openai" for the route of vLLM workers, "native" for jobs, "auto" asks once.
    handler_format: what a job's input holds, see `runpod_input.job_input`.
    poll_interval: seconds between two looks at a job.
    max_polling_attempts: looks before a job is given up; without it time alone decides.
    cancel_on_abort: cancel a job that nobody waits for any more; its GPU would be billed.

    A native job's queue delay and run time are in `response_metadata` (`delay_time_ms`,
    `execution_time_ms`).

    Raises:
        InvalidCall: a missing key or endpoint, an unknown argument.
    """

    slug: ClassVar[str] = "runpod"
    label: ClassVar[str] = "RunPod"
    key_variable: ClassVar[str] = "RUNPOD_API_KEY"
    default_base_url: ClassVar[str] = "https://api.runpod.ai/v2"
    inputs: ClassVar[frozenset[str]] = frozenset({"image", "audio", "video"})
    aliases = {
        **CompatibleChatModel.aliases,
        "endpoint_id": "runpod_endpoint_id",
        "runpod_api_key": "api_key",
        "api_base": "base_url",
    }

    runpod_endpoint_id: str = ""
    top_k: int | None = None
    api_mode: Literal["auto", "openai", "native"] = "auto"
    handler_format: Literal["auto", "messages", "prompt", "openai"] = "auto"
    poll_interval: float = Field(default=0.2, ge=0)
    max_polling_attempts: int | None = Field(default=None, gt=0)
    cancel_on_abort: bool = True
    _native: bool = PrivateAttr(default=False)

    @property
    def _llm_type(self) -> str:
        return "chat-runpod"

    @classmethod
    def _complete(cls, known: dict[str, Any]) -> None:
        super()._complete(known)
        for variable in _ID_VARIABLES:
            known["runpod_endpoint_id"] = known.get("runpod_endpoint_id") or os.environ.get(variable)

    def _check(self) -> None:
        super()._check()
        root = self.base_url.removesuffix(_ROUTE)
        if root != self.base_url and self.api_mode == "auto":
            self.api_mode = "openai"  # an address with the route leaves nothing to ask
        last = root.rpartition("/")[2]
        if not self.runpod_endpoint_id and "/v2/" in root:
            self.runpod_endpoint_id = last
        if not self.runpod_endpoint_id:
            variables = " or ".join(_ID_VARIABLES)
            words = f"no endpoint: put its id into the base URL, pass runpod_endpoint_id or set {variables}"
            raise InvalidCall(words, provider=self.label)
        if last != self.runpod_endpoint_id:
            root = f"{root}/{self.runpod_endpoint_id}"
        self.base_url = root + _ROUTE

    @property
    def root(self) -> str:
        """Address of the endpoint, below which its operations are."""
        return self.base_url.removesuffix(_ROUTE)

    # Which way to go

    def discover(self, kwargs: dict[str, Any]) -> Flow[None]:
        """Find out whether the worker has the OpenAI route, and what it serves."""
        served: str | None = ""
        if self.api_mode == "auto" or (self.api_mode == "openai" and not self.model_name):
            served = yield from learned.once(self.base_url, _SERVED, self._ask_route)
        self._native = self._takes_jobs(served)
        default = served or f"runpod-endpoint-{self.runpod_endpoint_id}"
        kwargs.setdefault("model", self.model_name or default)

    def _ask_route(self) -> Flow[str | None]:
        """The model that the route serves, "" if it names none; None where there is no route."""
        try:
            models = yield from super().listing()
        except (NotFound, InvalidRequest, BrokenAnswer):
            return None
        return models[0].id if models else ""

    def _takes_jobs(self, served: str | None) -> bool:
        return self.api_mode == "native" or (self.api_mode == "auto" and served is None)

    def listing(self) -> Flow[list[ModelInfo]]:
        """What the OpenAI route serves; nothing for workers without it."""
        try:
            reply = yield self.call(path="/models", method="GET")
        except (NotFound, InvalidRequest):
            return []
        return read_models(reply.json())

    def health(self) -> dict[str, Any]:
        """Jobs and workers of the endpoint by state, as RunPod tells them."""
        return object_of(self.fetch(self._operation("health", None)))

    async def ahealth(self) -> dict[str, Any]:
        """Like `health`, on the running event loop."""
        return object_of(await self.afetch(self._operation("health", None)))

    # Requests

    def payload(
        self, messages: list[BaseMessage], stop: list[str] | None, *, stream: bool, **kwargs: Any
    ) -> dict[str, Any]:
        """The request in OpenAI's form, or the job that stands for it."""
        body = super().payload(messages, stop, stream=stream, **{"top_k": self.top_k, **kwargs})
        if not self._native:
            return _renamed(body)
        extra = {**self.model_kwargs, **self.extra_body}
        body = {name: value for name, value in _renamed(body).items() if value is not None}
        return {"input": job_input(self.handler_format, messages, body, extra, stream=stream)}

    def asking(self, messages: list[BaseMessage], **kwargs: Any) -> Call:
        """The request to OpenAI's route, or the one that queues a job."""
        self._native = self._takes_jobs(learned.recall(self.base_url, _SERVED, ""))
        if not self._native:
            return super().asking(messages, **kwargs)
        return self._operation("run", self.payload(messages, None, stream=True, **kwargs))

    def _operation(self, operation: str, body: Any) -> Call:
        call = self.call(body, method="GET" if body is None else "POST")
        method = "POST" if operation.startswith("cancel/") else call.method
        headers = {**call.headers, "accept": "application/json"}
        return replace(call, method=method, url=f"{self.root}/{operation}", headers=headers)

    def _job(self, kwargs: dict[str, Any], *, stream: bool) -> Job:
        limits = self.bounds()
        longest = self.timeout if isinstance(self.timeout, int | float) else limits.total
        return Job(
            self._operation,
            OpenAIParser(kwargs["model"]),
            stream=stream,
            most_polls=self.max_polling_attempts,
            deadline=monotonic() + longest,
            limits=limits,
        )

    # Jobs

    def _run_job(self, job: Job, body: dict[str, Any]) -> Iterator[AIMessageChunk]:
        try:
            job.started(self.fetch(job.start(body)))
            while not job.over:
                yield from job.read(self.fetch(job.poll()))
                if not job.settled:
                    time.sleep(self.poll_interval)
        finally:
            if job.abandoned and self.cancel_on_abort:
                with suppress(ProviderError):
                    self._canceller().fetch(job.cancel())

    async def _arun_job(self, job: Job, body: dict[str, Any]) -> AsyncGenerator[AIMessageChunk]:
        queueing = asyncio.ensure_future(self.afetch(job.start(body)))
        try:
            job.started(await asyncio.shield(queueing))
            while not job.over:
                for number, chunk in enumerate(job.read(await self.afetch(job.poll()))):
                    if not number % _AT_ONCE:
                        await asyncio.sleep(0)
                    yield chunk
                if not job.settled:
                    await asyncio.sleep(self.poll_interval)
        finally:
            if not job.settled:
                await finish(self._aleave(job, queueing))

    async def _aleave(self, job: Job, queueing: asyncio.Future[Reply]) -> None:
        """Cancel a job that is still being queued or run. Without its id nobody can, so wait a moment for it."""
        with suppress(ProviderError, TimeoutError):
            if not job.id:
                job.started(await asyncio.wait_for(queueing, _CANCEL_WITHIN))
            if job.abandoned and self.cancel_on_abort:
                await asyncio.wait_for(self._canceller().afetch(job.cancel()), _CANCEL_WITHIN)

    def _canceller(self) -> ChatRunPod:
        """This model with no patience, for the last request of a call that is over."""
        return self.model_copy(update={"timeout": _CANCEL_WITHIN, "max_retries": 0})

    def _explain(self, error: ProviderError, job: Job) -> ProviderError:
        job.parser.rest()
        error.partial_text = error.partial_text or "".join(job.parser.parts)
        return self.exchange.redacted(error)

    # What LangChain calls

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        run(self.discover(kwargs), self.fetch)
        if not self._native:
            yield from super()._stream(messages, stop, run_manager, **kwargs)
            return
        yield from self._job_chunks(messages, stop, kwargs, stream=True)

    def _job_chunks(
        self, messages: list[BaseMessage], stop: list[str] | None, kwargs: dict[str, Any], *, stream: bool
    ) -> Iterator[ChatGenerationChunk]:
        model = self.for_call(kwargs)
        job = model._job(kwargs, stream=stream)
        try:
            for chunk in model._run_job(job, model._body(messages, stop, stream, kwargs)):
                yield ChatGenerationChunk(message=chunk)
        except ProviderError as error:
            raise self._explain(error, job) from None

    async def _achunks(
        self, messages: list[BaseMessage], stop: list[str] | None, kwargs: dict[str, Any]
    ) -> AsyncGenerator[AIMessageChunk]:
        await arun(self.discover(kwargs), self.afetch)
        chunks = (
            self._ajob_chunks(messages, stop, kwargs, stream=True)
            if self._native
            else super()._achunks(messages, stop, kwargs)
        )
        async with aclosing(chunks):
            async for chunk in chunks:
                yield chunk

    async def _ajob_chunks(
        self, messages: list[BaseMessage], stop: list[str] | None, kwargs: dict[str, Any], *, stream: bool
    ) -> AsyncGenerator[AIMessageChunk]:
        model = self.for_call(kwargs)
        job = model._job(kwargs, stream=stream)
        try:
            async with aclosing(model._arun_job(job, model._body(messages, stop, stream, kwargs))) as chunks:
                async for chunk in chunks:
                    yield chunk
        except ProviderError as error:
            raise self._explain(error, job) from None

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        run(self.discover(kwargs), self.fetch)
        if not self._native:
            return super()._generate(messages, stop, run_manager, **kwargs)
        return generate_from_stream(self._job_chunks(messages, stop, kwargs, stream=False))

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        await arun(self.discover(kwargs), self.afetch)
        if not self._native:
            return await super()._agenerate(messages, stop, run_manager, **kwargs)
        chunks = self._ajob_chunks(messages, stop, kwargs, stream=False)
        return generate_from_stream(iter([ChatGenerationChunk(message=chunk) async for chunk in chunks]))


def _renamed(body: dict[str, Any]) -> dict[str, Any]:
    """`body` with the name that vLLM has for `max_new_tokens`."""
    limit = body.pop("max_new_tokens", None)
    return body if limit is None or "max_tokens" in body else {**body, "max_tokens": limit}
