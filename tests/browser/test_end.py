"""An answer that ends changes nothing that stands on the page already."""

from threading import Event
from typing import Any

from playwright.sync_api import expect

from tests.browser.screen import Screen

MARK = "node => { node.marked = true; getSelection().selectAllChildren(node) }"
BOXES = """async answer => {
  await document.fonts.ready;
  const own = answer.querySelector(".md").getBoundingClientRect();
  return [...answer.querySelectorAll(".md *")]
    .map(node => [node.tagName, node.getBoundingClientRect()])
    .filter(([, box]) => box.width)
    .map(([name, box]) => [name, ...[box.x - own.x, box.y - own.y, box.width, box.height].map(Math.round)]);
}"""
# In the same document: after a real reload another font may have come in time.
FRESH = """async answer => {
  const page = new DOMParser().parseFromString(await (await fetch(location)).text(), "text/html");
  const fresh = page.getElementById(answer.id);
  answer.replaceWith(fresh);
  fresh.dispatchEvent(new CustomEvent("htmx:after:settle", { bubbles: true, detail: {} }));
}"""


def boxes(screen: Screen) -> list[Any]:
    """Where everything in an answer stands, once its formula is drawn."""
    expect(screen.answer(0).locator(".katex")).to_be_visible()
    return list(screen.answer(0).evaluate(BOXES))


def show(screen: Screen, rest: Event, question: str = "show markdown held") -> None:
    """An answer of which some blocks have settled before its end comes."""
    screen.ask(question)
    expect(screen.answer(0).locator(".done table")).to_be_visible()
    expect(screen.answer(0).locator(".katex")).to_be_visible()
    screen.answer(0).locator("h2").evaluate(MARK)
    rest.set()
    screen.has_ended()


def test_what_has_settled_stays_and_stays_selected(screen: Screen, rest: Event) -> None:
    show(screen, rest)
    assert screen.answer(0).locator("h2").evaluate("node => node.marked")
    assert screen.page.evaluate("String(getSelection())").strip() == "A small implementation"
    expect(screen.answer(0).locator("blockquote")).to_have_count(1)
    expect(screen.answer(0).locator(".katex")).to_have_count(1)
    expect(screen.answer(0).get_by_role("button", name="Answer again")).to_be_visible()
    expect(screen.answer(0)).to_have_attribute("data-state", "done")


def test_reasoning_folds_when_the_answer_begins(screen: Screen, rest: Event) -> None:
    show(screen, rest, "think first, then show markdown held")
    reasoning = screen.answer(0).locator("details")
    expect(reasoning).to_have_count(1)
    expect(reasoning).not_to_have_attribute("open", "")
    reasoning.locator("summary").click()
    expect(reasoning.get_by_text("Hm, so.")).to_be_visible()
    assert screen.answer(0).locator("h2").evaluate("node => node.marked")


def test_reasoning_that_is_being_read_stays_where_it_is(screen: Screen, rest: Event) -> None:
    screen.ask("think at length")
    reasoning = screen.answer(0).locator("details")
    expect(reasoning).to_contain_text("and then?")
    expect(reasoning.locator("summary")).to_have_text("Thinking")
    screen.pane(0).locator("scroll-log").hover()
    screen.page.mouse.wheel(0, -400)
    expect(screen.pane(0).get_by_role("button", name="Latest")).to_be_visible()
    before = reasoning.bounding_box()
    rest.set()
    screen.has_ended()
    expect(reasoning.locator("summary")).to_contain_text("Reasoning")
    expect(reasoning).to_have_attribute("open", "")
    after = reasoning.bounding_box()
    assert before and after and before["y"] == after["y"]
    expect(screen.answer(1).locator("details")).not_to_have_attribute("open", "")


def test_a_stop_leaves_it_too(screen: Screen, rest: Event) -> None:
    screen.ask("show markdown held")
    expect(screen.answer(0).locator(".done table")).to_be_visible()
    screen.answer(0).locator("h2").evaluate(MARK)
    screen.pane(0).get_by_role("button", name="Stop this answer").click()
    expect(screen.answer(0)).to_have_attribute("data-state", "stopped")
    assert screen.answer(0).locator("h2").evaluate("node => node.marked")
    expect(screen.answer(0).locator("table")).to_have_count(1)
    expect(screen.answer(0).locator(".stopped")).to_be_visible()


def test_it_stands_where_a_new_page_puts_it(screen: Screen, rest: Event) -> None:
    show(screen, rest)
    before = boxes(screen)
    screen.answer(0).evaluate(FRESH)
    expect(screen.answer(0).locator(".open")).to_have_count(0)
    assert boxes(screen) == before
