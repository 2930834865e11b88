"""Markdown as it arrives: settled blocks are rendered once, only the open block is rendered again.

A page shows an answer as `<div id="d7">` (settled) followed by `<div id="o7">` (open). An open code fence is not
even rendered again: its text only grows, so the new text alone is sent. The same holds for prose as long as nothing
comes that Markdown reads (`growth.py`), and of a list or table the last part alone is rendered (`series.py`). Where
that cannot be, as in a list with blank lines, renderings become rarer the longer the block grows.
"""

from collections.abc import Iterator
from typing import Any

from .boundary import Fence, ends_list, find_boundary
from .budget import BLOCK_BUDGET, DOCUMENT_BUDGET, block_cost, estimate, flat_cost
from .growth import can_grow, depth_of, grown
from .heal import heal
from .intake import Intake
from .opening import More, OpenPart, Update
from .parser import RAW, figure
from .render import Settled, to_html
from .series import goes_on, head_of, last_part, parts_of, place_in, with_last_apart

SLICE = 4_096  # characters looked at in one step, so that a long text cannot hide its blocks from the budget
REST = 2_000  # microseconds of rendering that one flush may cost on average


class StreamRenderer:
    """One answer on its way to one page."""

    def __init__(self) -> None:
        self._intake = Intake()
        self._settled: list[str] = []
        self._length = 0  # characters of what has settled
        self._text = ""  # the open block
        self._searched = 0  # characters of _text known to hold no boundary
        self._env: dict[str, Any] = {"references": {}}
        self._memo: dict[str, str] = {}  # lines of the latest rendering: most of them are in the next one
        self._open = OpenPart()
        self._fence: Fence | None = None  # the open block is a code fence
        self._list_end: int | None = None  # the open block is a list, which ends here if the next line is none of its
        self._shown: int | None = None  # characters of _text on the page, if something may be appended there
        self._depth = 0  # where: that many last children down
        self._part = 0  # where the last part of _text begins, if it is a list or table that the page shows
        self._is_raw = False  # the open block is too dear to parse
        self._rest = 0.0  # microseconds of rendering that coming flushes make up for
        self._spent = 0.0  # microseconds

    @property
    def is_behind(self) -> bool:
        """True if text was fed that the page does not show yet: flush again, even if nothing more arrives."""
        return bool(self._intake)

    @property
    def settled(self) -> Settled:
        """What will not be rendered again."""
        return Settled("".join(self._settled), self._length)

    def feed(self, text: str) -> None:
        """Add what the model wrote next."""
        self._intake.feed(text)

    def flush(self) -> Update:
        """What to change on the page. Takes 50 ms at most; a long open block lets some flushes pass."""
        if self._rest >= REST:
            self._rest -= REST
            return Update()
        self._rest = 0.0
        done = "".join(self._advance())
        if self._fence or self._is_raw:
            self._shown = None
        if fence := self._fence:
            return self._open.grow(done, fence.content(self._text), *figure(fence.language))
        if self._is_raw:
            return self._open.grow(done, self._text, *RAW)
        if not done and (more := self._growth() or self._last_parts()):
            return self._open.append(more)
        return self._open.replace(done, self._open_html())

    def _advance(self) -> Iterator[str]:
        """Move text into the open block, step by step; the HTML of what is settled by it."""
        spent = 0.0
        while self._intake and spent < BLOCK_BUDGET and self._rest < BLOCK_BUDGET:
            grows = self._fence or self._is_raw
            text = self._intake.take(None if grows else SLICE)
            spent += 0 if grows else flat_cost(text)
            self._text += text
            yield self._close_fence(self._fence) if self._fence else self._find()
        self._spent += spent

    def _close_fence(self, fence: Fence) -> str:
        end = fence.end(self._text, self._searched)
        if end is None:
            self._searched = self._text.rfind("\n") + 1
            return ""
        self._fence = None
        self._intake.put_back(self._text[end:])
        self._text = self._text[:end]
        return self._settle(end)

    def _find(self) -> str:
        end = self._text.rfind("\n") + 1
        cost = estimate if end > self._searched else flat_cost
        self._is_raw = self._is_raw or self._spent > DOCUMENT_BUDGET or cost(self._text) > BLOCK_BUDGET
        if self._is_raw:
            return ""
        if end <= self._searched:
            return self._end_list()
        if self._part and goes_on(self._text[self._part :], self._text[self._searched : end]):
            self._searched, self._list_end = end, None
            return ""
        self._rest += block_cost(self._text)
        boundary = find_boundary(self._text[:end], self._env["references"])
        html = self._settle(boundary.offset)
        self._fence, self._searched = boundary.fence, end - boundary.offset
        self._list_end = boundary.list_end and boundary.list_end - boundary.offset
        return html + self._end_list()

    def _end_list(self) -> str:
        end = self._list_end
        return self._settle(end) if end and ends_list(self._text[end:]) else ""

    def _settle(self, end: int) -> str:
        if not end:
            return ""
        html = self._html(self._text[:end], self._env)
        self._settled.append(html)
        self._length += end
        self._text, self._searched, self._list_end = self._text[end:], 0, None
        self._open.settle()
        self._shown, self._part = None, 0
        return html

    def _open_html(self) -> str:
        if not self._text.strip():
            return ""
        return self._live_html(0)

    def _live_html(self, start: int) -> str:
        """The open block from `start` on; takes down whether and where something may be appended to it."""
        text = (head_of(self._text) if start else "") + self._text[start:]
        self._rest += estimate(text)
        healed = heal(text)
        html = self._html(healed, {"references": dict(self._env["references"]), "live": True})
        shown = text.rstrip()
        depth = depth_of(html) if healed.rstrip() == shown and can_grow(shown) else None
        self._shown, self._depth = (None, 0) if depth is None else (start + len(shown), depth)
        self._part = last_part(self._text) if parts_of(html, place_in(self._text)) else 0
        return with_last_apart(html)

    def _html(self, text: str, env: dict[str, Any]) -> str:
        env = {**env, "memo": self._memo}
        html = to_html(text, env)
        self._memo = env["memo"]
        return html

    def _last_parts(self) -> More | None:
        """The last part that the page shows, and those after it; None if the whole block has to be rendered again."""
        if not self._part or not last_part(self._text):
            return None
        place = place_in(self._text)
        parts = parts_of(self._live_html(self._part), place)
        return More(parts, place.depth, replaces=True, parent=place.parent) if parts else None

    def _growth(self) -> More | None:
        """What goes on where the page ends; None if something has to be rendered again."""
        if self._shown is None:
            return None
        end = len(self._text.rstrip())
        html = grown(self._text[max(0, self._shown - 80) : self._shown], self._text[self._shown : end])
        self._shown = end if html is not None else None
        return None if html is None else More(html, self._depth)
