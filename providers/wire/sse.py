"""Server-sent events, fed with bytes.

Follows https://html.spec.whatwg.org/multipage/server-sent-events.html. Lines are split as
bytes: `str.splitlines` would also split at U+2028, which is ordinary text inside a token.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from providers.errors import LimitExceeded

_BOM = b"\xef\xbb\xbf"
_ANY_END = re.compile(rb"\r\n|\r|\n")


class Event(NamedTuple):
    """One event: its name, empty for the default, and its data lines joined by newlines."""

    name: str
    data: bytes


class LineSplitter:
    """Cuts bytes into lines at LF, CR or CRLF, wherever the reads were cut.

    Pieces of an unfinished line are kept in a list and joined once, so a line of a mebibyte
    costs a mebibyte of copying however many reads it came in.
    """

    def __init__(self, max_line: int) -> None:
        self.max_line = max_line
        self._pieces: list[bytes] = []
        self._length = 0
        self._after_cr = False
        self._started = False
        self._head = b""

    def feed(self, data: bytes) -> list[bytes]:
        """The lines that `data` completes, without their ends."""
        if not self._started:
            data = self._without_bom(data)
        if self._after_cr and data:
            self._after_cr = False
            data = data.removeprefix(b"\n")
        if b"\r" in data:
            self._after_cr = data.endswith(b"\r")
            *lines, rest = _ANY_END.split(data)
        else:
            *lines, rest = data.split(b"\n")
        if lines and self._pieces:
            lines[0] = b"".join((*self._pieces, lines[0]))
            self._pieces, self._length = [], 0
        self._keep(rest)
        return lines

    def _without_bom(self, data: bytes) -> bytes:
        data = self._head + data
        if len(data) < len(_BOM) and _BOM.startswith(data):
            self._head = data
            return b""
        self._started = True
        return data.removeprefix(_BOM)

    def _keep(self, rest: bytes) -> None:
        if rest:
            self._pieces.append(rest)
            self._length += len(rest)
            if self._length > self.max_line:
                raise LimitExceeded(f"a line of the stream is longer than {self.max_line} bytes")


class SSEDecoder:
    """Turns bytes into events; an event that never got its empty line is not handed out."""

    def __init__(self, *, max_line: int = 8 * 2**20, max_events: int = 200_000) -> None:
        self.max_line, self.max_events = max_line, max_events
        self._lines = LineSplitter(max_line)
        self._name = ""
        self._data: list[bytes] = []
        self._size = 0
        self._count = 0

    def feed(self, data: bytes) -> Iterator[Event]:
        """The events that `data` completes.

        Raises:
            LimitExceeded: a line too long, or too many events.
        """
        for line in self._lines.feed(data):
            if line:
                self._field(line)
            elif self._data:
                yield self._dispatch()
            else:
                self._name = ""

    def _field(self, line: bytes) -> None:
        if line.startswith(b"data:") or line == b"data":
            value = line[6:] if line[5:6] == b" " else line[5:]
            self._data.append(value)
            self._size += len(value) + 1
            if self._size > self.max_line:
                raise LimitExceeded(f"an event of the stream is longer than {self.max_line} bytes")
        elif line.startswith(b"event:"):
            self._name = line[6:].removeprefix(b" ").decode("utf-8", "replace")

    def _dispatch(self) -> Event:
        self._count += 1
        if self._count > self.max_events:
            raise LimitExceeded(f"the stream has more than {self.max_events} events")
        event = Event(self._name, self._data[0] if len(self._data) == 1 else b"\n".join(self._data))
        self._name, self._data, self._size = "", [], 0
        return event
