"""Everything has a key."""

from playwright.sync_api import expect

from tests.browser.screen import Screen


def test_shift_enter_makes_a_line_and_control_enter_sends(screen: Screen) -> None:
    screen.text.fill("one")
    screen.page.keyboard.press("Shift+Enter")
    screen.page.keyboard.type("two")
    expect(screen.text).to_have_value("one\ntwo")
    screen.page.keyboard.press("Control+Enter")
    expect(screen.pane(0).locator(".bubble")).to_have_text("one\ntwo")
    screen.has_ended()


def test_enter_while_an_input_method_composes_does_not_send(screen: Screen) -> None:
    screen.text.fill("ni")
    event = "new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true})"
    assert screen.text.evaluate(f"box => box.dispatchEvent({event})")  # False: the page has taken it
    expect(screen.text).to_have_value("ni")
    expect(screen.page.locator(".bubble")).to_have_count(0)


def test_slash_goes_to_the_composer_and_is_a_letter_there(screen: Screen) -> None:
    screen.page.locator("scroll-log").first.focus()
    screen.page.keyboard.press("/")
    expect(screen.text).to_be_focused()
    screen.page.keyboard.press("/")
    expect(screen.text).to_have_value("/")


def test_brackets_step_through_the_panes(screen: Screen) -> None:
    logs = screen.page.locator("scroll-log")
    logs.first.focus()
    screen.page.keyboard.press("]")
    expect(logs.nth(1)).to_be_focused()
    screen.page.keyboard.press("[")
    expect(logs.nth(0)).to_be_focused()


def test_escape_stops_but_first_closes_what_is_open(screen: Screen) -> None:
    screen.ask("count 400 held")
    screen.pane(0).locator(".model a").click()
    expect(screen.page.locator("#dialog")).to_be_visible()
    screen.page.keyboard.press("Escape")
    expect(screen.page.locator("#dialog")).to_be_hidden()
    expect(screen.answer(0)).to_have_attribute("aria-busy", "true")
    screen.page.keyboard.press("Escape")
    screen.has_ended()
    expect(screen.pane(0).locator(".badge")).to_have_attribute("data-state", "stopped")


def test_question_mark_shows_the_sheet_and_hides_it(screen: Screen) -> None:
    log, sheet = screen.page.locator("scroll-log").first, screen.page.get_by_role("dialog", name="Keyboard shortcuts")
    log.focus()
    screen.page.keyboard.press("?")
    expect(sheet).to_be_visible()
    screen.page.keyboard.press("?")
    expect(sheet).to_be_hidden()
    expect(log).to_be_focused()


def test_behind_the_sheet_nothing_is_typed_or_sent(screen: Screen) -> None:
    screen.page.evaluate("document.activeElement.blur()")
    screen.page.keyboard.press("?")
    sheet = screen.page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(sheet.get_by_role("button", name="Close")).to_be_focused()
    screen.page.keyboard.type("hidden")
    screen.page.keyboard.press("Enter")
    expect(sheet).to_be_hidden()
    expect(screen.page.locator("#text")).to_have_value("")
    expect(screen.answers(0)).to_have_count(0)


def test_n_starts_a_conversation(screen: Screen) -> None:
    screen.ask("hello").has_ended()
    screen.page.locator("scroll-log").first.focus()
    screen.page.keyboard.press("n")
    expect(screen.page.locator("#title")).to_have_text("New conversation")


def test_escape_empties_the_search_and_stops_nothing(screen: Screen) -> None:
    screen.ask("count 400 held")
    search = screen.page.get_by_role("searchbox", name="Search in titles and text")
    search.fill("tea")
    search.press("Escape")
    expect(search).to_have_value("")
    expect(screen.page.locator("#conversations a")).to_have_count(1)
    expect(screen.answer(0)).to_have_attribute("aria-busy", "true")
