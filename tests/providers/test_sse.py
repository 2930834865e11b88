"""Text is the same however the bytes were cut and whichever line ends were used."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.errors import LimitExceeded
from providers.wire.sse import Event, SSEDecoder

STREAM = ": hi\n\ndata: one\n\nevent: error\ndata: two\ndata:three\nid: 1\nretry: 5\n\ndata: last\u2028 é😀\n\n"
EVENTS = [Event("", b"one"), Event("error", b"two\nthree"), Event("", "last\u2028 é😀".encode())]


def decode(pieces: list[bytes]) -> list[Event]:
    decoder = SSEDecoder()
    return [event for piece in pieces for event in decoder.feed(piece)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_every_framing_gives_the_same_events(end: str, size: int, bom: bytes) -> None:
    data = bom + STREAM.replace("\n", end).encode()
    assert decode([data[i : i + size] for i in range(0, len(data), size)]) == EVENTS


@given(st.lists(st.integers(0, 90), max_size=12), st.sampled_from(["\n", "\r\n", "\r"]))
def test_any_cut_gives_the_same_events(cuts: list[int], end: str) -> None:
    data = STREAM.replace("\n", end).encode()
    edges = sorted({0, len(data), *(min(cut, len(data)) for cut in cuts)})
    assert decode([data[a:b] for a, b in pairwise(edges)]) == EVENTS


def test_an_unfinished_event_is_not_handed_out() -> None:
    assert decode([b"data: whole\n\ndata: half\n"]) == [Event("", b"whole")]


def test_an_event_name_without_data_does_not_leak_into_the_next() -> None:
    assert decode([b"event: ping\n\ndata: x\n\n"]) == [Event("", b"x")]


def test_only_one_blank_after_the_colon_is_dropped() -> None:
    assert decode([b"data:  two blanks\n\n"]) == [Event("", b" two blanks")]


ENDLESS = [b"data: " + b"x" * 99, b"data: " + b"x" * 20 + b"\n", b"data:\n" * 10, b"data\n" * 10]


@pytest.mark.parametrize("endless", ENDLESS)
def test_endless_lines_and_events_are_refused(endless: bytes) -> None:
    decoder = SSEDecoder(max_line=64)
    with pytest.raises(LimitExceeded):
        for _ in range(10):
            list(decoder.feed(endless))


def test_too_many_events_are_refused() -> None:
    with pytest.raises(LimitExceeded):
        list(SSEDecoder(max_events=3).feed(b"data: x\n\n" * 4))
