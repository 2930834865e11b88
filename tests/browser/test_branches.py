"""Answers and questions have alternatives to step through; nothing is rewritten."""

import re

from playwright.sync_api import expect

from tests.browser.screen import Screen


def test_regenerate_and_step_through_the_answers(screen: Screen) -> None:
    screen.ask("hello").has_ended()
    screen.press(0, "Answer again")
    expect(screen.answer(0).locator(".siblings")).to_contain_text("2/2")
    screen.has_ended()
    screen.press(0, "Previous alternative")
    expect(screen.answer(0).locator(".siblings")).to_contain_text("1/2")
    expect(screen.answer(0).get_by_role("button", name="Previous alternative")).to_be_disabled()
    screen.press(0, "Next alternative")
    expect(screen.answer(0).locator(".siblings")).to_contain_text("2/2")
    expect(screen.answer(1).locator(".siblings")).to_have_count(0)


def test_an_edited_question_is_a_new_branch_in_its_pane(screen: Screen) -> None:
    screen.ask("first words").has_ended()
    question = screen.pane(0).locator(".question")
    question.hover()
    question.get_by_role("link", name="Edit this question").click()
    box = screen.pane(0).get_by_role("textbox", name="Edit this question")
    expect(box).to_have_value("first words")
    box.fill("other words")
    screen.pane(0).get_by_role("button", name="Ask again").click()
    expect(screen.answer(0)).to_contain_text("alpha says: other words")
    expect(screen.pane(0).locator(".question .siblings")).to_contain_text("2/2")
    expect(screen.pane(1).locator(".bubble")).to_have_text("first words")


def test_a_question_is_edited_in_all_panes_at_once(screen: Screen) -> None:
    screen.ask("helo").has_ended()
    screen.pane(1).get_by_role("link", name="Edit this question").click()
    screen.pane(1).get_by_role("textbox").fill("hello")
    screen.pane(1).get_by_role("button", name=re.compile("Ask in . panes")).click()
    for number, name in enumerate(("alpha", "beta")):
        expect(screen.answer(number)).to_contain_text(f"{name} says: hello")
        expect(screen.pane(number).locator(".question .siblings")).to_contain_text("2/2")
    expect(screen.page.locator(".question-form")).to_have_count(0)


def test_a_cancelled_edit_changes_nothing(screen: Screen) -> None:
    screen.ask("first words").has_ended()
    screen.pane(0).locator(".question").hover()
    screen.pane(0).get_by_role("link", name="Edit this question").click()
    screen.pane(0).get_by_role("link", name="Cancel").click()
    expect(screen.pane(0).locator(".bubble")).to_have_text("first words")


def test_the_edit_form_has_the_composers_keys(screen: Screen) -> None:
    screen.ask("first words").has_ended()
    screen.pane(0).get_by_role("link", name="Edit this question").click()
    box = screen.pane(0).get_by_role("textbox", name="Edit this question")
    box.fill("one")
    event = "new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true})"
    assert box.evaluate(f"box => box.dispatchEvent({event})")  # False: the page has taken it
    box.press("Shift+Enter")
    screen.page.keyboard.type("two")
    box.press("Enter")
    expect(screen.pane(0).locator(".bubble")).to_have_text("one\ntwo")
    screen.has_ended()


def test_an_edit_outlives_a_step_to_another_answer(screen: Screen) -> None:
    screen.ask("hello").has_ended()
    screen.press(0, "Answer again")
    expect(screen.answer(0).locator(".siblings")).to_contain_text("2/2")
    screen.has_ended()
    screen.pane(0).get_by_role("link", name="Edit this question").click()
    box = screen.pane(0).get_by_role("textbox", name="Edit this question")
    box.fill("half an edit")
    screen.press(0, "Previous alternative")
    expect(screen.answer(0).locator(".siblings")).to_contain_text("1/2")
    expect(box).to_have_value("half an edit")
    box.press("Enter")
    expect(screen.answer(0)).to_contain_text("alpha says: half an edit")


def test_every_pane_can_go_on_from_one_answer(screen: Screen) -> None:
    screen.ask("hello").has_ended()
    screen.page.once("dialog", lambda dialog: dialog.accept())
    screen.press(0, "Continue every pane from this answer")
    expect(screen.answer(1)).to_contain_text("alpha says: hello")
