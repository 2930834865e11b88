"""The list of conversations, by date, and the search in it."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .. import wording
from ..access import Someone
from ..lookups import Holds
from ..models import Conversation, Message
from ..screen import SidebarGroup, Snippet

LISTED = 200  # the newest; the search finds the others
BEFORE, SNIPPET = 20, 120  # characters of a snippet before what was found, and after it
_MARKS = re.compile(r"(?:\s|\*\*|<br ?/?>|-{3,}|[#`|>]|(?<!\S)[-*_](?=\s))+")
LONGEST = 200  # characters of a query that are looked for
AT_A_TIME = 10  # texts that a search holds


def sidebar_of(user: Someone, query: str = "") -> list[SidebarGroup]:
    """A user's conversations, newest first. Those found by a query have a `snippet` of the text that it is in."""
    listed = Conversation.objects.of(user.pk).filter(is_draft=False).order_by("-updated_at", "-pk")
    part = wording.keepable(query).strip()[:LONGEST]
    if not part:
        return list(grouped(listed[:LISTED]))
    return list(grouped(with_snippets(with_hits(listed, part)[:LISTED], part)))


def with_hits(conversations: QuerySet[Conversation], part: str) -> QuerySet[Conversation, Any]:
    """Those that match in their title or in a message, whatever the case; `hit` is the newest such message's text."""
    hits = Message.objects.filter(Holds(F("text"), part), conversation=OuterRef("pk")).order_by("-pk")
    texts = conversations.annotate(hit=Subquery(hits.values("text")[:1]))
    return texts.filter(Q(Holds(F("title"), part)) | Q(hit__isnull=False))


def with_snippets(found: QuerySet[Conversation, Any], part: str) -> Iterator[Conversation]:
    """Reads the texts a few at a time and lets them go: one may have millions of characters."""
    for conversation in found.iterator(chunk_size=AT_A_TIME):
        conversation.snippet = conversation.hit and snippet(conversation.hit, part)
        del conversation.hit
        yield conversation


def snippet(text: str, part: str) -> Snippet:
    """The part of a text around what was found in it, as words: Markdown's marks say nothing there."""
    lower = text.lower()
    found = lower.find(part.lower())
    if found < 0 or len(lower) != len(text):  # some letters are folded to two, and databases have ways of their own
        return Snippet(_plain(text[:SNIPPET]), "", "")
    start, end = max(found - BEFORE, 0), found + len(part)
    before = ("…" if start else "") + _plain(text[start:found])
    return Snippet(before, text[found:end], _plain(text[end : end + SNIPPET]))


def _plain(text: str) -> str:
    return _MARKS.sub(" ", text)


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
