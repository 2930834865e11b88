"""What the open part of a page shows, so that only changes are sent."""

from dataclasses import dataclass
from typing import NamedTuple

from .clean import escape


class More(NamedTuple):
    """HTML that goes to the end of an element: of the open part's last child's last child, and so on.

    Attributes:
        depth: how many last children down that is.
        replaces: it comes in place of what is the last child there.
        parent: an element that may hold it.
    """

    html: str
    depth: int
    replaces: bool = False
    parent: str = "div"


@dataclass(frozen=True)
class Update:
    """What changed since the last flush. Everything is sanitised.

    Attributes:
        done: HTML of the blocks settled since then, to append to the settled part.
        open: new content of the open part; None if it stays.
        more: what to append to it; None if nothing is.
    """

    done: str = ""
    open: str | None = None
    more: More | None = None


class OpenPart:
    """Either HTML that is replaced, or HTML that only grows."""

    def __init__(self) -> None:
        self._shown: str | None = ""  # None once something was appended
        self._length: int | None = None  # of the growing text

    def settle(self) -> None:
        """The block that the text belonged to is complete: the next one begins anew."""
        self._length = None

    def replace(self, done: str, html: str) -> Update:
        """Show `html`."""
        changed = html if html != self._shown else None
        self._shown = html
        return Update(done, open=changed)

    def append(self, more: More) -> Update:
        """Show more at its end."""
        self._shown = None if more.html else self._shown
        return Update(more=more if more.html else None)

    def grow(self, done: str, text: str, start: str, end: str) -> Update:
        """Show `text`, which begins with what was shown before, between the tags of its element."""
        shown, self._length, self._shown = self._length, len(text), None
        if shown is None:
            return Update(done, open=start + escape(text) + end)
        new = escape(text[shown:])
        return Update(done, more=More(new, end.count("</")) if new else None)
