"""Without JavaScript everything but live text works."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.screen import Screen


@pytest.fixture
def screen(new_context: Callable[..., BrowserContext]) -> Screen:
    return Screen(new_context(java_script_enabled=False).new_page()).open()


def ask(screen: Screen, question: str) -> None:
    screen.text.fill(question)
    screen.page.locator("#send").click()
    expect(screen.page.locator(".badge[data-state=done]")).to_have_count(screen.panes.count())


def test_a_question_is_answered_by_a_page_that_refreshes_itself(screen: Screen) -> None:
    ask(screen, "hello")
    expect(screen.answer(0)).to_contain_text("alpha says: hello")


def test_an_example_is_asked_by_one_press(screen: Screen) -> None:
    example = screen.page.locator(".example").first
    question = example.inner_text()
    example.click()
    expect(screen.pane(0).locator(".bubble")).to_have_text(question)


def test_regenerate_and_step_back(screen: Screen) -> None:
    ask(screen, "hello")
    screen.press(0, "Answer again")
    expect(screen.answer(0).locator(".siblings")).to_contain_text("2/2")
    expect(screen.pane(0).locator(".badge[data-state=done]")).to_be_visible()
    screen.press(0, "Previous alternative")
    expect(screen.answer(0).locator(".siblings")).to_contain_text("1/2")


def test_edit(screen: Screen) -> None:
    ask(screen, "hello")
    screen.pane(0).locator(".question").hover()
    screen.pane(0).get_by_role("link", name="Edit this question").click()
    screen.page.get_by_role("textbox", name="Edit this question").fill("goodbye")
    screen.page.get_by_role("button", name="Ask again").click()
    expect(screen.answer(0)).to_contain_text("alpha says: goodbye")


def test_panes_models_and_settings(screen: Screen) -> None:
    screen.page.get_by_role("button", name="Add a pane").click()
    expect(screen.panes).to_have_count(3)
    screen.pane(2).locator(".model a").click()
    screen.page.get_by_role("button", name="Gamma").click()
    expect(screen.pane(2).locator(".model")).to_contain_text("Gamma")
    screen.choose(2, "Settings")
    screen.page.get_by_label("Temperature").fill("0.5")
    screen.page.get_by_role("button", name="Save").click()
    expect(screen.pane(2).locator(".about .chip")).to_have_text(["Temperature 0.5"])


def test_a_removed_pane_comes_back(screen: Screen) -> None:
    screen.choose(1, "Remove")
    expect(screen.panes).to_have_count(1)
    screen.notices.get_by_role("button", name="Undo").click()
    expect(screen.panes).to_have_count(2)


def test_rename_delete_undo_and_search(screen: Screen) -> None:
    ask(screen, "hello")
    screen.page.locator(".top").get_by_role("button", name="Rename or delete").click()
    screen.page.get_by_role("textbox", name="Title").fill("Renamed")
    screen.page.get_by_role("button", name="Rename", exact=True).click()
    expect(screen.page.locator("#title")).to_have_text("Renamed")
    screen.page.locator(".top").get_by_role("button", name="Rename or delete").click()
    screen.page.get_by_role("button", name="Delete", exact=True).click()
    screen.notices.get_by_role("button", name="Undo").click()
    expect(screen.page.locator("#title")).to_have_text("Renamed")
    search = screen.page.get_by_role("searchbox", name="Search in titles and text")
    search.fill("rena")
    search.press("Enter")
    expect(screen.page.locator("#conversations a")).to_have_text(["Renamed"])


def test_stop(screen: Screen) -> None:
    screen.text.fill("count 400 held")
    screen.page.locator("#send").click()
    screen.pane(0).get_by_role("button", name="Stop this answer").click()
    expect(screen.pane(0).locator(".badge")).to_have_attribute("data-state", "stopped")
    screen.page.locator("#stop-all").click()
    expect(screen.page.locator(".badge[data-state=stopped]")).to_have_count(2)
