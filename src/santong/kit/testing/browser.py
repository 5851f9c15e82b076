"""The system's Chromium for tests: one for a whole run, closed at its end."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

T = TypeVar("T")

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
# A machine under load is slow, not wrong.
expect.set_options(timeout=20_000)
MISSING = "no Chromium here, so no page was looked at (Debian: apt-get install chromium)"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that use the browser share one worker, unless they name one, and say so loudly where there is none."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
            if not item.get_closest_marker("xdist_group"):
                item.add_marker(pytest.mark.xdist_group("browser"))
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason=MISSING))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The one browser; open a context of your own in it."""
    # Playwright keeps an event loop in this thread, where the ORM would refuse to work in every later test.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def eventually(page: Page, ask: Callable[[], T]) -> T:
    """Wait, without a touch, until the server answers `ask` with something true; AssertionError after 20 s."""
    for _attempt in range(200):
        if found := ask():
            return found
        page.wait_for_timeout(100)
    raise AssertionError("it never arrived")
