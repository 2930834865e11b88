"""What a half-written block looks like on the page."""

import pytest

from playground.markdown import StreamRenderer

from .page import read

HALF_WRITTEN = [
    ("**bol", "<p><strong>bol</strong></p>"),
    ("**bold*", "<p><strong>bold</strong></p>"),
    ("**a *b", "<p><strong>a <em>b</em></strong></p>"),
    ("*it", "<p><em>it</em></p>"),
    ("~~go", "<p><s>go</s></p>"),
    ("`co", "<p><code>co</code></p>"),
    ("``a`", "<p><code>a</code></p>"),
    ("snake_ca", "<p>snake_ca</p>"),
    ("2 * 3", "<p>2 * 3</p>"),
    ("a **", "<p>a</p>"),
    ("see [docs](https://ex", "<p>see docs</p>"),
    ("see [**do", "<p>see <strong>do</strong></p>"),
    ("a ![alt](https://ex", "<p>a</p>"),
    ("> **q", "<blockquote>\n<p><strong>q</strong></p>\n</blockquote>"),
    ("- one\n- **tw", "<ul>\n<li>one</li>\n<li><strong>tw</strong></li>\n</ul>"),
    ("## H **b", "<h2>H <strong>b</strong></h2>"),
    ("costs $5 and", "<p>costs $5 and</p>"),
    ("let $x^2", "<p>let</p>"),
    ("H<sub>2</s", "<p>H</p>"),
    ("let \\(x", "<p>let</p>"),
    ("a $$x$$ b", '<p>a <span class="math block">x</span> b</p>'),
    ("text\n-", "<p>text</p>"),
    ("text\n==", "<p>text</p>"),
    ("text\n``", "<p>text</p>"),
    ("text\n| a | b |", "<p>text</p>"),
]
HELD_BACK = ["#", "- ", "1.", "- [ ]", "`", "| a | b |", "| a | b |\n", "| a | b |\n|--", "$$\nx", "\\[\nx", "![alt"]


def opened(text: str) -> str:
    renderer = StreamRenderer()
    renderer.feed(text)
    return (renderer.flush().open or "").strip()


@pytest.mark.parametrize(("text", "html"), HALF_WRITTEN)
def test_looks_finished(text: str, html: str) -> None:
    assert opened(text) == html


@pytest.mark.parametrize("text", HELD_BACK)
def test_marks_that_say_nothing_yet_are_not_shown(text: str) -> None:
    assert opened(text) == ""


def test_a_table_shows_with_its_first_complete_rows() -> None:
    assert "<th>a</th>" in opened("| a |\n|---|\n")
    assert "<strong>c</strong>" in opened("| a |\n|---|\n| **c")


def test_code_within_a_list_is_not_healed() -> None:
    assert "a ** b</code>" in opened("- item\n  ```py\n  a ** b")


def test_half_a_link_does_not_reach_the_page() -> None:
    assert read(opened("[a](https://example.com/half")).links == []
