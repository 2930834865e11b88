"""Inline rules and rewriting: a few tags that models write, images and bare addresses as links, labels of tasks.

An image of a model's answer is never loaded: its address could carry the conversation to a stranger.
"""

import re
from collections.abc import Iterator

from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_BREAK = re.compile(r"<br\s*/?>", re.I)
_SMALL = re.compile(r"<(sub|sup|kbd)>([^<\n]{1,80})</\1>", re.I)
_SAFE = re.compile(r"https?://([^\s/?#\\@]+)(?:[/?#]|$)|mailto:[^\s?]+$", re.I)
_BARE = re.compile(r"\bhttps?://[\w.~:/?#@!$&()*+,;=%-]+", re.I | re.A)

PUNCTUATION = ".,:;!?*_~"
LONGEST_DEFINITION = 2_000  # characters of an address and a title


def is_safe_link(url: str) -> bool:
    """True for absolute http and https addresses without a user part, and for mail addresses without headers."""
    return _SAFE.match(url) is not None


def line_break(state: StateInline, silent: bool) -> bool:
    """Inline rule: models write `<br>` for want of a mark, in cells of tables above all."""
    found = _BREAK.match(state.src, state.pos)
    if found and not silent:
        state.push("hardbreak", "br", 0)
    state.pos = found.end() if found else state.pos
    return found is not None


def small_text(state: StateInline, silent: bool) -> bool:
    """Inline rule: `H<sub>2</sub>O`, `10<sup>6</sup>`, `<kbd>Esc</kbd>`, for which there are no marks either."""
    found = _SMALL.match(state.src, state.pos)
    if found and not silent:
        tag = found[1].lower()
        state.push("small_open", tag, 1)
        state.push("text", "", 0).content = found[2]
        state.push("small_close", tag, -1)
    state.pos = found.end() if found else state.pos
    return found is not None


def forget_long_definitions(state: StateCore) -> None:
    """Core rule, before the inline phase: a long address that is used again and again makes a page of any size."""
    definitions = state.env.get("references", {})
    for label, link in list(definitions.items()):
        if len(link["href"]) + len(link["title"]) > LONGEST_DEFINITION:
            del definitions[label]


def rewrite_links(state: StateCore) -> None:
    """Core rule, after the inline phase."""
    for token in state.tokens:
        if token.children:
            token.children = list(_rewritten(token.children))


def _rewritten(children: list[Token]) -> Iterator[Token]:
    depth = 0
    for child in children:
        depth += (child.type == "link_open") - (child.type == "link_close")
        if child.type == "image":
            yield from _image(child, is_linked=depth > 0)
        elif child.type == "text" and not depth and "://" in child.content:
            yield from _bare_links(child.content)
        else:
            yield child


def _image(image: Token, *, is_linked: bool) -> Iterator[Token]:
    url = str(image.attrs["src"])
    safe = _SAFE.match(url)
    alt = "".join(child.content for child in image.children or ()).strip()
    label = " · ".join(part for part in (alt, safe and safe[1]) if part)
    if is_linked:
        yield Token("span_open", "span", 1, attrs={"class": "image"})
        yield _text(label)
        yield Token("span_close", "span", -1)
    else:
        yield from _link(url, label, {"class": "image"})


def _bare_links(text: str) -> Iterator[Token]:
    end = 0
    for match in _BARE.finditer(text):
        url = _trimmed(match[0])
        if is_safe_link(url):
            yield _text(text[end : match.start()])
            yield from _link(url, url, {})
            end = match.start() + len(url)
    yield _text(text[end:])


def _trimmed(url: str) -> str:
    """`url` without the punctuation of the sentence around it."""
    url = url.rstrip(PUNCTUATION)
    closing = len(url) - len(url.rstrip(")"))
    extra = min(closing, url.count(")") - url.count("("))
    return url[: len(url) - extra].rstrip(PUNCTUATION) if extra > 0 else url


def _link(url: str, label: str, attrs: dict[str, str | int | float]) -> Iterator[Token]:
    yield Token("link_open", "a", 1, attrs={"href": url, **attrs})
    yield _text(label)
    yield Token("link_close", "a", -1)


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def label_tasks(state: StateCore) -> None:
    """Core rule, after the inline phase: the box of a task goes into a label with its text, which names it."""
    for item, inline in zip(state.tokens, state.tokens[2:], strict=False):
        if item.type == "list_item_open" and "checked" in item.meta and inline.children is not None:
            inline.children = [
                Token("label_open", "label", 1),
                _checkbox(is_checked=item.meta["checked"]),
                *inline.children,
                Token("label_close", "label", -1),
            ]


def _checkbox(*, is_checked: bool) -> Token:
    checked: dict[str, str | int | float] = {"checked": ""} if is_checked else {}
    return Token("checkbox", "input", 0, attrs={"type": "checkbox", "disabled": "", **checked})
