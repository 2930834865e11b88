"""Models that are none: one follows a script, for tests; one repeats, for demos.

Both say so in their name and in `response_metadata`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any, ClassVar

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models.chat_models import generate_from_stream
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from pydantic import Field

from providers.errors import ProviderError
from providers.settings import ModelSettings
from providers.wire.content import plain_text

Step = str | float | AIMessageChunk | ProviderError


class ChatScripted(ModelSettings):
    """Answers every call with the same steps, without a network.

    script: text is handed out as a chunk, a number is waited for in seconds, a chunk is handed
        out as it is, an error is raised.
    """

    slug: ClassVar[str] = "scripted"
    label: ClassVar[str] = "Scripted (no model)"
    default_base_url: ClassVar[str] = "http://localhost"

    model_name: str = "scripted"
    script: Sequence[Any] = Field(default=(), exclude=True)

    @property
    def _llm_type(self) -> str:
        return self.slug

    def _check(self) -> None:
        """There is no key to check."""

    def steps(self, messages: list[BaseMessage]) -> Sequence[Step]:
        """The steps that answer `messages`."""
        return self.script

    def _last(self, messages: list[BaseMessage], words: int) -> ChatGenerationChunk:
        read = sum(len(text.split()) for text in map(plain_text, messages))
        counts = UsageMetadata(input_tokens=read, output_tokens=words, total_tokens=read + words)
        about = {"model_name": self.model_name, "finish_reason": "stop", "simulated": True}
        last = AIMessageChunk(content="", response_metadata=about, usage_metadata=counts, chunk_position="last")
        return ChatGenerationChunk(message=last)

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        words = 0
        for step in self.steps(messages):
            if isinstance(step, int | float):
                time.sleep(step)
            else:
                chunk = _chunk(step)
                words += len(str(chunk.message.content).split())
                yield chunk
        yield self._last(messages, words)

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        words = 0
        for step in self.steps(messages):
            if isinstance(step, int | float):
                await asyncio.sleep(step)
            else:
                chunk = _chunk(step)
                words += len(str(chunk.message.content).split())
                yield chunk
        yield self._last(messages, words)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return generate_from_stream(self._stream(messages, stop, **kwargs))

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        chunks = [chunk async for chunk in self._astream(messages, stop, **kwargs)]
        return generate_from_stream(iter(chunks))


class ChatEcho(ChatScripted):
    """Repeats the latest message word by word, to try an interface without any provider.

    pause: seconds between words.
    """

    slug: ClassVar[str] = "echo"
    label: ClassVar[str] = "Echo (no model)"

    model_name: str = "echo"
    pause: float = Field(default=0.02, ge=0)

    def steps(self, messages: list[BaseMessage]) -> Sequence[Step]:
        """The latest message, word by word."""
        words = plain_text(messages[-1]).split(" ") if messages else []
        spaced = [word if first == 0 else f" {word}" for first, word in enumerate(words)]
        return [step for word in spaced for step in (self.pause, word)]


def _chunk(step: str | AIMessageChunk | ProviderError) -> ChatGenerationChunk:
    if isinstance(step, ProviderError):
        raise step
    chunk = step if isinstance(step, AIMessageChunk) else AIMessageChunk(content=step)
    return ChatGenerationChunk(message=chunk)
