"""Blocks that are a series of parts: of items, if a list, or of rows, if a table.

Of one that is still being written only the last part changes. So the page gets that part again, and those that follow
it, instead of the whole block. It stands apart there: as the last child of a list, or of a table, whose last row has a
body of its own while the table is open. For display only, as long as nothing makes a difference to earlier parts.
"""

import re
from itertools import accumulate
from typing import NamedTuple

from .heal import is_bare


class Place(NamedTuple):
    """Where the last part stands on the page.

    Attributes:
        depth: it is the last child of the open part's last child's last child, and so on, that many times.
        parent: an element that may hold it.
    """

    depth: int
    parent: str


IN_LIST, IN_TABLE = Place(1, "div"), Place(2, "table")

_ITEM = re.compile(r"(?:[-+*]|\d{1,9}[.)]) (?=\S)")
_MAY_BE_ITEM = re.compile(r"[-+*\d]")
_HEADER = re.compile(r"\|.*\n(?=.*-)[ |:-]+\n")
_ROW = re.compile(r"\|.*[^ |:-]")
_NO_ROW = re.compile(r"\n[^|]")
_BLANK_LINE = re.compile(r"\n\s*\n")
_LIST_TAG = re.compile(r"<(/?)[uo]l\b")
_ONE_LIST = re.compile(r"\s*<(?:ul|ol)[^>]*>\n(.*)</(?:ul|ol)>\s*\Z", re.S)
_TABLE_END = "</table></div>\n"


def place_in(block: str) -> Place:
    """Where the last part of a series stands on the page."""
    return IN_TABLE if block.startswith("|") else IN_LIST


def head_of(block: str) -> str:
    """What has to stand before a part for it to be one: a table's header."""
    header = _HEADER.match(block)
    return header[0] if header else ""


def last_part(block: str) -> int:
    """Where the last part of a block begins; 0 if it is not sure to be a series, or if the part is all of it."""
    block = block.rstrip("\n")
    if block.startswith("|"):
        return _last_row(block)
    is_tight = _ITEM.match(block) and not _BLANK_LINE.search(block)  # all items look different otherwise
    return _last_item(block) if is_tight else 0


def _last_row(block: str) -> int:
    line = block.rfind("\n") + 1
    is_row = line >= len(head_of(block)) > 0 and _ROW.match(block, line)
    return line if is_row and not _NO_ROW.search(block) else 0


def _last_item(block: str) -> int:
    end = least = len(block)
    while (line := block.rfind("\n", 0, end)) > 0:
        text = block[line + 1 : end].expandtabs(4)
        if end == len(block) and is_bare(text):
            pass  # it is not shown yet
        elif _MAY_BE_ITEM.match(text):
            # What is indented less than its text is an item beside it, not within it.
            return line + 1 if _is_item_of(block, text) and text.index(" ") < least else 0
        elif _MAY_BE_ITEM.match(text.lstrip()):
            least = min(least, len(text) - len(text.lstrip()))
        end = line
    return 0


def _is_item_of(block: str, line: str) -> bool:
    first, item = _ITEM.match(block), _ITEM.match(line)
    return first is not None and item is not None and first[0][-2] == item[0][-2]


def goes_on(part: str, lines: str) -> bool:
    """True if lines that have come are of the series that a part belongs to, without doubt."""
    if part.startswith("|"):
        return all(map(_ROW.match, lines.splitlines()))
    item = _ITEM.match(part)
    for line in lines.splitlines():
        if _is_item_of(part, line):
            item = _ITEM.match(line)
        elif item is None or not line.strip() or line[: item.end()].strip():
            return False
    return True


def parts_of(html: str, place: Place) -> str | None:
    """The parts of a series; None if the HTML is of something else, or of more."""
    if place == IN_TABLE:
        start, end = html.find("<tbody>"), html.rfind("</table>")
        return html[start:end] if start >= 0 and html.endswith(_TABLE_END) else None
    found = _ONE_LIST.match(html)
    open_lists = accumulate(-1 if tag[1] else 1 for tag in _LIST_TAG.finditer(found[1])) if found else ()
    return found[1] if found and min(open_lists, default=0) >= 0 else None


def with_last_apart(html: str) -> str:
    """A table whose last row has a body of its own; everything else as it is."""
    if "<tbody>" not in html or not html.endswith(_TABLE_END):
        return html
    before, row, after = html.rpartition("<tr>")
    return before + row + after if before.endswith("<tbody>\n") else f"{before}</tbody>\n<tbody>\n{row}{after}"
