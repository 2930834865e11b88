"""The grammar and its HTML."""

import pytest

from playground.markdown import render

from .page import read

EXAMPLES = {
    "heading": ("# T", "<h1>T</h1>"),
    "emphasis": ("**b** *i* ~~s~~ `c`", "<p><strong>b</strong> <em>i</em> <s>s</s> <code>c</code></p>"),
    "fence": (
        "```py\nx\n```",
        '<figure class="code"><figcaption>py</figcaption><pre tabindex="0"><code>x\n</code></pre></figure>',
    ),
    "indented code": (
        "    <x>",
        '<figure class="code"><figcaption></figcaption><pre tabindex="0"><code>&lt;x&gt;\n</code></pre></figure>',
    ),
    "math": ("$a<b$", '<p><span class="math inline">a&lt;b</span></p>'),
    "bracket math": ("\\(a\\)", '<p><span class="math inline">a</span></p>'),
    "displayed in a line": ("so $$a$$", '<p>so <span class="math block">a</span></p>'),
    "math block": ("$$\na\nb\n$$", '<div class="math block">a\nb</div>'),
    "bracket math block": ("\\[\n- a\n\\]", '<div class="math block">- a</div>'),
    "math after text": ("so\n$$\n+ a\n$$", '<p>so</p>\n<div class="math block">+ a</div>'),
    "prices": ("$5 and $10", "<p>$5 and $10</p>"),
    "line break": ("a<br>b", "<p>a<br>\nb</p>"),
    "small text": ("H<sub>2</sub>O, 10<SUP>*6*</sup>", "<p>H<sub>2</sub>O, 10<sup>*6*</sup></p>"),
    "key": ("<kbd>Esc</kbd>", "<p><kbd>Esc</kbd></p>"),
    "other tags": ("<b>a</b> <sub class=x>b</sub>", "<p>&lt;b&gt;a&lt;/b&gt; &lt;sub class=x&gt;b&lt;/sub&gt;</p>"),
    "ordered": ("3. a", '<ol start="3">\n<li>a</li>\n</ol>'),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_example(name: str) -> None:
    source, html = EXAMPLES[name]
    assert render(source).strip() == html


def test_table_is_wrapped_and_aligned_by_class() -> None:
    html = render("| a | b |\n|:--|--:|\n| 1 | 2 |")
    assert html.startswith('<div class="table" tabindex="0"><table>')
    assert '<td class="right">2</td>' in html
    assert "style" not in html


def test_task_boxes_are_labelled_and_cannot_be_ticked() -> None:
    html = render("- [x] *done*\n- [ ] open")
    assert '<label><input type="checkbox" disabled="" checked=""><em>done</em></label>' in html
    assert '<label><input type="checkbox" disabled="">open</label>' in html


def test_links_open_elsewhere_and_tell_nothing() -> None:
    assert 'target="_blank" rel="noopener noreferrer nofollow"' in render("[a](https://example.com)")


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("see https://example.com/a_b.", "https://example.com/a_b"),
        ("(https://example.com/a_(b))", "https://example.com/a_(b)"),
        ("看https://example.com。", "https://example.com"),
        ("**https://example.com**", "https://example.com"),
    ],
)
def test_bare_addresses_become_links(text: str, url: str) -> None:
    assert read(render(text)).links == [url]


def test_code_and_links_keep_bare_addresses_as_they_are() -> None:
    assert read(render("`https://a.example` [https://b.example](https://c.example)")).links == ["https://c.example"]


def test_all_line_ends_are_equal() -> None:
    assert render("a\r\n\r\nb\rc") == render("a\n\nb\nc")


def test_math_stays_within_its_list_item() -> None:
    assert "<h1>Heading</h1>" in render("- $$ a\n\n# Heading\n\nb $$")


def test_nothing_gives_nothing() -> None:
    assert render("") == ""
