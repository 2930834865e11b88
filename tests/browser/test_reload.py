"""A reload at any moment gives the same screen, and a running answer goes on."""

from playwright.sync_api import expect

from tests.browser.screen import Screen
from tests.live_server import LiveServer

WHOLE = " ".join(f"w{number}" for number in range(1, 41))


def test_a_reload_in_the_middle_loses_and_doubles_nothing(screen: Screen) -> None:
    screen.ask("count 40 0.05")
    expect(screen.answer(0)).to_contain_text("w5 ")
    screen.page.reload()
    expect(screen.answer(0)).to_have_attribute("aria-busy", "true")
    screen.has_ended()
    expect(screen.answer(0).locator(".md")).to_have_text(WHOLE)


def test_a_second_tab_sees_the_same_answer_grow(screen: Screen) -> None:
    screen.ask("count 40 0.05")
    second = Screen(screen.page.context.new_page()).open(screen.page.url)
    expect(second.answer(1)).to_contain_text("w3 ")
    second.has_ended()
    expect(second.answer(1).locator(".md")).to_have_text(WHOLE)


def test_the_finished_page_is_the_same_after_a_reload(screen: Screen) -> None:
    screen.ask("show markdown").has_ended()
    before = [screen.answer(0).locator(".md").inner_html(), screen.pane(0).locator(".metrics").inner_text()]
    screen.page.reload()
    assert [screen.answer(0).locator(".md").inner_html(), screen.pane(0).locator(".metrics").inner_text()] == before


def test_a_pane_drawn_again_while_it_answers_shows_everything(screen: Screen) -> None:
    screen.ask("count 40 0.05")
    expect(screen.answer(0)).to_contain_text("w8 ")
    screen.page.get_by_role("button", name="Add a pane").click()
    expect(screen.panes).to_have_count(3)
    screen.has_ended()
    expect(screen.answer(0).locator(".md")).to_have_text(WHOLE)


def test_a_lost_connection_is_said_and_made_up_for(screen: Screen, site: LiveServer) -> None:
    screen.ask("count 60 0.05")
    expect(screen.answer(0)).to_contain_text("w3 ")
    screen.page.evaluate("window.dispatchEvent(new Event('offline'))")
    screen.page.context.set_offline(True)
    screen.page.context.set_offline(False)
    screen.has_ended()
    expect(screen.answer(0)).to_contain_text("w60")
