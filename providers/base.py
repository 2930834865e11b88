"""The one class that calls out. A vendor adds what it sends and what it reads."""

from __future__ import annotations

import asyncio
import time
from abc import abstractmethod
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import aclosing, suppress
from typing import Any, ClassVar

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models.base import LangSmithParams
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult

from providers import discovery
from providers.discovery import ModelInfo
from providers.errors import BrokenAnswer, InvalidCall, ProviderError
from providers.net import clients, refusals
from providers.net.address import secret_values
from providers.net.exchange import Answer, Call, Exchange, Reply, deadline_of
from providers.net.retry import Retries
from providers.settings import ModelSettings
from providers.wire import flows
from providers.wire.flows import Flow
from providers.wire.reading import Parser, Reading


class HTTPChatModel(ModelSettings):
    """A chat model behind an HTTP API that streams server-sent events.

    A subclass gives `payload` (messages to request body), `parser` (events to chunks) and
    `result` (a whole answer to messages); everything here is the same for all.

    Raises (from every way of calling): ProviderError and nothing else.
    """

    path: ClassVar[str] = ""
    ls_provider: ClassVar[str] = ""
    kinds: ClassVar[Mapping[int, type[ProviderError]]] = {}

    # What a subclass says

    @abstractmethod
    def payload(
        self, messages: list[BaseMessage], stop: list[str] | None, *, stream: bool, **kwargs: Any
    ) -> dict[str, Any]:
        """The request body. Pure."""

    @abstractmethod
    def parser(self, answer: Answer, body: dict[str, Any]) -> Parser:
        """A parser for the stream that answers `body`. Pure."""

    @abstractmethod
    def result(self, reply: Reply, body: dict[str, Any]) -> ChatResult:
        """The messages of a whole answer to `body`. Pure."""

    def credentials(self) -> dict[str, str]:
        """The headers that carry the key; none for a keyless endpoint."""
        return {"authorization": f"Bearer {self.secret}"} if self.secret else {}

    def discover(self, kwargs: dict[str, Any]) -> Flow[None]:
        """Learn what must be known before the first call, such as the served model's name."""
        yield from ()

    def amend(self, body: dict[str, Any], error: ProviderError) -> dict[str, Any] | None:
        """Another body worth trying after `error`, None when there is none."""
        return None

    # Calling

    @property
    def exchange(self) -> Exchange:
        """How this model calls out."""
        return Exchange(
            provider=self.label,
            policy=self.egress,
            limits=self.bounds(),
            proxy=self.proxy,
            secrets=tuple(filter(None, (self.secret, *secret_values(self.default_headers)))),
            kinds=self.kinds,
        )

    def call(self, body: Any = None, *, path: str = "", method: str = "POST") -> Call:
        """A request to `path` below the base URL, or to the chat path."""
        accept = "text/event-stream" if isinstance(body, dict) and body.get("stream") else "application/json"
        own = {name.lower(): value for name, value in self.default_headers.items()}
        headers = {"accept": accept, **self.credentials(), **own}
        return Call(method, f"{self.base_url}{path or self.path}", headers, body)

    def fetch(self, call: Call) -> Reply:
        """Send `call`, with retries, and read the whole answer."""
        exchange = self.exchange
        retries = Retries(self.max_retries, deadline_of(exchange.limits), exchange.limits.patience)
        while True:
            try:
                return exchange.fetch(call, retries.deadline)
            except ProviderError as error:
                seconds = retries.wait(error)
            time.sleep(seconds)

    async def afetch(self, call: Call) -> Reply:
        """Like `fetch`, on the running event loop."""
        exchange = self.exchange
        retries = Retries(self.max_retries, deadline_of(exchange.limits), exchange.limits.patience)
        while True:
            try:
                return await exchange.afetch(call, retries.deadline)
            except ProviderError as error:
                seconds = retries.wait(error)
            await asyncio.sleep(seconds)

    def _body(
        self, messages: list[BaseMessage], stop: list[str] | None, stream: bool, kwargs: dict[str, Any]
    ) -> dict[str, Any]:
        if not messages:
            raise InvalidCall("a conversation needs at least one message", provider=self.label)
        kwargs.pop("stream", None)
        try:
            body = self.payload(messages, stop or self.stop, stream=stream, **kwargs)
            if not body.get("model", True):
                raise InvalidCall("no model was named: pass model")
            return body
        except InvalidCall as error:
            error.provider = error.provider or self.label
            raise

    def _asked(self, body: dict[str, Any]) -> Flow[ChatResult]:
        try:
            reply = yield self.call(body)
        except ProviderError as error:
            other = self.amend(body, error)
            if other is None:
                raise
            reply = yield self.call(other)
        return self._result(reply, body)

    def _result(self, reply: Reply, body: dict[str, Any]) -> ChatResult:
        try:
            with self.exchange.explained():
                return self.result(reply, body)
        except ProviderError as error:
            error.request_id = error.request_id or refusals.request_id(reply.headers)
            raise
        except (AttributeError, KeyError, IndexError, TypeError, ValueError):
            raise BrokenAnswer("unexpected fields", provider=self.label) from None

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        flows.run(self.discover(kwargs), self.fetch)
        return flows.run(self._asked(self._body(messages, stop, False, kwargs)), self.fetch)

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        await flows.arun(self.discover(kwargs), self.afetch)
        return await flows.arun(self._asked(self._body(messages, stop, False, kwargs)), self.afetch)

    # Streaming

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        flows.run(self.discover(kwargs), self.fetch)
        tries = _Tries(self, self._body(messages, stop, True, kwargs))
        while True:
            try:
                for chunk in self._read(tries):
                    yield ChatGenerationChunk(message=chunk)
                return
            except ProviderError as error:
                seconds = tries.wait(error)
            time.sleep(seconds)

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncGenerator[ChatGenerationChunk]:
        await flows.arun(self.discover(kwargs), self.afetch)
        tries = _Tries(self, self._body(messages, stop, True, kwargs))
        while True:
            try:
                async with aclosing(self._aread(tries)) as chunks:
                    async for chunk in chunks:
                        yield ChatGenerationChunk(message=chunk)
                return
            except ProviderError as error:
                seconds = tries.wait(error)
            await asyncio.sleep(seconds)

    def _read(self, tries: _Tries) -> Iterator[AIMessageChunk]:
        exchange = self.exchange
        with exchange.open(self.call(tries.body), tries.deadline) as answer:
            reading, failure = tries.reading(answer), None
            body = answer.response.iter_raw()
            try:
                with exchange.explained():
                    for data in body:
                        yield from reading.feed(answer.count(data))
                        if reading.done:
                            break
            except ProviderError as error:
                failure = error
            with exchange.explained():
                yield from reading.end(failure)
            answer.ending()
            with suppress(ProviderError), exchange.explained():
                for data in body:
                    answer.count(data)

    async def _aread(self, tries: _Tries) -> AsyncGenerator[AIMessageChunk]:
        exchange = self.exchange
        async with exchange.aopen(self.call(tries.body), tries.deadline) as answer:
            reading, failure = tries.reading(answer), None
            body = answer.response.aiter_raw()
            try:
                with exchange.explained():
                    async for data in body:
                        for chunk in reading.feed(answer.count(data)):
                            yield chunk
                        if reading.done:
                            break
            except ProviderError as error:
                failure = error
            with exchange.explained():
                for chunk in reading.end(failure):
                    yield chunk
            answer.ending()
            with suppress(ProviderError), exchange.explained():
                async for data in body:
                    answer.count(data)

    # What the provider serves

    def listing(self) -> Flow[list[ModelInfo]]:
        """Ask which models there are."""
        reply = yield self.call(path="/models", method="GET")
        return discovery.read_models(reply.json())

    def list_models(self) -> list[ModelInfo]:
        """The models that the provider serves to this key, as far as it tells."""
        return flows.run(self.listing(), self.fetch)

    async def alist_models(self) -> list[ModelInfo]:
        """Like `list_models`, on the running event loop."""
        return await flows.arun(self.listing(), self.afetch)

    # What LangChain asks about a model

    @property
    def _identifying_params(self) -> dict[str, Any]:
        names = ("model_name", "base_url", "temperature", "top_p", "max_tokens", "stop", "model_kwargs")
        return {name: getattr(self, name) for name in names}

    def _get_ls_params(self, stop: list[str] | None = None, **kwargs: Any) -> LangSmithParams:
        params = super()._get_ls_params(stop=stop or self.stop, **kwargs)
        params["ls_provider"] = self.ls_provider or self.slug
        return params

    @classmethod
    def is_lc_serializable(cls) -> bool:
        """Models can be dumped and loaded; the key is dumped as a reference to its variable."""
        return True

    @property
    def lc_secrets(self) -> dict[str, str]:
        """Which environment variable stands for the key in a dump."""
        return {"api_key": self.key_variable}

    # Closing

    def close(self) -> None:
        """Close the blocking connections that models with this egress policy share."""
        clients.close(self.exchange.route(self.base_url))

    async def aclose(self) -> None:
        """Close this event loop's connections that models with this egress policy share."""
        await clients.aclose(self.exchange.route(self.base_url))


class _Tries:
    """The tries of one streamed call; a chunk that was handed out ends them."""

    def __init__(self, model: HTTPChatModel, body: dict[str, Any]) -> None:
        self.model, self.body = model, body
        self.limits = model.bounds()
        self.deadline = deadline_of(self.limits)
        self._retries = Retries(model.max_retries, self.deadline, self.limits.patience)
        self._reading: Reading | None = None

    def reading(self, answer: Answer) -> Reading:
        """A fresh reader for one more try."""
        self._reading = Reading(
            self.model.parser(answer, self.body),
            self.limits,
            begun=lambda: answer.begun(self.model.beat),
            drained=answer.pace.drained,
        )
        return self._reading

    def wait(self, error: ProviderError) -> float:
        """Seconds until the next try. Raises `error` when there is none."""
        error.provider = error.provider or self.model.label
        if self._reading and self._reading.started:
            raise error
        if other := self.model.amend(self.body, error):
            self.body = other
            return 0.0
        return self._retries.wait(error)
