"""What grows while it is written: what stands there already stays."""

from threading import Event

from playwright.sync_api import Locator, expect

from tests.browser.screen import Screen

MARK = "node => { node.marked = true; getSelection().selectAllChildren(node) }"


def grown(screen: Screen, rest: Event, what: str, part: str, begun: list[str], last: str) -> Locator:
    """The parts of a list or table that has gone on after its first part was selected."""
    screen.ask(f"show a {what}")
    parts = screen.answer(0).locator(f".open {part}")
    expect(parts).to_have_text(begun)
    parts.first.evaluate(MARK)
    rest.set()
    expect(parts.last).to_have_text(last)
    assert parts.first.evaluate("node => node.marked")
    return parts


def stop(screen: Screen) -> None:
    screen.pane(0).get_by_role("button", name="Stop this answer").click()
    expect(screen.answer(0).locator(".open")).to_have_count(0)


def test_items_join_their_list(screen: Screen, rest: Event) -> None:
    items = grown(screen, rest, "list", "> ul > li", ["One bold word", "Two words"], "Three words")
    expect(items).to_have_count(3)
    expect(items.nth(1)).to_have_text("Two words and more Inner")
    expect(items.nth(1).locator("ul > li")).to_have_text("Inner")
    expect(items.last.locator("strong")).to_have_text("Three")
    assert screen.page.evaluate("String(getSelection())").strip() == "One bold word"
    stop(screen)
    expect(screen.answer(0).locator("ul > li > ul > li")).to_have_text("Inner")


def test_rows_join_their_table(screen: Screen, rest: Event) -> None:
    rows = grown(screen, rest, "table", "tr", ["a b", "one two"], "five six")
    expect(rows).to_have_count(4)
    expect(rows.nth(2).locator("td")).to_have_text(["three", "four"])
    expect(rows.nth(2).locator("strong")).to_have_text("four")
    stop(screen)
    expect(screen.answer(0).locator("tbody")).to_have_count(1)
