"""What grows while it is written: what stands there already stays."""

from threading import Event

from playwright.sync_api import expect

from tests.browser.screen import Screen

MARK = "node => { node.marked = true; getSelection().selectAllChildren(node) }"


def test_items_join_their_list(screen: Screen, rest: Event) -> None:
    screen.ask("show a list")
    items = screen.answer(0).locator(".open > ul > li")
    expect(items).to_have_text(["One bold word", "Two words"])
    items.first.evaluate(MARK)
    rest.set()
    expect(items.last).to_have_text("Three words")
    expect(items).to_have_count(3)
    expect(items.nth(1)).to_have_text("Two words and more Inner")
    expect(items.nth(1).locator("ul > li")).to_have_text("Inner")
    expect(items.last.locator("strong")).to_have_text("Three")
    assert items.first.evaluate("node => node.marked")
    assert screen.page.evaluate("String(getSelection())").strip() == "One bold word"
    screen.pane(0).get_by_role("button", name="Stop this answer").click()
    expect(screen.answer(0).locator(".open")).to_have_count(0)
    expect(screen.answer(0).locator("ul > li > ul > li")).to_have_text("Inner")


def test_rows_join_their_table(screen: Screen, rest: Event) -> None:
    screen.ask("show a table")
    rows = screen.answer(0).locator(".open tr")
    expect(rows).to_have_text(["a b", "one two"])
    rows.first.evaluate(MARK)
    rest.set()
    expect(rows.last).to_have_text("five six")
    expect(rows).to_have_count(4)
    expect(rows.nth(2).locator("td")).to_have_text(["three", "four"])
    expect(rows.nth(2).locator("strong")).to_have_text("four")
    assert rows.first.evaluate("node => node.marked")
    screen.pane(0).get_by_role("button", name="Stop this answer").click()
    expect(screen.answer(0).locator(".open")).to_have_count(0)
    expect(screen.answer(0).locator("tbody")).to_have_count(1)
