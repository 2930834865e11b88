"""A key in memory."""

from typing import NoReturn, final

from playground.security import redaction


@final
class Secret:
    """A value that shows itself only when asked by name, and that the log blanks out."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value
        redaction.know(value)

    def reveal(self) -> str:
        """The value."""
        return self._value

    def __repr__(self) -> str:
        return "***"

    def __reduce__(self) -> NoReturn:
        raise TypeError("A secret cannot be copied, pickled or serialised.")
