"""No known accessibility fault, in both themes, in every state of the screen."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.screen import Screen
from tests.live_server import LiveServer

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def faults(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{fault['id']}: {node['target']} {node['failureSummary']}" for fault in found for node in fault["nodes"]]


@pytest.fixture(params=["light", "dark"])
def screen(request: pytest.FixtureRequest, new_context: Callable[..., BrowserContext]) -> Screen:
    # Still, because a colour in the middle of a transition is no colour of the design
    return Screen(new_context(color_scheme=request.param, reduced_motion="reduce").new_page()).open()


def test_before_the_first_question(screen: Screen) -> None:
    assert faults(screen.page) == []


def test_while_panes_answer(screen: Screen) -> None:
    screen.ask("count 400 held")
    expect(screen.answer(0)).to_contain_text("w3 ")
    assert faults(screen.page) == []
    screen.page.keyboard.press("Escape")
    screen.has_ended()


def test_two_panes_with_one_model(screen: Screen) -> None:
    screen.ask("hello").has_ended()
    screen.choose(0, "Duplicate")
    expect(screen.panes).to_have_count(3)
    assert faults(screen.page) == []


def test_with_finished_failed_and_several_answers(screen: Screen) -> None:
    screen.ask("show markdown").has_ended().ask("think first").has_ended()
    screen.ask(f"fail once, {screen.page.url}").has_ended()
    screen.press(0, "Answer again")
    expect(screen.answer(0).locator(".siblings")).to_contain_text("2/2")
    screen.has_ended()
    screen.pane(1).locator(".row").last.hover()
    assert faults(screen.page) == []


def test_the_model_picker(screen: Screen) -> None:
    screen.pane(0).locator(".model a").click()
    expect(screen.page.locator("#models")).to_be_visible()
    assert faults(screen.page) == []


def test_the_settings(screen: Screen) -> None:
    screen.choose(0, "Settings")
    expect(screen.page.locator("#settings")).to_be_visible()
    assert faults(screen.page) == []


@pytest.mark.parametrize("menu", ["menu-", "account", "keys", "conversation-menu"])
def test_the_menus(screen: Screen, menu: str) -> None:
    screen.page.locator(f"[popovertarget^={menu}]").first.click()
    expect(screen.page.locator(f"[id^={menu}]:popover-open")).to_be_visible()
    assert faults(screen.page) == []


def test_the_sign_in_page(screen: Screen, site: LiveServer) -> None:
    screen.page.context.clear_cookies()
    screen.page.goto("/sign-in/")
    assert faults(screen.page) == []
