"""What is being asked right now. The chat says it; it registers itself, because it imports this app."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple, Protocol


class Who(NamedTuple):
    """Whose use is counted: a user's, that of a group's members together, or an endpoint's."""

    kind: Literal["user", "group", "endpoint"]
    pk: int


class Activity(Protocol):
    """What limits ask of the chat."""

    def live(self, who: Who) -> int:
        """How many generations are queued or running."""

    def asked(self, who: Who, since: datetime) -> Sequence[datetime]:
        """When generations were asked for since then, oldest first."""


class Nobody:
    """Before the chat has registered itself."""

    def live(self, who: Who) -> int:
        return 0

    def asked(self, who: Who, since: datetime) -> Sequence[datetime]:
        return ()


class Source:
    """Who says it."""

    activity: Activity = Nobody()


SOURCE = Source()
