"""Markdown to HTML, whole texts. The only door: whatever a page shows of a message went through `to_html`."""

from typing import Any, NamedTuple

from .budget import DOCUMENT_BUDGET, estimate
from .clean import clean, normalize
from .parser import PARSER, raw

RENDERER_VERSION = 5  # raise it when the same source gives other HTML: what was stored is then rendered again


class Settled(NamedTuple):
    """The beginning of a text that has been rendered already: the HTML of its first `length` normalised characters."""

    html: str
    length: int


NOTHING = Settled("", 0)


def render(source: str, settled: Settled = NOTHING) -> str:
    """`source` as sanitised HTML. Never fails; a text too dear to parse is shown as it was written.

    Args:
        settled: of the same text, from a `StreamRenderer`; it is not rendered again.
    """
    text = normalize(source)
    if "]:" in text or estimate(text) > DOCUMENT_BUDGET:  # a link may be defined after its use
        return to_html(text, {})
    return settled.html + to_html(text[settled.length :], {})


def inline_html(text: str) -> str:
    """A piece of a normalised paragraph as sanitised HTML, for display while it is still being written."""
    return clean(PARSER.renderInline(text, {"live": True}))


def to_html(text: str, env: dict[str, Any]) -> str:
    """Normalised `text` as sanitised HTML.

    Args:
        text: whole blocks.
        env: link definitions so far, under "references", in and out; "live" if `text` is still being written.
    """
    if estimate(text) > DOCUMENT_BUDGET:
        return raw(text)
    return clean(PARSER.render(text, env))
