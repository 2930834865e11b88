"""A page that follows a stream, and a reader that accepts only harmless, well-formed HTML."""

from html.parser import HTMLParser
from typing import NamedTuple

from playground.markdown import More, StreamRenderer, Update
from playground.markdown.clean import TAGS

VOID = {"br", "hr", "input"}
ATTRIBUTES = {"class", "href", "title", "target", "rel", "start", "type", "disabled", "checked", "tabindex", "id"}


class Element(NamedTuple):
    """Where an element starts, where its closing tag does, and how many are around it."""

    depth: int
    start: int
    close: int


class Reader(HTMLParser):
    """Asserts what may stand in a page; collects the text and the addresses of links."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[tuple[str, int]] = []  # open elements, and where they start
        self.elements: list[Element] = []  # in the order of their ends
        self.source = self.text = ""
        self.links: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        assert {name for name, _ in attrs} <= ATTRIBUTES
        self.links += [value or "" for name, value in attrs if name == "href"]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.stack.append((tag, self._offset()))

    def handle_endtag(self, tag: str) -> None:
        opened, start = self.stack.pop()
        assert opened == tag
        self.elements.append(Element(len(self.stack), start, self._offset()))

    def _offset(self) -> int:
        line, column = self.getpos()
        return sum(len(before) + 1 for before in self.source.split("\n")[: line - 1]) + column

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def read(html: str) -> Reader:
    """`html`, read to its end."""
    reader = Reader()
    reader.source = html
    reader.feed(html)
    reader.close()
    assert reader.stack == []
    assert all(link.startswith(("http://", "https://", "mailto:")) for link in reader.links)
    return reader


class Page:
    """Applies updates as the browser does."""

    def __init__(self) -> None:
        self.done = ""
        self.open = ""

    def apply(self, update: Update) -> None:
        assert read(update.done).ids == []
        self.done += update.done
        if update.open is not None:
            assert read(update.open).ids == []
            self.open = update.open
        if update.more:
            assert read(update.more.html).ids == []
            self._append(update.more)

    def _append(self, more: More) -> None:
        """At the end of the last child's last child, and so on: it is the first of as many that close at the end."""
        elements = read(self.open).elements
        closing = elements[-more.depth :]
        assert [element.depth for element in closing] == list(reversed(range(more.depth)))
        start = end = closing[0].close
        if more.replaces:
            start = next(element.start for element in reversed(elements) if element.depth == more.depth)
        self.open = self.open[:start] + more.html + self.open[end:]


def streamed(*pieces: str) -> tuple[Page, list[Update]]:
    """The page after all pieces, and the updates that made it."""
    renderer, page, updates = StreamRenderer(), Page(), []
    for piece in pieces:
        renderer.feed(piece)
        updates.append(renderer.flush())
        page.apply(updates[-1])
    return page, updates
