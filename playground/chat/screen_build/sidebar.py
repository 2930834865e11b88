"""The list of conversations, by date, and the search in it."""

import re
from collections.abc import Iterable
from datetime import date
from itertools import groupby

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Greatest, Lower, StrIndex, Substr
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .. import wording
from ..access import Someone
from ..models import Conversation, Message
from ..screen import SidebarGroup

LISTED = 200  # the newest; the search finds the others
BEFORE, SNIPPET = 40, 160  # characters of a snippet before what was found, and in all


def sidebar_of(user: Someone, query: str = "") -> list[SidebarGroup]:
    """A user's conversations, newest first. Those found by a query have a `snippet` of the text that it is in."""
    listed = Conversation.objects.of(user.pk).filter(is_draft=False).order_by("-updated_at", "-pk")
    return list(grouped(found(listed, wording.keepable(query).strip())[:LISTED]))


def found(conversations: QuerySet[Conversation], query: str) -> QuerySet[Conversation]:
    """Those with the query in their title or in a message, whatever its case."""
    if not query:
        return conversations
    pattern = re.escape(query)  # SQLite's LIKE folds the case of ASCII letters only
    hits = Message.objects.filter(conversation=OuterRef("pk"), text__iregex=pattern).order_by("-pk")
    start = Greatest(StrIndex(Lower("text"), Value(query.lower())) - BEFORE, 1)
    snippet = Subquery(hits.annotate(around=Substr("text", start, SNIPPET)).values("around")[:1])
    return conversations.annotate(snippet=snippet).filter(Q(title__iregex=pattern) | Q(snippet__isnull=False))


def grouped(conversations: Iterable[Conversation]) -> Iterable[SidebarGroup]:
    """Conversations in the order given, with a heading for each stretch of time."""
    today = timezone.localdate()
    for label, group in groupby(conversations, key=lambda each: period(timezone.localdate(each.updated_at), today)):
        yield SidebarGroup(label, list(group))


def period(day: date, today: date) -> str:
    """The stretch of time that a day belongs to."""
    age = (today - day).days
    if age <= 0:
        return _("Today")
    if age == 1:
        return _("Yesterday")
    if age <= 7:
        return _("Previous 7 days")
    if age <= 30:
        return _("Previous 30 days")
    return date_format(day, "YEAR_MONTH_FORMAT")
