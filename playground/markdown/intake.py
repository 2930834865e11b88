"""Text on its way in: normal line ends, small steps."""

from .clean import normalize


class Intake:
    """Buffers what was fed until there is time to look at it."""

    def __init__(self) -> None:
        self._fed = ""
        self._ready = ""

    def __bool__(self) -> bool:
        """True if there is text to take; half a line end does not count."""
        return bool(self._ready or self._fed.removesuffix("\r"))

    def feed(self, text: str) -> None:
        self._fed += text

    def take(self, size: int | None = None) -> str:
        """The next characters, `size` at most."""
        if not self._ready:
            half = "\r" if self._fed.endswith("\r") else ""
            self._ready, self._fed = normalize(self._fed.removesuffix("\r")), half
        text = self._ready[:size]
        self._ready = self._ready[len(text) :]
        return text

    def put_back(self, text: str) -> None:
        """Take `text` again before anything else."""
        self._ready = text + self._ready
