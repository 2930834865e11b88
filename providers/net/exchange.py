"""One request and its answer, through the outbound guard, sync and async.

Everything that is the same for both is in `Exchange`; the two openers differ only in `await`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from time import monotonic
from typing import Any, cast

import httpcore
import httpx

from providers import errors
from providers.limits import Limits
from providers.net import own, refusals, transports
from providers.net.egress import EgressPolicy
from providers.net.pace import Beat, Pace, until
from providers.net.redaction import redact
from providers.net.stream import AsyncStream
from providers.wire.decode import dumps, loads

_ERROR_BODY = 64 * 1024  # bytes read of an error answer
_NAME = 200  # characters of a code or an id that the provider tells
_DRAIN = 0.5  # seconds granted to a finished stream to close, so that its connection is kept


@dataclass(frozen=True, slots=True)
class Call:
    """A request, ready to be sent: pure data. The body is encoded as JSON.

    repeatable: whether an answer that was lost on the way can be had again.
    most_bytes: of the answer, if less than the limits allow.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: Any = field(default=None, repr=False)
    repeatable: bool = True
    most_bytes: int | None = None

    def request(self, limits: Limits) -> httpx.Request:
        """The request as httpx sends it. Raises InvalidCall when it cannot be written down."""
        headers = {"accept-encoding": "identity", **self.headers}
        content = None
        if self.body is not None:
            content = dumps(self.body)
            headers["content-type"] = "application/json"
        timeout = httpx.Timeout(limits.first_byte, connect=limits.connect, pool=None)
        try:
            return httpx.Request(
                self.method,
                self.url,
                headers=headers,
                content=content,
                extensions={"timeout": timeout.as_dict()},
            )
        except (httpx.InvalidURL, ValueError):
            raise errors.InvalidCall("the address or a header of the request is malformed") from None


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    def json(self) -> Any:
        """The decoded body.

        Raises:
            BrokenAnswer: it is not JSON.
        """
        return loads(self.content)


class Answer:
    """An answer whose body is still arriving; counts it and sets the reading pace."""

    def __init__(self, response: httpx.Response, limits: Limits, deadline: float, call: Call) -> None:
        self.response, self.limits, self._total = response, limits, deadline
        self.headers = response.headers
        self.size, self._most = 0, min(limits.max_bytes, call.most_bytes or limits.max_bytes)
        stream = response.extensions.get("network_stream")
        self._direct = stream if isinstance(stream, AsyncStream) else None  # until it has no more content
        self._minds = hasattr(stream, "pace")  # a connection of the caller's own knows no deadline
        self.pace: Pace = getattr(stream, "pace", None) or Pace()
        self.pace.reset()
        self.pace.deadline = min(deadline, monotonic() + limits.first_byte)

    @cached_property
    def _rest(self) -> AsyncIterator[bytes]:
        return aiter(cast(httpx.AsyncByteStream, self.response.stream))

    async def read(self) -> bytes:
        """More of the body as it comes, on the event loop; nothing at its end."""
        if self._direct:
            if data := await self._direct.content(self.limits.first_byte):
                return data
            self._direct = None
        async for data in self._rest:
            if data:
                return data
        return b""

    def unhurried(self) -> None:
        """No first token is awaited, or it is here: only the total bounds the rest."""
        self.pace.deadline = self._total

    def begun(self, beat: Beat) -> bool:
        """The first token is here: mind the idle limit from now on, and read in beats if asked to."""
        self.unhurried()
        self.pace.idle, self.pace.beat = self.limits.idle, beat
        return bool(beat)

    def count(self, data: bytes) -> bytes:
        """Count a piece of the body and hand it back.

        Raises:
            LimitExceeded: it is too much.
            httpcore.ReadTimeout: the deadline has passed, where the connection does not mind it.
        """
        self.size += len(data)
        if self.size > self._most:
            raise errors.LimitExceeded(f"more than {self._most} bytes")
        if not self._minds:
            self.pace.allowance(None)
        return data

    def ending(self) -> None:
        """Nothing more is expected; let the connection come to rest without delay."""
        self.pace.reset()
        self.pace.deadline = monotonic() + _DRAIN


@dataclass(slots=True)
class Exchange:
    """How one model calls out.

    provider: label for error messages.
    secrets: keys that must never appear in one.
    kinds: what this vendor means by a status where it differs from the others.
    client, async_client: the caller's own, instead of the shared transports.
    """

    provider: str
    policy: EgressPolicy
    limits: Limits
    proxy: str | None = field(default=None, repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    kinds: Mapping[int, type[errors.ProviderError]] = field(default_factory=dict)
    client: httpx.Client | None = field(default=None, repr=False)
    async_client: httpx.AsyncClient | None = field(default=None, repr=False)

    def route(self, url: str) -> transports.Route:
        """Which shared transport a call to `url` uses."""
        return transports.Route(url.startswith("https:"), self.policy, self.proxy)

    @contextmanager
    def open(self, call: Call, deadline: float) -> Iterator[Answer]:
        """Send `call` and hand out the answer once it is known to be a good one."""
        with self.explained(opening=True), until(deadline):
            response = self._send(call)
        answer = Answer(response, self.limits, deadline, call)
        try:
            if not response.is_success:
                with self.explained():
                    raise self.refusal(response, self._start(response.iter_raw()))
            self.admit(response)
            yield answer
        finally:
            answer.pace.reset()
            response.close()

    @asynccontextmanager
    async def aopen(self, call: Call, deadline: float) -> AsyncIterator[Answer]:
        """Like `open`, on the running event loop."""
        with self.explained(opening=True), until(deadline):
            response = await self._asend(call)
        answer = Answer(response, self.limits, deadline, call)
        try:
            if not response.is_success:
                with self.explained():
                    raise self.refusal(response, await self._astart(response.aiter_raw()))
            self.admit(response)
            yield answer
        finally:
            answer.pace.reset()
            await response.aclose()

    def _send(self, call: Call) -> httpx.Response:
        request = call.request(self.limits)
        if self.client:
            return own.send(self.client, request, self.policy)
        return transports.transport(self.route(call.url)).handle_request(request)

    async def _asend(self, call: Call) -> httpx.Response:
        request = call.request(self.limits)
        if self.async_client:
            return await own.asend(self.async_client, request, self.policy)
        transport = await transports.async_transport(self.route(call.url))
        return await transport.handle_async_request(request)

    def fetch(self, call: Call, deadline: float) -> Reply:
        """Send `call` once and read the whole answer."""
        with self.open(call, deadline) as answer, self.explained():
            answer.unhurried()
            parts = [answer.count(data) for data in answer.response.iter_raw()]
        return Reply(answer.response.status_code, answer.headers, b"".join(parts))

    async def afetch(self, call: Call, deadline: float) -> Reply:
        """Like `fetch`, on the running event loop."""
        async with self.aopen(call, deadline) as answer:
            answer.unhurried()
            with self.explained():
                parts = [answer.count(data) async for data in answer.response.aiter_raw()]
        return Reply(answer.response.status_code, answer.headers, b"".join(parts))

    def admit(self, response: httpx.Response) -> None:
        """Refuse an answer whose size cannot be counted."""
        encoding = response.headers.get("content-encoding", "identity").lower()
        if encoding not in ("identity", ""):
            raise errors.BrokenAnswer("it is compressed although that was declined")

    def refusal(self, response: httpx.Response, body: bytes) -> errors.ProviderError:
        """The error that an answer outside 2xx stands for."""
        status, headers = response.status_code, cast(Mapping[str, str], response.headers)
        if 300 <= status < 400:
            return errors.Redirected(status=status, provider=self.provider, request_id=refusals.request_id(headers))
        encoded = response.headers.get("content-encoding")
        return refusals.from_response(
            status,
            headers,
            b"" if encoded else body,
            provider=self.provider,
            secrets=self.secrets,
            kinds=self.kinds,
        )

    @contextmanager
    def explained(self, *, opening: bool = False) -> Iterator[None]:
        """Turn every failure of the network into one of ours, without the original's text.

        A raw exception may quote a header, and with it the key.
        """
        try:
            yield
        except errors.ProviderError as error:
            self.redacted(error)
            raise
        except (httpcore.ConnectTimeout, httpx.ConnectTimeout):
            raise self._timeout("no connection in time", code="connect") from None
        except (httpcore.TimeoutException, httpx.TimeoutException):
            words = "no answer in time" if opening else "nothing came for too long"
            raise self._timeout(words) from None
        except (httpcore.ConnectError, httpx.ConnectError):
            raise errors.Unreachable("could not connect", code="connect", provider=self.provider) from None
        except (httpcore.LocalProtocolError, httpx.LocalProtocolError):
            raise errors.InvalidCall("a header of the request is malformed") from None
        except (httpcore.RemoteProtocolError, httpx.RemoteProtocolError) as error:
            raise self._broken(str(error)) from None
        except (httpcore.NetworkError, httpcore.ProxyError, httpx.TransportError):
            raise self._cut(opening) from None

    def redacted(self, error: errors.ProviderError) -> errors.ProviderError:
        """`error` itself, with the provider's name and without its keys."""
        error.provider = error.provider or self.provider
        error.detail = redact(error.detail, self.secrets)
        error.code = error.code and redact(error.code, self.secrets, length=_NAME)
        error.request_id = error.request_id and redact(error.request_id, self.secrets, length=_NAME)
        error.args = (error.detail,)
        return error

    def _timeout(self, words: str, code: str | None = None) -> errors.TimedOut:
        return errors.TimedOut(words, code=code, provider=self.provider)

    def _cut(self, opening: bool) -> errors.ProviderError:
        if opening:
            return errors.Unreachable("the connection was closed", provider=self.provider)
        return errors.Truncated("the connection was closed", provider=self.provider)

    def _broken(self, words: str) -> errors.ProviderError:
        if "without sending a response" in words:
            return errors.Unreachable("closed without an answer", provider=self.provider)
        if "incomplete" in words or "peer closed" in words:
            return errors.Truncated("the connection was closed", provider=self.provider)
        return errors.BrokenAnswer("it is not HTTP", provider=self.provider)

    def _start(self, body: Iterator[bytes]) -> bytes:
        start = bytearray()
        for data in body:
            start += data
            if len(start) >= _ERROR_BODY:
                break
        return bytes(start[:_ERROR_BODY])

    async def _astart(self, body: AsyncIterator[bytes]) -> bytes:
        start = bytearray()
        async for data in body:
            start += data
            if len(start) >= _ERROR_BODY:
                break
        return bytes(start[:_ERROR_BODY])


def deadline_of(limits: Limits) -> float:
    """Monotonic time by which a call that starts now must have ended."""
    return monotonic() + limits.total
