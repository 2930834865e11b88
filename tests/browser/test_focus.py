"""The keyboard's place is kept: what a swap takes away gives its focus to what comes instead."""

from threading import Event

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.screen import Screen
from tests.upstream import Upstream


def press(control: Locator) -> None:
    control.focus()
    control.press("Enter")


def test_after_a_model_is_chosen(screen: Screen) -> None:
    press(screen.pane(1).locator(".model a"))
    press(screen.page.locator("#dialog").get_by_role("button", name="Gamma"))
    expect(screen.pane(1).locator(".model a")).to_be_focused()
    expect(screen.pane(1).locator(".model a")).to_contain_text("Gamma")


@pytest.mark.parametrize("key", ["Enter", "Escape"])
def test_after_settings_are_saved_or_left(screen: Screen, key: str) -> None:
    press(screen.pane(1).get_by_role("button", name="Menu of pane"))
    press(screen.pane(1).locator(".menu a").first)
    screen.page.get_by_label("Temperature").fill("0.3")
    screen.page.keyboard.press(key)
    expect(screen.page.locator("#dialog")).to_be_hidden()
    expect(screen.pane(1).get_by_role("button", name="Menu of pane")).to_be_focused()


def test_after_a_rename_from_the_list(screen: Screen) -> None:
    screen.ask("First title").has_ended()
    menu = screen.page.locator("#conversations li button")
    press(menu)
    screen.page.get_by_role("textbox", name="Title").fill("Second title")
    screen.page.keyboard.press("Enter")
    expect(screen.page.locator("#conversations a")).to_have_text("Second title")
    expect(menu).to_be_focused()


def test_after_answering_again_and_stepping(screen: Screen, models: Upstream, rest: Event) -> None:
    rest.set()
    screen.ask("count 4 held").has_ended()
    models.rest = Event()  # the next answer is seen without the button that asked for it
    press(screen.answer(0).get_by_role("button", name="Answer again"))
    expect(screen.pane(0).locator(".row")).to_be_focused()
    models.rest.set()
    screen.has_ended()
    expect(screen.pane(0).locator(".row")).to_be_focused()
    press(screen.answer(0).get_by_role("button", name="Previous alternative"))
    expect(screen.answer(0).get_by_role("button", name="Next alternative")).to_be_focused()


def test_after_an_edit_is_left(screen: Screen) -> None:
    screen.ask("hello").has_ended()
    edit = screen.pane(0).get_by_role("link", name="Edit this question")
    press(edit)
    expect(screen.pane(0).get_by_role("textbox")).to_be_focused()
    screen.page.keyboard.press("Escape")
    expect(edit).to_be_focused()


def test_after_a_pane_is_removed_undo_is_at_hand(screen: Screen) -> None:
    press(screen.pane(1).get_by_role("button", name="Menu of pane"))
    press(screen.pane(1).locator(".menu .danger"))
    expect(screen.notices.get_by_role("button", name="Undo")).to_be_focused()


def test_after_a_conversation_is_deleted_undo_is_at_hand(screen: Screen) -> None:
    screen.ask("Old one").has_ended()
    screen.open()
    press(screen.page.locator("#conversations li button"))
    press(screen.page.get_by_role("button", name="Delete", exact=True))
    undo = screen.notices.get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    undo.press("Enter")
    expect(screen.page.locator("#conversations a")).to_have_count(1)
    expect(screen.text).to_be_focused()


def test_settings_begin_at_their_first_field_and_return_to_a_wrong_one(screen: Screen, complaints: list[str]) -> None:
    screen.choose(1, "Settings")
    expect(screen.page.get_by_label("System prompt")).to_be_focused()
    screen.page.get_by_label("Temperature").fill("9")
    screen.page.keyboard.press("Enter")
    expect(screen.page.get_by_label("Temperature")).to_have_attribute("aria-invalid", "true")
    expect(screen.page.get_by_label("Temperature")).to_be_focused()
    complaints.clear()


def test_a_reader_who_clicked_elsewhere_is_not_called_back(screen: Screen, rest: Event) -> None:
    screen.ask("count 20 held")
    screen.page.locator("#title").click()
    expect(screen.page.locator("body")).to_be_focused()
    rest.set()
    screen.has_ended()
    expect(screen.page.locator("body")).to_be_focused()
