"""Answers are copied as Markdown, code as code."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.screen import Screen
from tests.browser.upstream import MARKDOWN


@pytest.fixture
def screen(new_context: Callable[..., BrowserContext]) -> Screen:
    return Screen(new_context(permissions=["clipboard-read", "clipboard-write"]).new_page()).open()


def clipboard(screen: Screen) -> str:
    return str(screen.page.evaluate("navigator.clipboard.readText()"))


def test_an_answer_is_copied_as_it_was_written(screen: Screen) -> None:
    screen.ask("show markdown").has_ended()
    screen.answer(0).get_by_role("link", name="Copy as Markdown").click()
    expect(screen.page.get_by_role("status").first).to_have_text("Copied")
    assert clipboard(screen).strip() == MARKDOWN.strip()


def test_a_code_block_is_copied_without_its_colours(screen: Screen) -> None:
    screen.ask("show markdown").has_ended()
    screen.answer(0).get_by_role("button", name="Copy code").click()
    expect(screen.page.get_by_role("status").first).to_have_text("Copied")
    assert clipboard(screen).startswith("def take(self, n=1):\n    return")


def test_a_copy_that_fails_says_so(screen: Screen) -> None:
    screen.ask("hello").has_ended()
    screen.page.evaluate("void (navigator.clipboard.write = () => Promise.reject(new Error('no')))")
    screen.answer(0).get_by_role("link", name="Copy as Markdown").click()
    expect(screen.page.get_by_role("status").first).to_contain_text("Could not copy")
