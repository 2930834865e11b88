"""CSV that spreadsheets open safely."""

import csv
import io
from collections.abc import AsyncIterator, Iterable, Sequence

from django.http import StreamingHttpResponse

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
    """A file that is sent while it is made."""
    response = StreamingHttpResponse(parts, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
