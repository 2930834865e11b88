"""Theme and language, without a flash and without a reload of what is written."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from tests.browser.screen import Screen


def test_the_theme_is_kept_by_the_server(screen: Screen) -> None:
    screen.page.locator(".account-button").click()
    screen.page.get_by_text("Dark", exact=True).click()
    expect(screen.page.locator("html")).to_have_attribute("data-theme", "dark")
    assert 'data-theme="dark"' in screen.page.request.get("/").text()


def test_the_language_can_be_chosen(screen: Screen) -> None:
    screen.page.locator(".account-button").click()
    screen.page.get_by_role("button", name="简体中文").click()
    expect(screen.page.locator("html")).to_have_attribute("lang", "zh-hans")
    expect(screen.page.locator("#send")).to_have_text("发送")


def test_the_browsers_language_is_the_first_choice(new_context: Callable[..., BrowserContext]) -> None:
    screen = Screen(new_context(locale="zh-CN").new_page()).open()
    expect(screen.page.locator("#send")).to_have_text("发送")


def test_a_finished_answer_is_in_the_readers_language(new_context: Callable[..., BrowserContext]) -> None:
    screen = Screen(new_context(locale="zh-CN").new_page()).open().ask("hello").has_ended()
    expect(screen.pane(0).locator(".badge")).to_have_text("完成")
    expect(screen.pane(0).locator(".metrics dt").first).to_have_text("首个 token")


def test_a_draft_survives_a_reload(screen: Screen) -> None:
    screen.text.press_sequentially("half a question")
    screen.page.reload()
    expect(screen.text).to_have_value("half a question")
