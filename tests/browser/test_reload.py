"""A reload at any moment gives the same screen, and a running answer goes on."""

import re
from threading import Event

from playwright.sync_api import WebSocketRoute, expect

from tests.browser.screen import Screen

WHOLE = " ".join(f"w{number}" for number in range(1, 41))


def test_a_reload_in_the_middle_loses_and_doubles_nothing(screen: Screen, rest: Event) -> None:
    screen.ask("count 40 0.02 held")
    expect(screen.answer(0)).to_contain_text("w5 ")
    screen.page.reload()
    expect(screen.answer(0)).to_have_attribute("aria-busy", "true")
    expect(screen.answer(0)).to_contain_text("w20 ")
    rest.set()
    screen.has_ended()
    expect(screen.answer(0).locator(".md")).to_have_text(WHOLE)


def test_a_second_tab_sees_the_same_answer_grow(screen: Screen, rest: Event) -> None:
    screen.ask("count 40 0.02 held")
    second = Screen(screen.page.context.new_page()).open(screen.page.url)
    expect(second.answer(1)).to_contain_text("w3 ")
    expect(second.answer(1)).to_have_attribute("aria-busy", "true")
    rest.set()
    second.has_ended()
    expect(second.answer(1).locator(".md")).to_have_text(WHOLE)


def drawn(screen: Screen) -> list[str]:
    """An answer with its formula drawn, and the strip below it, as it is when every pane's cost is known."""
    expect(screen.answer(0).locator(".katex")).to_be_visible()
    expect(screen.page.locator(".metrics dd:has-text('$')")).to_have_count(2)
    return [screen.answer(0).locator(".done").inner_html(), screen.pane(0).locator(".metrics").inner_text()]


def test_the_finished_page_is_the_same_after_a_reload(screen: Screen) -> None:
    before = drawn(screen.ask("show markdown").has_ended())
    screen.page.reload()
    assert drawn(screen) == before


def test_a_pane_drawn_again_while_it_answers_has_the_text_so_far(screen: Screen) -> None:
    screen.ask("count 400 held")
    expect(screen.answer(0)).to_contain_text("w8 ")
    screen.page.get_by_role("button", name="Add a pane").click()
    expect(screen.panes).to_have_count(3)
    expect(screen.answer(0)).to_contain_text("w1 w2 w3 w4 w5 w6 w7 w8 ")
    expect(screen.answer(0)).to_have_attribute("aria-busy", "true")
    screen.page.keyboard.press("Escape")
    screen.has_ended()


def test_a_lost_connection_is_said_and_made_up_for(screen: Screen, complaints: list[str], rest: Event) -> None:
    routes: list[WebSocketRoute] = []

    def through(route: WebSocketRoute) -> None:
        routes.append(route)
        route.connect_to_server()

    screen.page.route_web_socket("**/ws/live/", through)
    screen.page.reload()
    screen.ask("count 60 held")
    expect(screen.answer(0)).to_contain_text("w30 ")
    routes[-1].close(code=1012)
    rest.set()
    screen.has_ended()
    expect(screen.answer(0)).to_contain_text("w59 w60")
    assert len(routes) == 2


def test_what_ended_while_the_connection_was_away_comes_whole(screen: Screen, complaints: list[str]) -> None:
    away = Event()

    def through(route: WebSocketRoute) -> None:
        if away.is_set():
            route.close(code=1012)
        else:
            route.connect_to_server()

    away.set()
    screen.page.route_web_socket("**/ws/live/", through)
    screen.page.reload()
    screen.ask("think first")
    for _ in range(100):
        if screen.page.request.get(screen.page.url).text().count('data-state="done"') == 4:  # answers and badges
            break
        screen.page.wait_for_timeout(200)
    away.clear()
    screen.has_ended()
    expect(screen.answer(0).locator(".md")).to_contain_text("Thought about it.")
    screen.answer(0).locator("summary").click()
    expect(screen.answer(0).get_by_text("Hm, so.")).to_be_visible()
    complaints.clear()


def test_a_connection_that_stays_away_is_said(screen: Screen, complaints: list[str]) -> None:
    screen.page.route_web_socket("**/ws/live/", lambda route: route.close(code=1011))
    screen.page.reload()
    expect(screen.page.get_by_text("No connection to the server.")).to_be_visible()


def test_signed_out_elsewhere(screen: Screen, complaints: list[str]) -> None:
    screen.text.fill("a draft")
    screen.page.context.clear_cookies()
    screen.page.keyboard.press("Enter")
    expect(screen.notices.get_by_role("alert")).to_contain_text("You are signed out")
    expect(screen.text).to_have_value("a draft")
    screen.notices.get_by_role("link", name="Reload").click()
    expect(screen.page).to_have_url(re.compile("/sign-in/"))
    complaints.clear()
