"""The content of chunks is told from what is around them: whatever way it comes in, and whatever it is."""

from itertools import pairwise

import h11
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from providers.net.chunks import Splitter, chunk

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
LAST = b"0\r\n\r\n"
PLAIN = b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n"


def chunked(*pieces: bytes) -> bytes:
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)


def read(reads: list[bytes]) -> tuple[list[bytes], bool]:
    """What a reader of HTTP makes of it: the pieces of the body, and whether it was a whole answer."""
    connection = h11.Connection(h11.CLIENT)
    connection.send(h11.Request(method="GET", target="/", headers=[("host", "h")]))
    connection.send(h11.EndOfMessage())
    pieces: list[bytes] = []
    for data in [*reads, b""]:
        try:
            connection.receive_data(data)
            while not isinstance(event := connection.next_event(), type(h11.NEED_DATA)):
                if isinstance(event, h11.EndOfMessage):
                    return pieces, True
                pieces += [bytes(event.data)] if isinstance(event, h11.Data) else []
        except h11.RemoteProtocolError:
            break
    return pieces, False


def merged(reads: list[bytes]) -> list[bytes]:
    """What a reader of HTTP gets that reads everything."""
    splitter = Splitter()
    parts = [splitter.split(data) for data in reads]
    return [out for before, content, after in parts if (out := before + chunk(content) + after)]


def apart(reads: list[bytes]) -> tuple[bytes, bool]:
    """The body past a reader of HTTP, which gets the rest, and whether the rest was a whole answer without a body."""
    splitter = Splitter()
    parts = [splitter.split(data) for data in reads]
    pieces, is_whole = read([before + after for before, _content, after in parts if before + after])
    return b"".join([content for _before, content, _after in parts] + pieces), is_whole


def cut(data: bytes, places: list[int]) -> list[bytes]:
    edges = [0, *sorted(place % (len(data) + 1) for place in places), len(data)]
    return [data[start:end] for start, end in pairwise(edges) if end > start]


@given(st.lists(st.binary(min_size=1, max_size=40), max_size=8), st.lists(st.integers(0, 999)), st.booleans())
def test_the_body_stays_the_same(pieces: list[bytes], places: list[int], informed: bool) -> None:
    whole = CONTINUE * informed + HEAD + chunked(*pieces) + LAST
    got, is_whole = read(merged(cut(whole, places)))
    assert b"".join(got) == b"".join(pieces) and is_whole
    assert apart(cut(whole, places)) == (b"".join(pieces), True)


@given(st.lists(st.binary(min_size=1, max_size=9), max_size=4), st.binary(max_size=12), st.lists(st.integers(0, 999)))
@example([b"abc"], b"zz\r\n", [])
@example([b"abc"], b"5;name=value\r\nhello\r\n" + LAST, [])
@example([], b"00000000000000005\r\nhello\r\n" + LAST, [])
@example([b"abc"], b"0\r\nTrailer: yes\r\n\r\n", [])
@example([b"abc"], b"-1\r\n", [])
def test_what_is_odd_is_judged_as_if_it_had_come_alone(pieces: list[bytes], odd: bytes, places: list[int]) -> None:
    whole = HEAD + chunked(*pieces) + odd
    plain, merging = read([whole]), read(merged(cut(whole, places)))
    assert b"".join(merging[0]) == b"".join(plain[0]) and merging[1] == plain[1]
    assert apart(cut(whole, places)) == (b"".join(plain[0]), plain[1])


@pytest.mark.parametrize("places", [[], [90], [91]])
def test_a_chunk_without_its_end_is_refused(places: list[int]) -> None:
    whole = HEAD + b"3\r\nabc" + b"5\r\nhello\r\n" + LAST
    assert read(merged(cut(whole, places)))[1] is False
    assert apart(cut(whole, places))[1] is False


def test_one_chunk_for_each_read() -> None:
    first, second = HEAD + chunked(b"a", b"b") + b"5\r\nhe", b"llo\r\n" + chunked(b"c", b"d")
    assert read(merged([first, second]))[0] == [b"abhe", b"llocd"]


@pytest.mark.parametrize("whole", [PLAIN + b"5\r\nhello\r\n\r\n", b"x" * 70_000 + HEAD + chunked(b"a", b"b")])
def test_other_answers_are_left_alone(whole: bytes) -> None:
    reads = cut(whole, [20, 69_000])
    assert merged(reads) == reads


def test_the_next_answer_has_a_head_again() -> None:
    splitter = Splitter()
    splitter.split(HEAD + chunked(b"a") + LAST)
    splitter.expect()
    assert splitter.split(HEAD + chunked(b"b", b"c")) == (HEAD, b"bc", b"")
