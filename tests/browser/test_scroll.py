"""A log follows its text, and never fights the reader."""

from playwright.sync_api import Locator, expect

from tests.browser.screen import Screen

DISTANCE = "log => Math.round(log.scrollHeight - log.scrollTop - log.clientHeight)"


def log_of(screen: Screen) -> Locator:
    return screen.pane(0).locator("scroll-log")


def test_it_stays_at_the_end_while_text_grows(screen: Screen) -> None:
    screen.ask("count 900 0.002").has_ended()
    assert log_of(screen).evaluate("log => log.scrollHeight > 1.5 * log.clientHeight")
    assert log_of(screen).evaluate(DISTANCE) <= 1
    expect(screen.pane(0).locator(".latest")).to_be_hidden()


def test_a_reader_who_scrolls_up_is_left_alone(screen: Screen) -> None:
    screen.ask("count 900 0.002").has_ended().ask("count 300 0.01")
    log_of(screen).hover()
    screen.page.mouse.wheel(0, -500)
    expect(screen.pane(0).locator(".latest")).to_be_visible()
    place = log_of(screen).evaluate("log => log.scrollTop")
    screen.has_ended()
    assert log_of(screen).evaluate("log => log.scrollTop") == place
    screen.pane(0).locator(".latest").click()
    assert log_of(screen).evaluate(DISTANCE) <= 1


def test_sending_shows_the_new_answer_to_a_reader_who_was_further_up(screen: Screen) -> None:
    screen.ask("count 900 0.002").has_ended()
    log_of(screen).evaluate("log => { log.scrollTop = 0 }")
    expect(screen.pane(0).locator(".latest")).to_be_visible()
    screen.ask("hello").has_ended()
    expect(screen.answer(0)).to_be_in_viewport()
    assert log_of(screen).evaluate(DISTANCE) <= 1


def test_a_pane_drawn_again_keeps_the_readers_place(screen: Screen) -> None:
    screen.ask("count 900 0.002").has_ended()
    log_of(screen).evaluate("log => { log.scrollTop = 40 }")
    expect(screen.pane(0).locator(".latest")).to_be_visible()
    screen.page.get_by_role("button", name="Add a pane").click()
    expect(screen.panes).to_have_count(3)
    assert log_of(screen).evaluate("log => log.scrollTop") == 40
