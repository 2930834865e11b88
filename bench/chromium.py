"""Parley's page in an installed Chromium, and what it costs there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, CDPSession, Page, async_playwright

from tests.ci import chromium

from . import wire
from .parley import Parley, Person

PROBE = Path(__file__).with_name("probe.js")
SIZE = {"width": 1920, "height": 1000}


class Tab:
    """One tab with a cold cache, signed in."""

    def __init__(self, page: Page, devtools: CDPSession) -> None:
        self.page, self.devtools = page, devtools
        self.frame_bytes = 0
        page.on("websocket", lambda socket: socket.on("framereceived", self._framed))

    def _framed(self, payload: str | bytes) -> None:
        self.frame_bytes += len(payload.encode() if isinstance(payload, str) else payload)

    async def worked(self) -> dict[str, float]:
        """Seconds that the main thread has worked so far, all in all and for what."""
        metrics = {one["name"]: one["value"] for one in (await self.devtools.send("Performance.getMetrics"))["metrics"]}
        return {work: metrics[f"{work}Duration"] for work in ("Task", "Script", "RecalcStyle", "Layout")}

    async def probe(self) -> dict[str, Any]:
        """What `probe.js` has noted."""
        found: dict[str, Any] = await self.page.evaluate("probe")
        return found

    async def finished(self) -> None:
        """Returns when all answers are there. (Waiting inside the page is forbidden by its policy.)"""
        async with asyncio.timeout(60):
            while await self.page.evaluate("probe.done") is None:
                await asyncio.sleep(0.1)


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """A Chromium without a window."""
    path = chromium()
    if path is None:
        raise RuntimeError("no Chromium; on Debian: apt install chromium (or set CHROMIUM to its path)")
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        try:
            yield started
        finally:
            await started.close()


@asynccontextmanager
async def tab(browser: Browser, parley: Parley, person: Person) -> AsyncIterator[Tab]:
    """A tab that has not loaded anything yet."""
    context = await browser.new_context(viewport=SIZE, base_url=f"http://{wire.HOST}:{parley.port}")
    await context.add_cookies([{"name": "parley_session", "value": person.session, "url": parley.url}])
    await context.add_init_script(path=PROBE)
    page = await context.new_page()
    devtools = await context.new_cdp_session(page)
    await devtools.send("Performance.enable")
    try:
        yield Tab(page, devtools)
    finally:
        await context.close()
