"""What other apps add to the admin panel. They append to these lists in their `admin.py`."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True)
class Page:
    """A page below /admin/, served inside the panel; its address is `admin:<name>`.

    path: below /admin/, with a trailing slash, and with converters where it needs them.
    view: takes the request; give its template `**admin.site.each_context(request)`.
    permission: such as "usage.view_day"; "" is everybody who may enter the panel.
    label: in the menu; "" leaves the page out of it.
    """

    name: str
    path: str
    view: Callable[..., HttpResponseBase]
    label: Text = ""
    permission: str = ""

    def may_open(self, user: Any) -> bool:
        return not self.permission or bool(user.has_perm(self.permission))


@dataclass(frozen=True)
class Mark:
    """How an endpoint is doing.

    state: "ok", "troubled", "failing" or "idle" (nobody has called it lately).
    text: one short sentence.
    """

    state: str
    text: Text
    url: str = ""


@dataclass(frozen=True)
class Concern:
    """Something that an admin should look at, shown on the panel's first page."""

    text: Text
    url: str = ""


pages: list[Page] = []
health: list[Callable[[Collection[int]], Mapping[int, Mark]]] = []  # marks by endpoint's id, in two queries at most
concerns: list[Callable[[], Iterable[Concern]]] = []  # each in one query


def marks(endpoint_ids: Collection[int]) -> dict[int, Mark]:
    """The endpoints' marks, as far as anybody has one to give."""
    return {endpoint_id: mark for each in health for endpoint_id, mark in each(endpoint_ids).items()}
