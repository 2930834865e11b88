"""The event log of a single process: lists in memory, a journal file beside each."""

from collections.abc import Container, Sequence
from pathlib import Path

from . import journal
from .bell import Bell
from .events import is_end
from .journal import Journal
from .log import Closed


class Stream:
    """One generation's events and the viewers that wait for more."""

    def __init__(self, path: Path) -> None:
        self.lines: list[bytes] = []
        self.ended = False
        self.forgotten = False
        self.tails: set[MemoryTail] = set()
        self.journal = Journal(path)

    def add(self, lines: Sequence[bytes]) -> None:
        self.journal.write(lines)
        self.lines += lines
        self.ended = is_end(lines[-1])
        for tail in self.tails:
            tail.wake.ring()
            if self.ended and tail.over:
                tail.over.ring()


class MemoryTail:
    """A viewer's place in a stream."""

    def __init__(self, log: "MemoryLog", generation_id: int, wake: Bell, over: Bell | None = None) -> None:
        self.wake, self.over = wake, over
        self.ended = False
        self._log = log
        self._id = generation_id
        self._stream = log.stream(generation_id)
        self._at = 0
        self._stream.tails.add(self)
        if self._stream.lines:
            wake.ring()

    @property
    def is_over(self) -> bool:
        return self._stream.ended

    def take(self) -> list[bytes]:
        lines = self._stream.lines[self._at :]
        self._at += len(lines)
        self.ended = self._stream.ended
        return lines

    def close(self) -> None:
        self._stream.tails.discard(self)
        self._log.release(self._id)


class MemoryLog:
    """Keeps events in this process. Journals are in `folder`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder = folder
        self._streams: dict[int, Stream] = {}

    def stream(self, generation_id: int) -> Stream:
        """The generation's stream, an empty one if there is none yet."""
        if generation_id not in self._streams:
            self._streams[generation_id] = Stream(self._path(generation_id))
        return self._streams[generation_id]

    def _path(self, generation_id: int) -> Path:
        return self.folder / f"{generation_id}.jsonl"

    def kept(self) -> set[int]:
        """The generations that have a journal. At a start their process is gone: one alone uses the folder."""
        return {int(path.stem) for path in self.folder.glob("*.jsonl")}

    def clean(self, running: Container[int]) -> None:
        """Removes journals that nobody needs: of generations that have ended, their text saved."""
        for generation_id in self.kept():
            if generation_id not in self._streams and generation_id not in running:
                self._path(generation_id).unlink(missing_ok=True)

    async def append(self, generation_id: int, first: int, lines: Sequence[bytes]) -> None:
        stream = self.stream(generation_id)
        if stream.ended:
            raise Closed(generation_id)
        new = lines[max(0, len(stream.lines) + 1 - first) :]
        if new:
            stream.add(new)

    async def read(self, generation_id: int) -> list[bytes]:
        kept = self._streams.get(generation_id)
        if kept and kept.lines:
            return list(kept.lines)
        return journal.read(self._path(generation_id))

    async def follow(self, generation_id: int, wake: Bell, over: Bell | None = None) -> MemoryTail:
        return MemoryTail(self, generation_id, wake, over)

    async def forget(self, generation_id: int) -> None:
        stream = self.stream(generation_id)
        stream.forgotten = True
        stream.journal.delete()
        self.release(generation_id)

    def release(self, generation_id: int) -> None:
        """Drops a stream that nobody looks at and nobody writes to."""
        stream = self._streams.get(generation_id)
        if stream and not stream.tails and (stream.forgotten or not stream.lines):
            del self._streams[generation_id]
