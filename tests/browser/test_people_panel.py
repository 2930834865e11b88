"""Inviting, ending access and limits, in a browser; the pages are readable for everybody."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.test_admin_panel import boss, panel, readers, site  # noqa: F401
from tests.browser.test_axe import RULES
from tests.live_server import LiveServer

SECRET = "a long enough secret"
SEED = """
from django.contrib.auth.models import Group
from playground.accounts.invitations import prepare
from playground.accounts.models import Invitation, User
from playground.audit import recording
from playground.limits.models import Limit

alice = User.objects.create_user("alice")
lab, _ = Group.objects.get_or_create(name="Lab")
invitation = Invitation(username="erin")
token = prepare(invitation, User.objects.filter(is_superuser=True).first())
invitation.save()
limit, _ = Limit.objects.get_or_create(kind="together", group=lab, defaults={"usd_per_day": 20, "per_minute": 5})
result = {"token": token, "alice": alice.pk, "lab": lab.pk, "limit": limit.pk,
          "entry": recording.record("changed", "catalog.endpoint", 1, "Lab", {"note": ["", "ours"]}, by=alice).pk}
"""
PAGES = [
    "/admin/accounts/user/",
    "/admin/accounts/user/add/",
    "/admin/accounts/user/{alice}/change/",
    "/admin/accounts/user/{alice}/delete/",
    "/admin/accounts/user/{alice}/password/",
    "/admin/accounts/invitation/",
    "/admin/accounts/invitation/add/",
    "/admin/auth/group/",
    "/admin/auth/group/{lab}/change/",
    "/admin/limits/limit/",
    "/admin/limits/limit/{limit}/change/",
    "/admin/audit/entry/",
    "/admin/audit/entry/{entry}/change/",
    "/password/",
    "/password/again/",
    "/invitation/{token}/",
]


@pytest.fixture(scope="module")
def ids(site: LiveServer, boss: dict) -> dict[str, int]:  # noqa: F811
    """What the pages are about."""
    return site.django(SEED)


def invite(page: Page, name: str) -> str:
    """The link."""
    page.goto("/admin/accounts/invitation/add/")
    expect(page.get_by_role("textbox").first).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    return page.get_by_label("Link").input_value()


def accept(page: Page, link: str) -> None:
    page.goto(link)
    for number, field in enumerate(page.locator("[type=password]").all()):
        if number:
            page.keyboard.press("Tab")
        expect(field).to_be_focused()
        page.keyboard.type(SECRET)
    page.keyboard.press("Enter")
    expect(page.locator(".composer textarea")).to_be_visible()


def test_by_keyboard_from_an_invitation_to_the_end_of_access(
    panel: Callable[..., Page],  # noqa: F811
    new_context: Callable[..., BrowserContext],
    complaints: list[str],
) -> None:
    admin, dora = panel(), new_context().new_page()
    dora.context.clear_cookies()
    accept(dora, invite(admin, "dora"))
    admin.goto("/admin/accounts/user/?q=dora")
    admin.get_by_label("Select this object").check()
    admin.locator("[name=action]").select_option("deactivate")
    admin.get_by_role("button", name="Go", exact=True).click()
    expect(admin.get_by_text("1 person was changed.")).to_be_visible()
    expect(dora.get_by_text("signed out")).to_be_visible()
    complaints.clear()  # her page has asked whether it is so


def test_a_limit_asks_for_what_its_kind_needs(panel: Callable[..., Page], ids: dict[str, int]) -> None:  # noqa: F811
    page = panel()
    page.goto("/admin/limits/limit/add/")
    for kind, shown in {"everybody": [], "user": ["Person"], "each": ["Group"], "endpoint": ["Endpoint"]}.items():
        page.get_by_label("Holds for").select_option(kind)
        for name in ("Person", "Group", "Endpoint"):
            expect(page.get_by_label(f"{name}:")).to_be_visible(visible=name in shown)


def test_without_a_script_the_form_of_a_limit_shows_all_it_has(panel: Callable[..., Page], ids: dict[str, int]) -> None:  # noqa: F811
    page = panel(java_script_enabled=False)
    page.goto("/admin/limits/limit/add/")
    for name in ("Person", "Group", "Endpoint"):
        expect(page.get_by_label(f"{name}:")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_no_known_accessibility_fault(panel, ids, path, theme) -> None:  # noqa: F811
    page = panel(color_scheme=theme, reduced_motion="reduce")
    page.goto(path.format(**ids))
    found = Axe().run(page, options={**RULES, "preload": False}).response["violations"]
    assert [f"{fault['id']}: {node['html'][:200]}" for fault in found for node in fault["nodes"]] == []


@pytest.mark.parametrize("path", PAGES)
def test_a_phone_shows_it_without_sideways_scrolling(panel, ids, path) -> None:  # noqa: F811
    page = panel(viewport={"width": 390, "height": 844}, locale="zh-CN")
    page.goto(path.format(**ids))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
