"""CSV that spreadsheets open safely."""

import csv
import io
from collections.abc import AsyncIterator, Iterable, Sequence

from django.http import StreamingHttpResponse
from django.utils.translation import get_language, override

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would calculate instead of show


def safe(cell: object) -> str:
    """The cell as text; a text that looks like a formula gets a quote in front. Numbers stay numbers."""
    text = "" if cell is None else str(cell)
    return "'" + text if isinstance(cell, str) and text.startswith(FORMULA) else text


def lines(rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows([safe(cell) for cell in row] for row in rows)
    return buffer.getvalue()


def download(name: str, parts: AsyncIterator[str]) -> StreamingHttpResponse:
    """A file that is sent while it is made, in the reader's language."""
    response = StreamingHttpResponse(_in_language(get_language(), parts), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


async def _in_language(language: str | None, parts: AsyncIterator[str]) -> AsyncIterator[str]:
    """The parts; they are made on the event loop, where no request's language is active."""
    while True:
        with override(language):
            part = await anext(parts, None)
        if part is None:
            return
        yield part
