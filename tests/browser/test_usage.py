"""Usage and health: no known accessibility fault, no page wider than its window, usable without a mouse."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.screen import Screen
from tests.browser.test_axe import RULES
from tests.live_server import LiveServer

PAGES = ["/usage/", "/admin/usage/?by=user", "/admin/health/"]


@pytest.fixture(params=["light", "dark"])
def admin(request: pytest.FixtureRequest, new_context: Callable[..., BrowserContext], site: LiveServer) -> Page:
    """A page of an admin who has asked something, with and without success."""
    screen = Screen(new_context(color_scheme=request.param, reduced_motion="reduce").new_page()).open()
    screen.ask("hello").has_ended().ask(f"fail once, {request.param}").has_ended()
    name = screen.page.locator(".account-name").inner_text()
    site.django(
        "from playground.accounts.models import User\n"
        f"User.objects.filter(username={name!r}).update(is_superuser=True, is_staff=True)\nresult = None"
    )
    return screen.page


def test_no_known_fault(admin: Page) -> None:
    for path in PAGES:
        admin.goto(path)
        for fold in admin.locator("summary").all():
            fold.click()
        found = Axe().run(admin, options={**RULES, "preload": False}).response["violations"]
        assert [f"{fault['id']}: {node['html']}" for fault in found for node in fault["nodes"]] == []


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_no_page_scrolls_sideways(admin: Page, width: int) -> None:
    admin.set_viewport_size({"width": width, "height": 844})
    for path in PAGES:
        admin.goto(path)
        assert admin.evaluate("document.documentElement.scrollWidth <= innerWidth")


OUTSIDE = """cells => cells.filter(cell => {
    const text = document.createRange()
    text.selectNodeContents(cell)
    const isCut = [...cell.querySelectorAll(".aside")].some(part => part.scrollWidth > part.clientWidth)
    return isCut || text.getBoundingClientRect().right > cell.getBoundingClientRect().right + 1
}).map(cell => cell.textContent)"""


TROUBLE = """
from django.utils import timezone
from playground.usage.models import Pulse
result = Pulse.objects.update(recent=1, failed_at=timezone.now(), failure="connection")
"""


def test_a_phone_shows_in_full_what_is_wrong(admin: Page, site: LiveServer) -> None:
    site.django(TROUBLE)
    admin.set_viewport_size({"width": 390, "height": 844})
    admin.goto("/admin/health/")
    expect(admin.locator("th .aside").first).to_contain_text("Not all is well: could not be reached")
    assert admin.locator("th[scope=row]").evaluate_all(OUTSIDE) == []


def test_a_period_is_chosen_with_the_keyboard_and_has_an_address(admin: Page) -> None:
    admin.goto("/usage/")
    admin.get_by_role("link", name="7 days").press("Enter")
    expect(admin).to_have_url(re.compile("period=7"))
    expect(admin.get_by_role("link", name="7 days")).to_have_attribute("aria-current", "true")
    expect(admin.get_by_role("rowheader", name="Alpha")).to_be_visible()
