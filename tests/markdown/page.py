"""A page that follows a stream, and a reader that accepts only harmless, well-formed HTML."""

import re
from html.parser import HTMLParser

from playground.markdown import Update
from playground.markdown.clean import TAGS

VOID = {"br", "hr", "input"}
ATTRIBUTES = {"class", "href", "title", "target", "rel", "start", "type", "disabled", "checked", "tabindex", "id"}


class Reader(HTMLParser):
    """Asserts what may stand in a page; collects the text and the addresses of links."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.text = ""
        self.links: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        assert {name for name, _ in attrs} <= ATTRIBUTES
        self.links += [value or "" for name, value in attrs if name == "href"]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def read(html: str) -> Reader:
    """`html`, read to its end."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.stack == []
    assert all(link.startswith(("http://", "https://", "mailto:")) for link in reader.links)
    return reader


class Page:
    """Applies updates as the browser does."""

    def __init__(self, key: str = "7") -> None:
        self.key = key
        self.done = ""
        self.open = ""

    def apply(self, update: Update) -> None:
        assert read(update.done).ids == []
        self.done += update.done
        if update.open is not None:
            assert set(read(update.open).ids) <= {f"k{self.key}"}
            self.open = update.open
        if update.code is not None:
            assert read(update.code).ids == []
            self._append(update.code)

    def _append(self, text: str) -> None:
        """At the end of the element that carries the key; nothing is nested in it."""
        element = re.search(rf'<(\w+)[^>]* id="k{self.key}"', self.open)
        end = self.open.index(f"</{element[1]}>", element.end())
        self.open = self.open[:end] + text + self.open[end:]
