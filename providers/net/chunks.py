"""Chunked transfer coding (RFC 9112, section 7.1), with fewer chunks.

A provider sends every token as a chunk of its own, and each of them takes whoever reads HTTP a dozen calls. Here all
that one read brings becomes one chunk; the body stays the same. What does not look as expected is handed on as it came,
for the reader to judge.
"""

from __future__ import annotations

import re

_CHUNKED = re.compile(rb"\r\ntransfer-encoding:[ \t]*chunked[ \t]*\r\n", re.I)
_LONGEST_HEAD = 64 * 1024
_END = b"\r\n"  # of a line, and of a chunk
_MARK = re.compile(rb"\r\n([0-9a-f]{1,8})\r\n", re.I)  # between two chunks: the end of one, the size of the other
_HALF_A_MARK = re.compile(rb"(?:\r(?:\n(?:[0-9a-f]{1,8}\r?)?)?)?", re.I)


class Merger:
    """Follows what arrives on one connection.

    merge: what to hand on for a read; nothing while too little is known.
    """

    def __init__(self) -> None:
        self.expect()

    def expect(self) -> None:
        """A request goes out: what comes next is the head of an answer."""
        self.merge = self._head
        self._kept = b""  # the head so far, or half of a mark
        self._left = 0  # bytes of the current chunk that have not come

    def _as_it_is(self, data: bytes) -> bytes:
        return data

    def _head(self, data: bytes) -> bytes:
        head, blank, body = (self._kept + data).partition(_END * 2)
        if not blank:
            self._kept = head
            self.merge = self._head if len(head) < _LONGEST_HEAD else self._as_it_is
            return data
        is_informational = head[9:10] == b"1"  # the answer proper follows
        is_chunked = _CHUNKED.search(head + _END) is not None
        self.merge = self._head if is_informational else self._body if is_chunked else self._as_it_is
        self._kept = _END if self.merge == self._body else b""  # the first chunk has none before it
        return data[: len(data) - len(body)] + (self.merge(body) if body else b"")

    def _body(self, data: bytes) -> bytes:
        data = self._kept + data
        content, at = [data[: self._left]], self._left
        while (mark := _MARK.match(data, at)) and (size := int(mark[1], 16)):
            at = mark.end() + size
            content.append(data[mark.end() : at])
        self._left, self._kept = max(0, at - len(data)), data[at:]
        merged = b"".join(content)
        chunk = b"%x\r\n%b\r\n" % (len(merged), merged) if merged else b""
        return chunk if _HALF_A_MARK.fullmatch(self._kept) else chunk + self._last()

    def _last(self) -> bytes:
        """What is no chunk, or the last one. The end of the chunk before it has been handed on."""
        self.merge = self._as_it_is
        return self._kept.removeprefix(_END) if self._kept.startswith(_END) else _END + self._kept
