"""A log follows its text, and never fights the reader."""

from threading import Event

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.screen import Screen
from tests.live.conftest import eventually

DISTANCE = "log => Math.round(log.scrollHeight - log.scrollTop - log.clientHeight)"


def log_of(screen: Screen) -> Locator:
    return screen.pane(0).locator("scroll-log")


def is_at_the_end(screen: Screen) -> bool:
    """Text that has grown is followed in the next frame."""
    return bool(eventually(lambda: log_of(screen).evaluate(DISTANCE) <= 1))


def place(screen: Screen) -> float:
    """Where the reader is when scrolling is over: at the same place in two looks."""
    before, now = None, float(log_of(screen).evaluate("log => log.scrollTop"))
    while now != before:
        screen.page.wait_for_timeout(100)
        before, now = now, float(log_of(screen).evaluate("log => log.scrollTop"))
    return now


def test_it_stays_at_the_end_while_text_grows(screen: Screen) -> None:
    screen.ask("count 900 0.002").has_ended()
    assert log_of(screen).evaluate("log => log.scrollHeight > 1.5 * log.clientHeight")
    assert is_at_the_end(screen)
    expect(screen.pane(0).locator(".latest")).to_be_hidden()


def test_a_reader_who_scrolls_up_is_left_alone(screen: Screen, rest: Event) -> None:
    screen.ask("count 900 0.002").has_ended().ask("count 300 held")
    expect(screen.answer(0)).to_contain_text("w150 ")
    assert is_at_the_end(screen)
    log_of(screen).hover()
    screen.page.mouse.wheel(0, -500)
    expect(screen.pane(0).locator(".latest")).to_be_visible()
    before = place(screen)
    rest.set()
    screen.has_ended()
    assert place(screen) == before
    screen.pane(0).locator(".latest").click()
    assert is_at_the_end(screen)


def test_sending_shows_the_new_answer_to_a_reader_who_was_further_up(screen: Screen) -> None:
    screen.ask("count 900 0.002").has_ended()
    log_of(screen).evaluate("log => { log.scrollTop = 0 }")
    expect(screen.pane(0).locator(".latest")).to_be_visible()
    screen.ask("hello").has_ended()
    expect(screen.answer(0)).to_be_in_viewport()
    assert is_at_the_end(screen)


def test_a_pane_drawn_again_keeps_the_readers_place(screen: Screen) -> None:
    screen.ask("count 900 0.002").has_ended()
    log_of(screen).evaluate("log => { log.scrollTop = 40 }")
    expect(screen.pane(0).locator(".latest")).to_be_visible()
    screen.page.get_by_role("button", name="Add a pane").click()
    expect(screen.panes).to_have_count(3)
    assert place(screen) == 40


def test_where_all_is_in_view_there_is_no_way_to_the_end(screen: Screen) -> None:
    screen.ask("count 900 0.002").has_ended()
    log_of(screen).evaluate("log => { log.scrollTop = 0 }")
    expect(screen.pane(0).locator(".latest")).to_be_visible()
    screen.pane(0).get_by_role("link", name="Edit this question").click()
    screen.pane(0).get_by_role("textbox", name="Edit this question").fill("hello")
    screen.page.keyboard.press("Control+Enter")
    screen.has_ended()
    expect(screen.answer(0)).to_contain_text("hello")
    expect(screen.pane(0).locator(".latest")).to_be_hidden()


@pytest.mark.parametrize(("question", "at"), [("short", 0), ("\n".join(f"line {n}" for n in range(60)), 1)])
def test_a_question_that_is_edited_has_its_field_in_view(screen: Screen, question: str, at: int) -> None:
    """Opening it is no text that has grown, so the log does not go to its end."""
    questions = [question, "count 900 0.001"][:: 1 - 2 * at]
    for each in questions:
        screen.ask(each).has_ended()
    pencil = screen.pane(0).get_by_role("link", name="Edit this question").nth(at)
    pencil.scroll_into_view_if_needed()
    pencil.click()
    field = screen.pane(0).get_by_role("textbox", name="Edit this question")
    expect(field).to_be_focused()
    place(screen)
    log, box = log_of(screen).bounding_box(), field.bounding_box()
    assert log is not None
    assert box is not None
    assert log["y"] <= box["y"] < log["y"] + log["height"] / 2 + 1
    field.press("Enter")
    expect(field).to_have_count(0)
    screen.has_ended()
    assert is_at_the_end(screen)
