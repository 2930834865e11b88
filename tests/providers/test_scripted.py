"""The models that are none."""

import pytest

from providers import ChatEcho, ChatScripted
from providers.errors import Unavailable


async def test_a_script_is_followed() -> None:
    model = ChatScripted(script=["a", 0.0, "b c"])
    chunks = [chunk async for chunk in model.astream("one two")]
    assert [chunk.text for chunk in chunks] == ["a", "b c", ""]
    assert chunks[-1].usage_metadata == {"input_tokens": 2, "output_tokens": 3, "total_tokens": 5}
    assert chunks[-1].response_metadata["simulated"] is True


async def test_a_scripted_error_is_raised_after_the_text() -> None:
    model = ChatScripted(script=["a", Unavailable("down")])
    seen = []
    with pytest.raises(Unavailable):
        async for chunk in model.astream("hi"):
            seen.append(chunk.text)
    assert seen == ["a"]


async def test_echo_repeats_in_every_way_of_calling() -> None:
    model = ChatEcho(pause=0)
    assert model.invoke("say  this").text == "say  this"
    assert (await model.ainvoke("say this")).text == "say this"
    assert [chunk.text for chunk in model.stream("say this")] == ["say", " this", ""]
