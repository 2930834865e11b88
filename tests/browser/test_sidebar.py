"""The list of conversations."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from tests.browser.screen import PHONE, Screen


def _menu(screen: Screen, title: str) -> None:
    entry = screen.page.locator("#conversations li", has_text=title)
    entry.hover()
    entry.get_by_role("button").click()


def test_rename_from_the_list(screen: Screen) -> None:
    screen.ask("First title").has_ended()
    _menu(screen, "First title")
    box = screen.page.get_by_role("textbox", name="Title")
    expect(box).to_have_value("First title")
    box.fill("Second title")
    screen.page.keyboard.press("Enter")
    expect(screen.page.locator("#title")).to_have_text("Second title")
    expect(screen.page).to_have_title("Second title · Parley")
    expect(screen.page.locator("#conversations a")).to_have_text(["Second title"])


def test_delete_another_conversation_and_undo(screen: Screen) -> None:
    screen.ask("Old one").has_ended()
    screen.open()
    _menu(screen, "Old one")
    screen.page.get_by_role("button", name="Delete", exact=True).click()
    expect(screen.page.locator("#conversations a")).to_have_count(0)
    screen.notices.get_by_role("button", name="Undo").click()
    expect(screen.page.locator("#conversations a")).to_have_text(["Old one"])
    expect(screen.notices.locator(".notice")).to_have_count(0)


def test_delete_the_open_conversation_and_undo(screen: Screen) -> None:
    screen.ask("Open one").has_ended()
    screen.page.locator(".top").get_by_role("button", name="Rename or delete").click()
    screen.page.get_by_role("button", name="Delete", exact=True).click()
    expect(screen.page.locator("#title")).to_have_text("New conversation")
    expect(screen.page).not_to_have_url(re.compile(r"\?"))
    screen.notices.get_by_role("button", name="Undo").click()
    expect(screen.page.locator("#title")).to_have_text("Open one")
    expect(screen.page.locator("#conversations a")).to_have_text(["Open one"])


def test_search_in_titles_and_text(screen: Screen) -> None:
    for question in ("Green tea", "Black coffee"):
        screen.open().ask(question).has_ended()
    search = screen.page.get_by_role("searchbox", name="Search in titles and text")
    search.fill("coff")
    expect(screen.page.locator("#conversations a")).to_have_text(["Black coffee"])
    search.fill("alpha says: green")
    expect(screen.page.locator("#conversations a")).to_have_text(["Green tea"])
    search.fill("nothing like it")
    expect(screen.page.locator("#conversations")).to_contain_text("Nothing found.")


def test_the_title_is_ready_to_be_overwritten(screen: Screen) -> None:
    screen.ask("First title").has_ended()
    screen.page.locator(".top").get_by_role("button", name="Rename or delete").click()
    expect(screen.page.get_by_role("textbox", name="Title")).to_be_focused()
    screen.page.keyboard.type("Second title")
    screen.page.keyboard.press("Enter")
    expect(screen.page.locator("#title")).to_have_text("Second title")


def test_a_title_that_is_cut_off_is_told_whole(screen: Screen) -> None:
    for title in ("Short", "A title that is longer than the list of conversations is wide"):
        screen.open().ask(title).has_ended()
        entry = screen.page.locator("#conversations a").first
        entry.hover()
        expect(entry).to_have_attribute("title", title if len(title) > 9 else "")


def test_on_a_phone_a_deletion_can_be_undone(new_context: Callable[..., BrowserContext]) -> None:
    """The list would lie over the notice."""
    screen = Screen(new_context(**PHONE).new_page()).open()
    screen.text.fill("Old one")
    screen.page.get_by_role("button", name="Send").tap()
    expect(screen.page.locator(".answer")).to_have_count(2)
    screen.has_ended().open()
    screen.page.get_by_role("button", name="Conversations").tap()
    screen.page.get_by_role("button", name="Rename or delete: Old one").tap()
    screen.page.get_by_role("button", name="Delete", exact=True).tap()
    expect(screen.page.locator("#drawer")).to_be_hidden()
    screen.notices.get_by_role("button", name="Undo").tap()
    screen.page.get_by_role("button", name="Conversations").tap()
    expect(screen.page.locator("#conversations a")).to_have_text(["Old one"])
