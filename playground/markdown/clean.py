"""What may reach the page: every piece of HTML made from Markdown passes here last."""

import re
from html import escape as _escape

import nh3

TAGS = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "blockquote", "hr", "br", "ul", "ol", "li", "label", "input"),
    *("em", "strong", "s", "sub", "sup", "kbd", "a", "span", "div", "figure", "figcaption", "pre", "code"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ALIGNMENTS = {"left", "center", "right"}
CLASSES = {
    "a": {"image"},
    "div": {"table", "math", "block"},
    "figure": {"code"},
    "li": {"task-list-item"},
    "pre": {"raw"},
    "span": {"math", "inline", "block", "image", "k", "s", "c", "f", "m", "t", "i", "d"},
    "td": ALIGNMENTS,
    "th": ALIGNMENTS,
}

_cleaner = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={"script", "style"},
    attributes={"a": {"href", "title"}, "ol": {"start"}},
    tag_attribute_values={
        "input": {"type": {"checkbox"}, "disabled": {""}, "checked": {""}},
        "div": {"tabindex": {"0"}},
        "pre": {"tabindex": {"0"}},
    },
    set_tag_attribute_values={"a": {"target": "_blank"}},
    allowed_classes=CLASSES,
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
    link_rel="noopener noreferrer nofollow",
)

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def clean(html: str) -> str:
    """`html` without anything that is not on the lists above."""
    return _cleaner.clean(html)


def escape(text: str) -> str:
    """`text` as the content of an element."""
    return _escape(text, quote=False)


def normalize(source: str) -> str:
    """`source` with newlines as `\\n`; NUL and lone surrogates, which nothing can store, become U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", source.replace("\r\n", "\n").replace("\r", "\n"))
