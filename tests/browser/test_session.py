"""A socket that is refused as signed out is not the last word: the session may have been renewed in another tab."""

import re
from threading import Event

from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.screen import Screen
from tests.live.conftest import eventually
from tests.live_server import LiveServer

PASSWORD, NEW = "correct horse battery", "another horse battery"
PEOPLE = """
from playground.accounts.models import User
result = User.objects.create_user(username=%r, password=%r).pk
"""
SAID = "You are signed out."


def sign_in(page: Page, name: str, password: str) -> None:
    page.goto("/sign-in/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/c/"))


def test_a_new_password_in_another_tab_ends_nothing_here(page: Page, site: LiveServer, rest: Event) -> None:
    site.django(PEOPLE % ("renewed", PASSWORD))
    page.context.clear_cookies()
    sign_in(page, "renewed", PASSWORD)
    sockets: list[str] = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    screen = Screen(page).open(page.url)
    other = page.context.new_page()
    other.goto("/password/")
    for field, value in (("old_password", PASSWORD), ("new_password1", NEW), ("new_password2", NEW)):
        other.locator(f"[name={field}]").fill(value)
    other.keyboard.press("Enter")
    expect(other.get_by_role("status")).to_be_visible()
    assert eventually(lambda: page.title() and len(sockets) == 2)
    screen.ask("count 40 held")
    expect(screen.answer(0)).to_contain_text("w20")
    rest.set()
    screen.has_ended()
    expect(page.get_by_text(SAID)).to_be_hidden()


def test_who_is_signed_out_and_in_again_goes_on(page: Page, site: LiveServer, complaints: list[str]) -> None:
    site.django(PEOPLE % ("returned", PASSWORD))
    page.context.clear_cookies()
    sign_in(page, "returned", PASSWORD)
    other = page.context.new_page()
    other.goto("/")
    other.locator(".account-button").click()
    other.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text(SAID)).to_be_visible()
    sign_in(other, "returned", PASSWORD)
    page.evaluate("void dispatchEvent(new Event('focus'))")
    expect(page.get_by_text(SAID)).to_be_hidden()
    complaints.clear()


def test_a_server_that_refuses_for_ever_is_not_asked_for_ever(screen: Screen, complaints: list[str]) -> None:
    routes: list[WebSocketRoute] = []

    def refuse(route: WebSocketRoute) -> None:
        routes.append(route)
        route.close(code=4401)

    screen.page.route_web_socket("**/ws/live/", refuse)
    screen.page.reload()
    expect(screen.page.get_by_text(SAID)).to_be_visible()
    screen.page.wait_for_timeout(3000)
    assert len(routes) == 2
    screen.ask("hello")  # whom the server answers may try again
    expect(screen.page.get_by_text(SAID)).to_be_visible()
    screen.page.wait_for_timeout(500)
    assert len(routes) == 3
    complaints.clear()  # htmx may be about to send something when the socket closes
