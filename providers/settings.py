"""What every chat model is configured with, and how its arguments are read."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from contextlib import aclosing
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, ClassVar, cast

import httpx
from langchain_core.language_models import BaseChatModel
from langchain_core.load.load import ALL_SERIALIZABLE_MAPPINGS
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk
from pydantic import ConfigDict, Field, SecretStr, ValidationError, field_validator

from providers.errors import InvalidCall, ProviderError, Unsupported
from providers.limits import Limits
from providers.net.address import check_headers, check_key, clean_base_url
from providers.net.egress import SCRIPT_POLICY, EgressPolicy
from providers.registry import PROVIDERS

# LangChain only loads what is in its list, and has no way to add to it but this.
for _provider in PROVIDERS.values():
    _path = (*_provider.module.split("."), _provider.class_name)
    ALL_SERIALIZABLE_MAPPINGS[_path] = _path


_NOT_PICKLED: dict[str, Any] = {
    "api_key": None,
    "default_headers": {},
    "proxy": None,
    "http_client": None,
    "http_async_client": None,
}


def seconds_of(value: Any) -> Any:
    """`value` as it is, httpx's form of a timeout as (connect, read)."""
    if isinstance(value, httpx.Timeout):
        return (value.connect, value.read)
    return value


class ModelSettings(BaseChatModel):
    """Arguments shared by all chat models.

    Args:
        model: name of the model (also `model_name`).
        api_key: the provider's key; without it the documented environment variable is read.
        base_url: where the API is; without it the documented environment variable, then the
            provider's own address.
        temperature, top_p, max_tokens, stop: sampling; what is not set is not sent.
        timeout: seconds to connect, for the first byte, and between two reads; or a pair
            (connect, read).
        max_retries: tries after the first one, before the first token only.
        streaming: stream inside `invoke` too.
        stream_usage: ask for token counts in streams.
        model_kwargs, extra_body: further fields of the request body.
        default_headers: further headers, which may be secret: no dump holds them.
        proxy: http proxy, in no dump either; proxies in the environment are never used.
        http_client, http_async_client: your own, for blocking and asynchronous calls. Its transport,
            certificates, proxies and headers are used, its timeouts and redirects are not; every
            address is still checked, connections are not kept, and `beat` and the idle limit, which
            need our own connections, have no effect.
        limits: bounds of a call, see `Limits`.
        egress: where calls may go, see `EgressPolicy`. By default public addresses over
            https and private networks, never metadata services.
        beat: seconds, or a function that gives them, to wait before each read after the first
            token; pieces that arrive together then come as one chunk. 0 reads at once.
        on_wait: called with seconds and the error before a streamed call is tried again.
        read_env: whether unset arguments are taken from the environment.

    Raises:
        InvalidCall: a missing key (the message names the variable), an unknown argument, a
            value of the wrong type.
    """

    model_config = ConfigDict(hide_input_in_errors=True, arbitrary_types_allowed=True)

    slug: ClassVar[str] = ""
    label: ClassVar[str] = ""
    key_variable: ClassVar[str] = ""
    url_variables: ClassVar[tuple[str, ...]] = ()
    default_base_url: ClassVar[str] = ""
    aliases: ClassVar[Mapping[str, str]] = {
        "model": "model_name",
        "stop_sequences": "stop",
        "request_timeout": "timeout",
        "headers": "default_headers",
        "stream": "streaming",
    }

    lacks: ClassVar[frozenset[str]] = frozenset()  # parameters of other providers that this one has no place for

    model_name: str = ""
    api_key: SecretStr | None = None
    base_url: str = ""
    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = Field(default=None, gt=0)
    stop: list[str] | None = None
    timeout: float | tuple[float | None, float | None] | None = None
    max_retries: int = Field(default=2, ge=0)
    streaming: bool = False
    stream_usage: bool = True
    model_kwargs: dict[str, Any] = Field(default_factory=dict)
    extra_body: dict[str, Any] = Field(default_factory=dict)
    default_headers: dict[str, str] = Field(default_factory=dict, repr=False, exclude=True)
    proxy: str | None = Field(default=None, repr=False, exclude=True)
    http_client: httpx.Client | None = Field(default=None, repr=False, exclude=True)
    http_async_client: httpx.AsyncClient | None = Field(default=None, repr=False, exclude=True)
    limits: Limits = Field(default_factory=Limits, exclude=True)
    egress: EgressPolicy = Field(default=SCRIPT_POLICY, exclude=True)
    beat: float | Callable[[], float] = Field(default=0.0, exclude=True)
    on_wait: Callable[[float, ProviderError], None] | None = Field(default=None, exclude=True)
    read_env: bool = Field(default=True, exclude=True)

    def __init__(self, **given: Any) -> None:
        try:
            super().__init__(**self._arguments(given))
        except Unsupported as error:
            error.naming(given.get("model") or given.get("model_name"))
            raise
        except ValidationError as error:
            raise InvalidCall(_sentence(error), provider=self.label) from None
        self._check()

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            # Arguments can be read back under every name they can be given.
            if target := type(self).aliases.get(name):
                return getattr(self, target)
            return super().__getattr__(name)

    @property
    def model(self) -> str:
        """Name of the model."""
        return self.model_name

    @field_validator("stop", mode="before")
    @classmethod
    def _listed(cls, stop: Any) -> Any:
        return [stop] if isinstance(stop, str) else stop

    @field_validator("model_kwargs", "extra_body", "default_headers", mode="before")
    @classmethod
    def _empty(cls, value: Any) -> Any:
        return {} if value is None else value

    @classmethod
    def _arguments(cls, given: dict[str, Any]) -> dict[str, Any]:
        """`given` under the names of the fields, completed from the environment."""
        known: dict[str, Any] = {}
        for name, value in given.items():
            target = cls.aliases.get(name, name)
            if target not in cls.model_fields:
                cls.refuse({name})
                raise InvalidCall(cls._unknown(name), provider=cls.label)
            if known.get(target) is None:
                known[target] = value
            elif value is not None and value != known[target]:
                raise InvalidCall(f"{target} was given twice, as {name!r} too", provider=cls.label)
        if known.get("read_env", True):
            cls._complete(known)
        known["timeout"] = seconds_of(known.get("timeout"))
        known["base_url"] = known.get("base_url") or cls.default_base_url
        return {name: value for name, value in known.items() if value is not None}

    @classmethod
    def refuse(cls, names: Iterable[str]) -> None:
        """Refuse parameters that other providers have and this one has no place for.

        Raises:
            Unsupported: one of `names` is such a parameter.
        """
        if lacking := sorted(cls.lacks.intersection(names)):
            raise Unsupported(f"this provider takes no {', '.join(lacking)}", provider=cls.label)

    @classmethod
    def _unknown(cls, name: str) -> str:
        close = get_close_matches(name, [*cls.model_fields, *cls.aliases], n=1)
        hint = f"did you mean {close[0]!r}?" if close else "pass it in model_kwargs if the API takes it"
        return f"there is no parameter {name!r} here; {hint}"

    @classmethod
    def _complete(cls, known: dict[str, Any]) -> None:
        """Fill in what the environment says and nobody gave."""
        if known.get("api_key") is None and cls.key_variable:
            known["api_key"] = os.environ.get(cls.key_variable) or None
        for variable in cls.url_variables:
            known["base_url"] = known.get("base_url") or os.environ.get(variable)

    def _check(self) -> None:
        """Refuse what could not be sent."""
        if self.api_key is None or not self.api_key.get_secret_value():
            if self.read_env:
                words = f"no API key: pass api_key or set {self.key_variable}"
                raise InvalidCall(words, provider=self.label)
            self.api_key = None
        else:
            check_key(self.api_key.get_secret_value(), self.key_variable)
        check_headers(self.default_headers)
        self.base_url = clean_base_url(self.base_url)

    async def relay(self, messages: list[BaseMessage]) -> AsyncGenerator[AIMessageChunk]:
        """The chunks of a streamed answer to `messages`, past LangChain's callbacks and tracing.

        `astream` gives the same to chains. It also keeps all chunks and joins them in the end, which costs a server
        as much as reading them, and hands them to whatever the environment names as a tracer.
        """
        async with aclosing(cast(AsyncGenerator[ChatGenerationChunk], self._astream(messages))) as chunks:
            async for chunk in chunks:
                yield cast(AIMessageChunk, chunk.message)

    def __getstate__(self) -> dict[Any, Any]:
        """What a pickle holds: nothing that is secret."""
        state = super().__getstate__()
        return {**state, "__dict__": {**state["__dict__"], **_NOT_PICKLED}}

    def __setstate__(self, state: dict[Any, Any]) -> None:
        """Read the key from the environment, as at a construction without one."""
        super().__setstate__(state)
        if self.read_env and (key := os.environ.get(self.key_variable)):
            self.api_key = SecretStr(key)

    @property
    def secret(self) -> str:
        """The key in the clear, empty for a keyless endpoint."""
        return self.api_key.get_secret_value() if self.api_key else ""

    def bounds(self) -> Limits:
        """The limits of a call with `timeout` applied."""
        if isinstance(self.timeout, tuple):
            connect, read = self.timeout
            base = self.limits.within(read)
            return base if connect is None else base.connecting_within(connect)
        return self.limits.within(self.timeout)


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    place = ".".join(str(part) for part in first["loc"][:1])
    message = first["msg"].removeprefix("Value error, ")
    return f"{place}: {message}" if place else message
