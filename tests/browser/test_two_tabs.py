"""A second tab learns of what happened in the first, and loses nothing."""

from playwright.sync_api import expect

from tests.browser.screen import Screen


def other_tab(screen: Screen) -> Screen:
    return Screen(screen.page.context.new_page()).open(screen.page.url)


def come_back(screen: Screen) -> None:
    """What a browser tells a page whose tab is chosen again."""
    screen.page.evaluate("void dispatchEvent(new Event('focus'))")


def test_a_tab_that_is_looked_at_again_shows_the_new_turn(screen: Screen) -> None:
    second = other_tab(screen)
    second.text.fill("half a question")
    screen.ask("news").has_ended()
    come_back(second)
    expect(second.answer(0)).to_contain_text("alpha says: news")
    expect(second.page.locator("#title")).to_have_text("news")
    expect(second.text).to_have_value("half a question")


def test_an_example_in_an_old_tab_is_asked_below_what_is_new(screen: Screen) -> None:
    second = other_tab(screen)
    screen.ask("news").has_ended()
    second.page.locator(".example").first.click()
    expect(second.answers(0)).to_have_count(2)
    expect(second.notices).to_contain_text("gone on elsewhere")


def test_a_refused_question_stays_and_the_answer_can_be_stopped(screen: Screen, complaints: list[str]) -> None:
    second = other_tab(screen)
    screen.ask("count 400 held")
    second.text.fill("too early")
    second.page.keyboard.press("Enter")
    expect(second.notices.get_by_role("alert")).to_contain_text("still answering")
    expect(second.answer(0)).to_contain_text("w3 ")
    expect(second.text).to_have_value("too early")
    second.page.locator("#stop-all").click()
    screen.has_ended()
    complaints.clear()


def test_a_question_from_an_old_tab_is_asked_below_what_is_new(screen: Screen) -> None:
    second = other_tab(screen)
    screen.ask("news").has_ended()
    second.ask("and then?").has_ended()
    expect(second.answers(0)).to_have_count(2)
    expect(second.notices).to_contain_text("gone on elsewhere")
    expect(second.answer(0)).to_contain_text("alpha says: and then?")
    second.ask("again").has_ended()
    expect(second.answers(0)).to_have_count(3)
    expect(second.notices.locator(".notice")).to_have_count(0)
