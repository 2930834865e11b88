"""The list of conversations."""

import re

from playwright.sync_api import expect

from tests.browser.screen import Screen


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
