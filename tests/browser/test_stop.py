"""Stop ends an answer and keeps its text."""

from threading import Event

from playwright.sync_api import expect

from tests.browser.screen import Screen


def test_stop_in_one_pane_leaves_the_other_alone(screen: Screen, rest: Event) -> None:
    screen.ask("count 60 held")
    expect(screen.answer(0)).to_contain_text("w3 ")
    screen.pane(0).get_by_role("button", name="Stop this answer").click()
    expect(screen.pane(0).locator(".badge")).to_have_attribute("data-state", "stopped")
    expect(screen.answer(0)).to_contain_text("w1 w2 w3")
    rest.set()
    screen.has_ended()
    expect(screen.pane(1).locator(".badge")).to_have_attribute("data-state", "done")
    expect(screen.answer(1)).to_contain_text("w60")


def test_stop_all_takes_the_place_of_send_while_panes_answer(screen: Screen) -> None:
    send, stop = screen.page.locator("#send"), screen.page.locator("#stop-all")
    expect(stop).to_be_hidden()
    screen.ask("count 400 held")
    expect(send).to_be_hidden()
    stop.click()
    screen.has_ended()
    expect(send).to_be_visible()
    expect(screen.page.locator(".badge[data-state=stopped]")).to_have_count(2)


def test_a_stopped_pane_can_be_asked_again(screen: Screen) -> None:
    screen.ask("count 400 held")
    expect(screen.answer(0)).to_contain_text("w3 ")
    screen.page.keyboard.press("Escape")
    screen.has_ended().ask("hello").has_ended()
    expect(screen.answer(0)).to_contain_text("alpha says: hello")
