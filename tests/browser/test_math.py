"""Formulas are drawn in the browser, under the policy that the site sends."""

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect

from playground.markdown import render

STATIC = Path(__file__).resolve().parents[2] / "static"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'"
PAGE = """<!DOCTYPE html>
<html data-katex-js="/vendor/katex-0.19.1/katex.min.js" data-katex-css="/vendor/katex-0.19.1/katex.min.css">
<body><div class="md"><div class="done">{done}</div><div class="open">{open}</div></div>
<script type="module" src="/js/math.js"></script></body></html>"""

PAGES = {
    "/": PAGE.format(done=render("$x^2$ and $\\broken{$\n\n$$\n\\frac{1}{2}\n$$"), open=render("$y$")),
    "/plain": PAGE.format(done=render("No formula."), open=""),
}


class Handler(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path not in PAGES:
            return super().do_GET()
        body = PAGES[self.path].encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *args: object) -> None:
        """Silence."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=STATIC)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with browser.new_page(base_url=address) as page:
        yield page


def drawn(page: Page) -> Page:
    page.goto("/")
    page.wait_for_selector(".math.block .katex-display")
    return page


def test_settled_formulas_are_drawn_within_the_policy(page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    expect(drawn(page).locator(".done .math .katex")).to_have_count(2)
    assert complaints == []


def test_what_is_not_tex_stays_as_written(page: Page) -> None:
    assert drawn(page).locator(".math", has_text="broken").inner_text() == "$\\broken{$"


def test_the_open_block_waits_until_it_is_settled(page: Page) -> None:
    assert drawn(page).locator(".open .katex").count() == 0
    page.evaluate("document.querySelector('.done').append(...document.querySelector('.open').childNodes)")
    page.wait_for_selector("p:last-child .katex")
    expect(page.locator(".done .math .katex")).to_have_count(3)


def test_a_page_without_formulas_fetches_nothing(page: Page) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto("/plain")
    page.wait_for_load_state("networkidle")
    assert len(requests) == 2  # the page and the module
