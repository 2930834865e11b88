"""What is being asked right now. The chat says it; it registers itself, because it imports this app."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple, Protocol


class Who(NamedTuple):
    """Whose use is counted: a user's, that of a group's members together, or an endpoint's."""

    kind: Literal["user", "group", "endpoint"]
    pk: int


class Live(NamedTuple):
    """How many generations are queued or running: all, and those that are not paid with people's own keys."""

    all: int = 0
    ours: int = 0


class Activity(Protocol):
    """What limits ask of the chat."""

    def live(self, who: Who) -> Live:
        """What is under way."""

    def asked(self, who: Who, since: datetime) -> Sequence[datetime]:
        """When generations were asked for since then, oldest first."""


class Nobody:
    """Before the chat has registered itself."""

    def live(self, who: Who) -> Live:
        return Live()

    def asked(self, who: Who, since: datetime) -> Sequence[datetime]:
        return ()


class Source:
    """Who says it."""

    activity: Activity = Nobody()


SOURCE = Source()
