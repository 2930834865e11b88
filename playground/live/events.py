"""What happens in a generation, as lines of an append-only log.

A line is a JSON array `[seq, kind, ms, text]`: its number in the log from 1 on, what it is, the milliseconds since
the request was sent, and the text that it adds. The writer encodes a line once; logs and viewers pass it on.

    start      the request is on its way; the text is the time, in seconds since 1970
    text       a piece of the answer
    reasoning  a piece of the reasoning
    wait       the provider is asked again later; the text is the kind of its error and the time, in seconds since 1970
    end        nothing follows; the text is the final status, and the row has been saved
"""

from typing import NamedTuple

import orjson

START, TEXT, REASONING, WAIT, END = "start", "text", "reasoning", "wait", "end"


class Event(NamedTuple):
    """One line of a generation's log."""

    seq: int
    kind: str
    ms: int
    text: str

    def encode(self) -> bytes:
        return orjson.dumps([*self])


def decode(line: bytes) -> Event:
    """The event of a line. Raises ValueError for a torn one."""
    seq, kind, ms, text = orjson.loads(line)
    return Event(seq, kind, ms, text)


def is_end(line: bytes) -> bool:
    """True for the line that nothing may follow, without decoding all of it."""
    return line.split(b",", 2)[1] == b'"end"'
