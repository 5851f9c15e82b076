"""The demonstration, served by real processes, in the system's Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from santong.kit.testing.serving import Served, installation

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
MISSING = "no Chromium here, so no page was looked at (Debian: apt-get install chromium)"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/e2e" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason=MISSING))


@pytest.fixture(scope="session")
def demo(request: pytest.FixtureRequest) -> Iterator[Served]:
    """A running `santong demo` on the database under test."""
    with installation(request.config.getoption("--db")) as made, made.serving(command="demo") as served:
        yield served


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium: Browser, demo: Served) -> Iterator[Callable[..., Page]]:
    """Open a page: `new_page(width=390, theme="dark", text="large", language="en")`."""
    opened: list[BrowserContext] = []

    def open_page(
        *, width: int = 1440, height: int = 900, theme: str = "light", text: str = "normal", language: str = "zh-hans"
    ) -> Page:
        context = chromium.new_context(
            base_url=demo.url,
            viewport={"width": width, "height": height},
            locale="zh-CN",
            has_touch=width < 600,
            reduced_motion="reduce",
        )
        opened.append(context)
        cookies = {"theme": theme, "text": text, "language": language}
        context.add_cookies([{"name": name, "value": value, "url": demo.url} for name, value in cookies.items()])
        return context.new_page()

    yield open_page
    for context in opened:
        context.close()


def enter(page: Page, account: str) -> None:
    """Come in as a demo account, with the one click that the landing page offers."""
    page.goto("/demo/")
    page.locator(f'button[name="account"][value="{account}"]').click()
    page.wait_for_url("**/")
