"""A browser in front of a running server whose models answer as the question says."""

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from tests.browser.screen import Screen
from tests.browser.upstream import Models
from tests.ci import chromium
from tests.live_server import LiveServer
from tests.upstream import Upstream

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-smooth-scrolling",
]
SECONDS = 30  # for what comes at once where nothing else goes on
SETUP = """
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playground.accounts.models import User
from playground.catalog.models import Endpoint, LanguageModel

endpoint = Endpoint.objects.create(name="Upstream", provider="openai", base_url="%s/v1", private_network=True)
for name in ("alpha", "beta", "gamma"):
    LanguageModel.objects.create(endpoint=endpoint, name=name, label=name.title(), input_price=1, output_price=2)
result = []
for number in range(200):
    user = User.objects.create(username=f"reader{number}", password="!")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    result.append({"name": settings.SESSION_COOKIE_NAME, "value": session.session_key})
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def readers() -> list[dict[str, str]]:
    """Session cookies of people who have done nothing yet; each test takes one."""
    return []


@pytest.fixture(scope="session")
def models() -> Iterator[Upstream]:
    with Upstream(Models()) as upstream:
        yield upstream


@pytest.fixture(autouse=True)
def rest(models: Upstream) -> Iterator[threading.Event]:
    """What a question asked to be held comes when this is set, at the latest when the test is over."""
    models.rest = threading.Event()
    yield models.rest
    models.rest.set()


@pytest.fixture(scope="session")
def site(
    tmp_path_factory: pytest.TempPathFactory,
    collected: Path,
    empty_data: Path,
    readers: list[dict[str, str]],
    models: Upstream,
) -> Iterator[LiveServer]:
    """One server for all tests here."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(empty_data, folder / "data")
    server = LiveServer(folder, collected)
    readers += server.django(SETUP % models.url)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=1000 * SECONDS)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield running
        running.close()


def is_complaint(line: ConsoleMessage) -> bool:
    """An error or a warning, except that leaving a page at once cuts its socket short."""
    return line.type in {"error", "warning"} and "closed before the connection is established" not in line.text


@pytest.fixture
def complaints() -> list[str]:
    """What the console complained about; a test may clear what it provoked. Anything left fails the test."""
    return []


@pytest.fixture
def new_context(
    browser: Browser, site: LiveServer, readers: list[dict[str, str]], complaints: list[str]
) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browser contexts in which one reader is signed in: `new_context(viewport=…, locale=…)`."""
    cookie = readers.pop()
    contexts: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        context = browser.new_context(**{"base_url": site.url, "locale": "en-GB", **options})
        context.add_cookies([{**cookie, "url": site.url}])
        context.on("console", lambda line: is_complaint(line) and complaints.append(line.text))
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.set_default_timeout(1000 * SECONDS)
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    return new_context().new_page()


@pytest.fixture
def screen(page: Page) -> Screen:
    """The compare screen with a new conversation."""
    return Screen(page).open()
