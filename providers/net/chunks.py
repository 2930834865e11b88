"""Chunked transfer coding (RFC 9112, section 7.1), read past the HTTP library.

A provider sends every token as a chunk of its own, and each of them takes whoever reads HTTP a dozen calls. Here the
content of all chunks that one read brings is taken out at once. What is not the content of a chunk, the head of an
answer, its end, and whatever does not look as expected, is for the library to judge.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_CHUNKED = re.compile(rb"\r\ntransfer-encoding:[ \t]*chunked[ \t]*\r\n", re.I)
_LONGEST_HEAD = 64 * 1024
_WITHOUT_BODY = {b"204", b"304"}
_END = b"\r\n"  # of a line, and of a chunk
_MARK = re.compile(rb"\r\n([0-9a-f]{1,8})\r\n", re.I)  # between two chunks: the end of one, the size of the other
_HALF_A_MARK = re.compile(rb"(?:\r(?:\n(?:[0-9a-f]{1,8}\r?)?)?)?", re.I)


class Parts(NamedTuple):
    """What a read brought, in its order.

    before: as it came, for whoever reads HTTP.
    content: of chunks.
    after: as it came, and so is all that follows until the next request.
    """

    before: bytes = b""
    content: bytes = b""
    after: bytes = b""


class Splitter:
    """Follows what arrives on one connection.

    split: a read, in parts.
    """

    def __init__(self) -> None:
        self.expect()

    @property
    def is_within(self) -> bool:
        """Whether chunks are expected."""
        return self.split == self._body

    def expect(self) -> None:
        """A request goes out: what comes next is the head of an answer."""
        self.split = self._head
        self._kept = b""  # the head so far, or half of a mark
        self._left = 0  # bytes of the current chunk that have not come

    def _as_it_is(self, data: bytes) -> Parts:
        return Parts(data)

    def _head(self, data: bytes) -> Parts:
        head, blank, body = (self._kept + data).partition(_END * 2)
        if not blank:
            self._kept = head
            self.split = self._head if len(head) < _LONGEST_HEAD else self._as_it_is
            return Parts(data)
        is_informational = head[9:10] == b"1"  # the answer proper follows
        is_chunked = _CHUNKED.search(head + _END) is not None and head[9:12] not in _WITHOUT_BODY
        self.split = self._head if is_informational else self._body if is_chunked else self._as_it_is
        self._kept = _END if self.split == self._body else b""  # the first chunk has none before it
        before, content, after = self.split(body) if body else Parts()
        return Parts(data[: len(data) - len(body)] + before, content, after)

    def _body(self, data: bytes) -> Parts:
        data = self._kept + data
        content, at = [data[: self._left]], self._left
        while (mark := _MARK.match(data, at)) and (size := int(mark[1], 16)):
            at = mark.end() + size
            content.append(data[mark.end() : at])
        self._left, self._kept = max(0, at - len(data)), data[at:]
        return Parts(b"", b"".join(content), b"" if _HALF_A_MARK.fullmatch(self._kept) else self._last())

    def _last(self) -> bytes:
        """What is no chunk, or the last one. The end of the chunk before it is not part of it."""
        self.split = self._as_it_is
        return self._kept.removeprefix(_END) if self._kept.startswith(_END) else _END + self._kept


def chunk(content: bytes) -> bytes:
    """Content as one chunk; nothing if there is none."""
    return b"%x\r\n%b\r\n" % (len(content), content) if content else b""
