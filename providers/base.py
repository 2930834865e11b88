"""The one class that calls out. A vendor adds what it sends and what it reads."""

from __future__ import annotations

import asyncio
import time
from abc import abstractmethod
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import aclosing, suppress
from typing import Any, ClassVar, Self

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models.base import LangSmithParams
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult

from providers import discovery
from providers.discovery import ModelInfo
from providers.errors import BrokenAnswer, InvalidCall, ProviderError, Unsupported
from providers.net import refusals, transports
from providers.net.address import check_headers, secret_values
from providers.net.exchange import Answer, Call, Exchange, Reply, deadline_of
from providers.net.retry import Retries
from providers.settings import ModelSettings, seconds_of
from providers.wire import flows
from providers.wire.flows import Flow
from providers.wire.reading import Parser, Reading

_OF_THE_MODEL = ("timeout", "max_retries", "extra_headers")  # which a call may override without sending them


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
            client=self.http_client,
            async_client=self.http_async_client,
        )

    def call(self, body: Any = None, *, path: str = "", method: str = "POST") -> Call:
        """A request to `path` below the base URL, or to the chat path."""
        accept = "text/event-stream" if isinstance(body, dict) and body.get("stream") else "application/json"
        own = {name.lower(): value for name, value in self.default_headers.items()}
        headers = {"accept": accept, **self.credentials(), **own}
        return Call(method, f"{self.base_url}{path or self.path}", headers, body)

    def asking(self, messages: list[BaseMessage], **kwargs: Any) -> Call:
        """The request with which a streamed answer to `messages` begins. Pure."""
        return self.call(self.payload(messages, None, stream=True, **kwargs))

    def fetch(self, call: Call) -> Reply:
        """Send `call`, with retries, and read the whole answer."""
        exchange = self.exchange
        retries = Retries(self.max_retries, deadline_of(exchange.limits), exchange.limits.patience, call.repeatable)
        while True:
            try:
                return exchange.fetch(call, retries.deadline)
            except ProviderError as error:
                seconds = retries.wait(error)
            time.sleep(seconds)

    async def afetch(self, call: Call) -> Reply:
        """Like `fetch`, on the running event loop."""
        exchange = self.exchange
        retries = Retries(self.max_retries, deadline_of(exchange.limits), exchange.limits.patience, call.repeatable)
        while True:
            try:
                return await exchange.afetch(call, retries.deadline)
            except ProviderError as error:
                seconds = retries.wait(error)
            await asyncio.sleep(seconds)

    def for_call(self, kwargs: dict[str, Any]) -> Self:
        """This model with the `timeout`, `max_retries` and `extra_headers` of one call, taken out of `kwargs`.

        Raises:
            InvalidCall: one of them cannot be used.
        """
        given = {name: kwargs.pop(name) for name in _OF_THE_MODEL if name in kwargs}
        if not given:
            return self
        model = self.model_copy()
        try:
            headers = {**self.default_headers, **given.pop("extra_headers", {})}
            given |= {"default_headers": headers, "timeout": seconds_of(given.get("timeout", self.timeout))}
            for name, value in given.items():
                self.__pydantic_validator__.validate_assignment(model, name, value)
        except (TypeError, ValueError):
            raise InvalidCall("timeout, max_retries or extra_headers cannot be used", provider=self.label) from None
        check_headers(model.default_headers)
        return model

    def _body(
        self, messages: list[BaseMessage], stop: list[str] | None, stream: bool, kwargs: dict[str, Any]
    ) -> dict[str, Any]:
        kwargs.pop("stream", None)
        try:
            if not messages:
                raise InvalidCall("a conversation needs at least one message")
            self.refuse(name for name, value in kwargs.items() if value is not None)
            asked = [stop] if isinstance(stop, str) else stop
            body = self.payload(messages, asked or self.stop, stream=stream, **kwargs)
            if not body.get("model", True):
                raise InvalidCall("no model was named: pass model")
            return body
        except InvalidCall as error:
            if isinstance(error, Unsupported):
                error.naming(kwargs.get("model") or self.model_name)
            error.provider = error.provider or self.label
            raise
        except (AttributeError, KeyError, TypeError, ValueError):
            raise InvalidCall("an argument of the call has the wrong type", provider=self.label) from None

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
        model = self.for_call(kwargs)
        flows.run(model.discover(kwargs), model.fetch)
        return flows.run(model._asked(model._body(messages, stop, False, kwargs)), model.fetch)

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        model = self.for_call(kwargs)
        await flows.arun(model.discover(kwargs), model.afetch)
        return await flows.arun(model._asked(model._body(messages, stop, False, kwargs)), model.afetch)

    # Streaming

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        model = self.for_call(kwargs)
        flows.run(model.discover(kwargs), model.fetch)
        tries = _Tries(model, model._body(messages, stop, True, kwargs))
        while True:
            try:
                for chunk in model._read(tries):
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
        async with aclosing(self._achunks(messages, stop, kwargs)) as chunks:
            async for chunk in chunks:
                yield ChatGenerationChunk(message=chunk)

    def relay(self, messages: list[BaseMessage]) -> AsyncGenerator[AIMessageChunk]:
        return self._achunks(messages, None, {})

    async def _achunks(
        self, messages: list[BaseMessage], stop: list[str] | None, kwargs: dict[str, Any]
    ) -> AsyncGenerator[AIMessageChunk]:
        model = self.for_call(kwargs)
        await flows.arun(model.discover(kwargs), model.afetch)
        tries = _Tries(model, model._body(messages, stop, True, kwargs))
        while True:
            try:
                async with aclosing(model._aread(tries)) as chunks:
                    async for chunk in chunks:
                        yield chunk
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
            try:
                with exchange.explained():
                    while not reading.done and (data := await answer.read()):
                        for chunk in reading.feed(answer.count(data)):
                            yield chunk
            except ProviderError as error:
                failure = error
            with exchange.explained():
                for chunk in reading.end(failure):
                    yield chunk
            answer.ending()
            with suppress(ProviderError), exchange.explained():
                while data := await answer.read():
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
        transports.close(self.exchange.route(self.base_url))

    async def aclose(self) -> None:
        """Close this event loop's connections that models with this egress policy share."""
        await transports.aclose(self.exchange.route(self.base_url))


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
        seconds = self._retries.wait(error)
        if self.model.on_wait:
            self.model.on_wait(seconds, error)
        return seconds
