"""Nothing moves by itself, nothing breaks the page's policy, and the first load is light."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from tests.browser.screen import Screen

WATCH = """
window.shift = 0; window.forbidden = [];
new PerformanceObserver(list => list.getEntries().forEach(entry => { window.shift += entry.value }))
  .observe({ type: "layout-shift", buffered: true });
document.addEventListener("securitypolicyviolation", event => window.forbidden.push(event.violatedDirective));
"""


def test_no_layout_shift_and_nothing_forbidden(screen: Screen) -> None:
    screen.page.add_init_script(WATCH)
    screen.page.reload()
    screen.ask("show markdown").has_ended()
    expect(screen.answer(0).locator(".katex").first).to_be_visible()
    screen.page.reload()
    expect(screen.answer(0).locator(".katex").first).to_be_visible()
    assert screen.page.evaluate("window.shift") < 0.001
    assert screen.page.evaluate("window.forbidden") == []


def test_the_first_load_is_at_most_120_kilobytes(new_context: Callable[..., BrowserContext]) -> None:
    page = new_context().new_page()
    transferred: dict[str, int] = {}
    page.on("requestfinished", lambda request: transferred.update({request.url: request.sizes()["responseBodySize"]}))
    page.goto("/", wait_until="networkidle")
    assert sum(transferred.values()) <= 120_000, sorted(transferred.items(), key=lambda item: -item[1])
