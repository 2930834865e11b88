"""Text on its way in: normal line ends, small steps."""

from .clean import normalize


class Intake:
    """Buffers what was fed until there is time to look at it."""

    def __init__(self) -> None:
        self._fed: list[str] = []  # joined when taken: to copy all of it for every word is too dear
        self._ready = ""
        self._taken = 0  # characters of _ready

    def __bool__(self) -> bool:
        """True if there is text to take; half a line end does not count."""
        return self._taken < len(self._ready) or self._fed not in ([], ["\r"])

    def feed(self, text: str) -> None:
        if text:
            self._fed.append(text)

    def take(self, size: int | None = None) -> str:
        """The next characters, `size` at most."""
        if self._taken == len(self._ready):
            self._make_ready()
        end = len(self._ready) if size is None else self._taken + size
        text = self._ready[self._taken : end]
        self._taken += len(text)
        return text

    def put_back(self, text: str) -> None:
        """Take `text` again before anything else."""
        self._ready, self._taken = text + self._ready[self._taken :], 0

    def _make_ready(self) -> None:
        fed = "".join(self._fed)
        half = "\r" if fed.endswith("\r") else ""
        self._fed = [half] if half else []
        self._ready, self._taken = normalize(fed.removesuffix("\r")), 0
