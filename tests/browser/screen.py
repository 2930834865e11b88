"""The compare screen as a reader uses it."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


class Screen:
    """One page. Panes are counted from 0."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.text = page.locator("#text")
        self.panes = page.locator(".pane")
        self.notices = page.locator("#notices")

    def open(self, path: str = "/") -> "Screen":
        self.page.goto(path)
        return self

    def ask(self, question: str) -> "Screen":
        """Asks, and waits until the server has taken it and its answers have their places."""
        answers = self.page.locator(".answer")
        before = answers.count()
        self.text.fill(question)
        self.page.keyboard.press("Enter")
        expect(self.text).to_have_value("")
        expect(answers).not_to_have_count(before)
        return self

    def pane(self, number: int) -> Locator:
        return self.panes.nth(number)

    def answers(self, number: int) -> Locator:
        return self.pane(number).locator(".answer")

    def answer(self, number: int) -> Locator:
        """The last answer in a pane."""
        return self.answers(number).last

    def has_ended(self) -> "Screen":
        """Waits until no pane is answering."""
        expect(self.page.locator(".answer[aria-busy]")).to_have_count(0, timeout=60_000)
        return self

    def press(self, number: int, label: str) -> None:
        """Presses a button of the last answer in a pane."""
        self.answer(number).get_by_role("button", name=label).click()

    def choose(self, number: int, entry: str) -> None:
        """Chooses an entry of a pane's menu."""
        self.pane(number).get_by_role("button", name="Menu of pane").click()
        self.pane(number).locator(".menu").get_by_text(entry, exact=True).click()
