"""From a phone to a wide screen: no page is wider than its window."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.screen import PHONE, Screen


@pytest.mark.parametrize("width", [390, 768, 1280, 1920])
def test_no_page_scrolls_sideways(new_context: Callable[..., BrowserContext], width: int) -> None:
    screen = Screen(new_context(viewport={"width": width, "height": 844}).new_page()).open()
    if width == 1280:  # narrow columns
        screen.page.get_by_role("button", name="Add a pane").click()
        expect(screen.panes).to_have_count(3)
    screen.ask("show markdown " + "x" * 300).has_ended()
    screen.text.fill("W" * 300)
    assert screen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    screen.pane(0).get_by_role("link", name="Edit this question").click()
    expect(screen.pane(0).get_by_role("button", name=re.compile("Ask in . panes"))).to_be_visible()
    for log in screen.page.locator("scroll-log").all():
        assert log.evaluate("log => log.scrollWidth <= log.clientWidth")


@pytest.mark.parametrize("width", [390, 1280])
def test_the_compare_screen_is_as_high_as_its_window(new_context: Callable[..., BrowserContext], width: int) -> None:
    """One pixel more, and browsers whose scroll bars take room show one that scrolls nothing."""
    screen = Screen(new_context(viewport={"width": width, "height": 844}).new_page()).open()
    screen.ask("show markdown").has_ended()
    assert screen.page.evaluate("document.documentElement.scrollHeight") == 844


def test_a_tablet_shows_two_whole_panes_at_a_time(new_context: Callable[..., BrowserContext]) -> None:
    screen = Screen(new_context(viewport={"width": 768, "height": 900}).new_page()).open()
    screen.page.get_by_role("button", name="Add a pane").click()
    expect(screen.panes).to_have_count(3)
    screen.page.get_by_role("link", name="Pane A").click()
    expect(screen.pane(0)).to_be_in_viewport(ratio=1)
    expect(screen.pane(1)).to_be_in_viewport(ratio=1)


def test_a_phone_shows_a_pane_at_a_time_and_the_list_on_request(new_context: Callable[..., BrowserContext]) -> None:
    screen = Screen(new_context(**PHONE).new_page()).open()
    expect(screen.page.locator("#sidebar")).to_be_hidden()
    screen.page.get_by_role("button", name="Conversations").click()
    expect(screen.page.locator("#sidebar")).to_be_visible()
    screen.page.keyboard.press("Escape")
    box = screen.pane(0).bounding_box()
    assert box is not None and 320 < box["width"] < 390


def test_enter_is_a_new_line_on_a_touch_screen(new_context: Callable[..., BrowserContext]) -> None:
    screen = Screen(new_context(**PHONE).new_page()).open()
    screen.text.fill("one")
    screen.text.press("Enter")
    expect(screen.text).to_have_value("one\n")


def test_a_finger_hits_every_button(new_context: Callable[..., BrowserContext]) -> None:
    screen = Screen(new_context(**PHONE).new_page()).open()
    screen.text.fill("fail once for fingers")
    screen.page.get_by_role("button", name="Send").tap()
    expect(screen.page.locator(".answer")).to_have_count(2)
    screen.has_ended()
    expect(screen.page.locator("[title='Keyboard shortcuts']")).to_be_hidden()
    for target in screen.page.locator(":is(.ib, .btn, .jumps a):visible").all():
        box = target.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 40


def test_at_twice_the_size_half_of_the_screen_is_for_reading(new_context: Callable[..., BrowserContext]) -> None:
    screen = Screen(new_context(viewport={"width": 640, "height": 400}).new_page()).open()
    screen.ask("hello").has_ended()
    box = screen.page.locator("scroll-log").first.bounding_box()
    assert box is not None
    assert box["height"] > 190
