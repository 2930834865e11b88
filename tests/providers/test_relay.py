"""What a server streams from: the chunks of `astream`, and nobody who listens in."""

from collections.abc import Callable
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import HumanMessage

from providers.errors import Truncated
from providers.openai import ChatOpenAI
from tests.upstream import Answer, Upstream
from tests.upstream import openai as wire

Build = Callable[..., ChatOpenAI]
QUESTION = [HumanMessage("hi")]


class Listener(BaseCallbackHandler):
    """As a tracer would be told of every conversation."""

    def __init__(self) -> None:
        self.told: list[Any] = []

    def on_chat_model_start(self, *about: Any, **more: Any) -> None:
        self.told.append(about)


async def test_the_chunks_of_astream(model: Build, upstream: Upstream) -> None:
    upstream.script(wire.stream("a", "b", "c"))
    relayed = [chunk async for chunk in model().relay(QUESTION)]
    upstream.script(wire.stream("a", "b", "c"))
    streamed = [chunk async for chunk in model().astream(QUESTION)]
    for chunk in streamed:
        chunk.id = None
    assert relayed == streamed


async def test_nobody_listens_in(model: Build, upstream: Upstream) -> None:
    listener = Listener()
    for call in ("astream", "relay"):
        upstream.script(wire.stream("a"))
        assert [chunk async for chunk in getattr(model(callbacks=[listener]), call)(QUESTION)]
    assert len(listener.told) == 1  # astream's


async def test_what_came_before_an_error_is_handed_out(model: Build, upstream: Upstream) -> None:
    upstream.script(Answer.of_events(wire.text("a", "b")))
    seen = ""
    with pytest.raises(Truncated):
        async for chunk in model().relay(QUESTION):
            seen += chunk.text
    assert seen == "ab"
