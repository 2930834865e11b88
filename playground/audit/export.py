"""The audit as CSV."""

from collections.abc import AsyncIterator, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from playground.threads import in_database

from .models import Entry
from .spreadsheet import lines
from .wording import summary

BATCH = 500  # entries


async def as_csv(entries: QuerySet[Entry]) -> AsyncIterator[str]:
    """The entries, newest first, in pieces; however many there are, few are in memory."""
    # The mark at the start tells Excel that this is UTF-8.
    yield "\ufeff" + lines([(_("when"), _("who"), _("action"), _("kind"), _("id"), _("which"), _("changes"))])
    last: int | None = None
    while batch := await in_database(_after, entries, last):
        yield lines(map(_row, batch))
        last = batch[-1].pk


def _after(entries: QuerySet[Entry], last: int | None) -> list[Entry]:
    older = entries if last is None else entries.filter(pk__lt=last)
    return list(older.order_by("-pk")[:BATCH])


def _row(entry: Entry) -> Sequence[object]:
    at = entry.at.isoformat(timespec="seconds")
    return at, entry.who, entry.action, entry.kind, entry.object_id, entry.which, summary(entry)
