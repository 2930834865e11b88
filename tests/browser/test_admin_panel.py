"""A new admin adds an endpoint in a minute, with and without JavaScript; the panel is readable for everybody."""

import re
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.test_axe import RULES
from tests.live_server import LiveServer
from tests.upstream import Upstream
from tests.upstream import openai as wire
from tests.upstream.server import Answer

ADMIN = """
import time
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playground.accounts.models import User
from playground.catalog.models import Endpoint, LanguageModel

user = User.objects.create(username="boss", is_superuser=True, is_staff=True)
place = {"base_url": "http://127.0.0.1:9", "private_network": True}
endpoint = Endpoint.objects.create(name="Upstream", provider="openai", **place)
model = LanguageModel.objects.create(endpoint=endpoint, name="alpha", label="Alpha")
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session["password_typed_at"] = int(time.time())
session.create()
result = {"cookie": {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key},
          "endpoint": endpoint.pk, "model": model.pk}
"""
NUMBERS = count(1)
KEY = "sk-live-0123456789wxyz"


@pytest.fixture(scope="module")
def readers() -> list[dict[str, str]]:
    """The admin's session cookie, for as many contexts as are made."""
    return []


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, collected: Path, empty_data: Path) -> Iterator[LiveServer]:
    """A server of its own: what is added here would be offered to the readers of other tests."""
    folder = tmp_path_factory.mktemp("panel")
    shutil.copytree(empty_data, folder / "data")
    server = LiveServer(folder, collected)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def boss(site: LiveServer, readers: list[dict[str, str]]) -> dict:
    """An endpoint and a model to look at."""
    made = site.django(ADMIN)
    readers += [made["cookie"]] * 100
    return made


@pytest.fixture
def lab() -> Iterator[Upstream]:
    with Upstream(wire.serve) as server:
        yield server


@pytest.fixture
def panel(boss: dict, new_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """Opens the overview: `panel(viewport=…)`."""

    def open_panel(**options) -> Page:
        page = new_context(**options).new_page()
        page.goto("/admin/")
        return page

    return open_panel


def fill(page: Page, lab: Upstream) -> str:
    """From the overview to a filled form; the endpoint's name."""
    name = f"Lab {next(NUMBERS)}"
    page.get_by_role("link", name="Add an endpoint").click()
    page.get_by_role("link", name="Any other server").click()
    page.get_by_label("Name:").fill(name)
    page.get_by_label("Base URL").fill(f"{lab.url}/v1/")
    page.get_by_label("Local endpoint").check()
    page.get_by_label("API key").fill(KEY)
    return name


@pytest.mark.parametrize("script", [True, False])
def test_from_nothing_to_an_offered_model(panel, lab, script) -> None:
    page = panel(java_script_enabled=script)
    name = fill(page, lab)
    page.get_by_role("button", name="Save and choose models").click()
    page.get_by_role("checkbox", name="m 8192 tokens").check()
    page.get_by_role("button", name="Offer the chosen ones").click()
    expect(page.get_by_text("1 model is offered now.")).to_be_visible()
    page.goto("/admin/")
    expect(page.get_by_role("row", name=name)).to_contain_text("…wxyz")


def test_what_was_offered_is_compared(panel, lab) -> None:
    lab.script(Answer.of_json({"data": [{"id": "one"}, {"id": "two"}]}))
    page = panel()
    fill(page, lab)
    page.get_by_role("button", name="Save and choose models").click()
    page.get_by_role("checkbox", name="one").check()
    page.get_by_role("checkbox", name="two").check()
    page.get_by_role("button", name="Offer the chosen ones").click()
    page.get_by_role("button", name="Compare them").click()
    expect(page.locator(".pane .model")).to_contain_text(["one", "two"])


def test_no_address_is_shown_before_there_is_one(panel, lab) -> None:
    page = panel()
    page.get_by_role("link", name="Add an endpoint").click()
    page.get_by_role("link", name="Any other server").click()
    page.get_by_label("Local endpoint").check()
    page.get_by_label("Base URL").press_sequentially(f"{lab.url}/v1/")
    expect(page.get_by_text("Questions will go to")).to_contain_text(lab.url)
    page.get_by_label("Base URL").fill("")
    expect(page.get_by_text("Questions will go to")).to_have_count(0)


@pytest.mark.parametrize("script", [True, False])
def test_ticks_stay_while_one_looks_further(panel, lab, script) -> None:
    lab.script(Answer.of_json({"data": [{"id": f"m-{n:03}"} for n in range(150)]}))
    page = panel(java_script_enabled=script)
    fill(page, lab)
    page.get_by_role("button", name="Save and choose models").click()
    page.get_by_role("checkbox", name="m-007").check()
    page.get_by_role("button", name="Next page").press("Enter")
    expect(page.get_by_text("1 more is ticked")).to_be_visible()
    page.get_by_label("Search models").fill("m-00")
    page.get_by_label("Search models").press("Enter")
    expect(page.get_by_role("checkbox", name="m-007")).to_be_checked()
    page.get_by_role("button", name="Offer all 10").click()
    page.get_by_role("button", name="No, back to the list").click()
    page.get_by_role("button", name="Offer the chosen ones").click()
    expect(page.get_by_text("1 model is offered now.")).to_be_visible()


def test_the_test_names_each_layer_and_hides_the_key(panel, lab) -> None:
    page = panel()
    fill(page, lab)
    page.get_by_label("Model:").fill("m")
    expect(page.locator("#call code")).to_have_text(f"{lab.url}/v1/chat/completions")
    page.get_by_role("button", name="Test connection").click()
    expect(page.locator(".layers .ok")).to_have_count(7)
    page.get_by_text("What was sent").click()
    expect(page.locator(".inquiry pre")).to_contain_text("$API_KEY")
    assert KEY not in page.locator("body").inner_html()


def test_without_a_script_the_test_is_a_page_of_its_own(panel, lab) -> None:
    page = panel(java_script_enabled=False)
    fill(page, lab)
    page.get_by_role("button", name="Test connection").click()
    expect(page.locator(".layers .ok").first).to_be_visible()


def test_by_keyboard_alone(panel, lab) -> None:
    page = panel()
    fill(page, lab)
    page.get_by_label("Model:").press("Enter")
    expect(page).to_have_url(re.compile("/models/$"))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()


def test_models_are_put_in_order_by_keyboard_on_a_phone(panel, boss) -> None:
    page = panel(viewport={"width": 390, "height": 844})
    page.goto("/admin/catalog/languagemodel/?q=Alpha")
    page.get_by_label("Position of Alpha").fill("7")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 model was changed successfully.")).to_be_visible()
    expect(page.get_by_label("Position of Alpha")).to_have_value("7")


PAGES = [
    "",
    "catalog/endpoint/",
    "catalog/endpoint/pick/",
    "catalog/endpoint/add/?vendor=runpod",
    "catalog/endpoint/{endpoint}/change/",
    "catalog/endpoint/{endpoint}/keys/",
    "catalog/endpoint/{endpoint}/models/",
    "catalog/languagemodel/",
    "catalog/languagemodel/{model}/change/",
    "catalog/languagemodel/{model}/delete/",
]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_no_known_accessibility_fault(panel, boss, path, theme) -> None:
    page = panel(color_scheme=theme, reduced_motion="reduce")
    page.goto("/admin/" + path.format(**boss))
    found = Axe().run(page, options={**RULES, "preload": False}).response["violations"]
    assert [f"{fault['id']}: {node['html'][:200]}" for fault in found for node in fault["nodes"]] == []


@pytest.mark.parametrize("path", PAGES)
def test_a_phone_shows_it_without_sideways_scrolling(panel, boss, path) -> None:
    page = panel(viewport={"width": 390, "height": 844}, locale="zh-CN")
    page.goto("/admin/" + path.format(**boss))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_list_shows_its_last_column_and_its_lines_are_straight(
    new_context: Callable[..., BrowserContext], boss: dict
) -> None:
    page = new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.goto("/admin/catalog/languagemodel/")
    assert page.locator(".results").evaluate("box => box.scrollWidth <= box.clientWidth")
    text = "e => { const r = document.createRange(); r.selectNodeContents(e); return r.getClientRects()[0].bottom }"
    for line in ("thead .text > :not(:has(input))", "tbody tr:first-child :is(th a, .field-endpoint)"):
        assert len({round(part.evaluate(text)) for part in page.locator(f".results {line}").all()}) == 1
