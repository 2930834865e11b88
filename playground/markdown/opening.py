"""What the open part of a page shows, so that only changes are sent."""

from collections.abc import Callable
from dataclasses import dataclass

from .clean import escape


@dataclass(frozen=True)
class Update:
    """What changed since the last flush. Everything is sanitised.

    Attributes:
        done: HTML of the blocks settled since then, to append to the settled part.
        open: new content of the open part; None if it stays.
        code: more of the code or paragraph, to append to the element with the id "k" + key, inside the open part; None
            if there is none.
    """

    done: str = ""
    open: str | None = None
    code: str | None = None


class OpenPart:
    """Either HTML that is replaced, or text that only grows."""

    def __init__(self) -> None:
        self._shown: str | None = ""  # None once text was appended
        self._length: int | None = None  # of the growing text

    def settle(self) -> None:
        """The block that the text belonged to is complete: the next one begins anew."""
        self._length = None

    def replace(self, done: str, html: str) -> Update:
        """Show `html`."""
        changed = html if html != self._shown else None
        self._shown = html
        return Update(done, open=changed)

    def append(self, html: str) -> Update:
        """Show more in the element that carries the key."""
        self._shown = None if html else self._shown
        return Update(code=html or None)

    def grow(self, done: str, text: str, frame: Callable[[str], str]) -> Update:
        """Show `text`, which begins with what was shown before; `frame` puts escaped text into its element."""
        start, self._length, self._shown = self._length, len(text), None
        if start is None:
            return Update(done, open=frame(escape(text)))
        return Update(done, code=escape(text[start:]) or None)
