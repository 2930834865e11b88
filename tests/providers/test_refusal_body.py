"""The body of an error answer is read as far as it explains something, at a cost that grows with its size."""

from collections.abc import AsyncIterator, Callable
from itertools import repeat

import pytest

from providers.errors import Unavailable
from providers.net.exchange import _ERROR_BODY, Exchange
from providers.openai import ChatOpenAI
from tests.upstream import Answer, Upstream


class Piece(bytes):
    """One byte that counts how often it is looked at."""

    looks = 0

    def __len__(self) -> int:
        Piece.looks += 1
        return super().__len__()


@pytest.fixture
def exchange(model: Callable[..., ChatOpenAI]) -> Exchange:
    Piece.looks = 0
    return model().exchange


async def endless() -> AsyncIterator[bytes]:
    for piece in repeat(Piece(b"x")):
        yield piece


async def test_single_bytes_are_not_counted_again_and_again(exchange: Exchange) -> None:
    assert len(exchange._start(repeat(Piece(b"x")))) == _ERROR_BODY
    assert len(await exchange._astart(endless())) == _ERROR_BODY
    assert Piece.looks <= 4 * _ERROR_BODY


@pytest.mark.parametrize("call", ["invoke", "ainvoke"])
async def test_a_body_without_end_is_left(model: Callable[..., ChatOpenAI], upstream: Upstream, call: str) -> None:
    upstream.script(Answer([b"no worker " * 1000] * 4000, status=503))
    with pytest.raises(Unavailable, match="no worker"):
        _ = model().invoke("hi") if call == "invoke" else await model().ainvoke("hi")
    assert upstream.requests[-1].left.wait(60)
