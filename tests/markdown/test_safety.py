"""Model output is hostile input: nothing of it may act, load or reach another page."""

import pytest

from playground.markdown import StreamRenderer, render
from playground.markdown.clean import clean

from .page import Page, read

DEAD_LINKS = [
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:x)",
    "[x](//evil.example)",
    "[x](\\\\evil.example)",
    "[x](/admin/logout)",
    "[x](?next=1)",
    "[x](#top)",
    "[x](http:evil.example)",
    "[x](https://user:password@evil.example/)",
    "[x](https://example.com\\@evil.example)",
    "[x](mailto:a@example.com?bcc=b@example.com)",
    "[x](smb://host/share)",
    "[x](calculator:)",
    "<javascript:alert(1)>",
    "<file:///etc/passwd>",
    "[x][r]\n\n[r]: javascript:alert(1)",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml,<svg onload=alert(1)>)",
]
RAW_HTML = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'>x</a></svg>",
    "<div hx-get='/admin' hx-trigger='load' hx-swap-oob='true' id='d7'>x</div>",
    "<a href='https://example.com' style='position:fixed'>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<form action='//evil.example'><input name=a></form>",
    "<math><mtext></mtext><style><img src=x></style></math>",
    "<!-- <b> --> <![CDATA[x]]> <?php x ?> <!DOCTYPE html>",
    "```\n</code></pre><script>alert(1)</script>\n```",
    '```"><script>alert(1)</script>\n```',
    "$</span><script>alert(1)</script>$",
    "$$\n</div><script>alert(1)</script>\n$$",
    '[x](https://example.com "><script>alert(1)</script>")',
    "| <script> |\n|---|\n| </td><script>alert(1)</script> |",
    "- [ ] <input type=image src=https://evil.example>",
    "![<script>alert(1)</script>](https://example.com)",
    "https://example.com/\"onmouseover='alert(1)'",
]


@pytest.mark.parametrize("source", DEAD_LINKS)
def test_no_link_but_absolute_web_and_mail(source: str) -> None:
    assert read(render(source)).links == []


@pytest.mark.parametrize("source", DEAD_LINKS + RAW_HTML)
def test_harmless_at_every_moment(source: str) -> None:
    page, renderer = Page(), StreamRenderer()
    for character in source:
        renderer.feed(character)
        page.apply(renderer.flush())  # reads what it gets
    read(render(source))


@pytest.mark.parametrize("source", RAW_HTML[:9])
def test_html_is_shown_as_text(source: str) -> None:
    assert "".join(read(render(source)).text.split()) == "".join(source.split())


def test_images_never_load() -> None:
    html = render("![a chart](https://evil.example/i.png?secret)")
    assert "<img" not in html
    assert read(html).text.strip() == "a chart · evil.example"


def test_an_image_in_a_link_names_its_host_without_a_second_link() -> None:
    page = read(render("[![badge](https://evil.example/b.svg)](https://example.com)"))
    assert page.links == ["https://example.com"]
    assert page.text.strip() == "badge · evil.example"


def test_the_sanitiser_alone_would_hold() -> None:
    html = clean('<a href="javascript:x" onclick="y" id="d1" hx-get="/">a</a><img src=x><svg><script>z</script></svg>')
    assert html == '<a target="_blank" rel="noopener noreferrer nofollow">a</a>'


def test_what_nothing_can_store_is_replaced() -> None:
    assert render("a\x00b\ud800c") == "<p>a\ufffdb\ufffdc</p>\n"
