"""The demonstration, served by real processes, in the system's Chromium.

On SQLite it is `santong demo`; on PostgreSQL the topology of production, each request to another web process.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from santong.kit.testing.migrated import give_tables
from santong.kit.testing.private import as_a_shell_would
from santong.kit.testing.pseudo import write_pseudo
from santong.kit.testing.serving import installation
from santong.kit.testing.sharing import shared

PSEUDO = {"bo": ("Longer", False), "ug": ("Mirrored", True)}
"""Languages that the demonstration is given beside its own two, to see what pages make of further ones."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Workers of their own for all that share the demonstration, not the one of the other tests in the browser."""
    # On PostgreSQL one of them stops a web process, which nobody else should be asking then.
    halves = cycle(("demo", "demo-2" if config.getoption("--db") == "sqlite" else "demo"))
    for item in items:
        if "demo" in getattr(item, "fixturenames", ()):
            walks = "account" in item.fixturenames  # type: ignore[attr-defined]
            item.add_marker(pytest.mark.xdist_group(next(halves) if walks else "demo"))


@pytest.fixture(scope="session")
def demo(database: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of the running demonstration."""
    if database == "postgresql":
        yield request.getfixturevalue("made").address
    else:
        yield request.getfixturevalue("demo_told")[0]


@pytest.fixture(scope="session")
def demo_told() -> Iterator[list[str]]:
    """The address and the home folder of the demonstration on SQLite."""
    with shared(Path(os.environ["SANTONG_HOME"], "demonstration-served"), _served) as told:
        yield told.split(" ", 1)


@pytest.fixture
def demo_home(demo: str, demo_told: list[str]) -> Path:
    """Where the running demonstration keeps its files."""
    return Path(demo_told[1])


@contextmanager
def _served() -> Iterator[str]:
    with installation() as place:
        give_tables(place)
        for code, (name, is_rtl) in PSEUDO.items():
            write_pseudo(place.home / "locale", code, name, is_rtl=is_rtl)
        with as_a_shell_would(), place.serving("--bare", command="demo") as served:
            yield f"{served.url} {place.home}"


@pytest.fixture
def new_page(chromium: Browser, demo: str) -> Iterator[Callable[..., Page]]:
    """Open a page: `new_page(width=390, theme="dark", text="large", language="en")`."""
    opened: list[BrowserContext] = []

    def open_page(
        *, width: int = 1440, height: int = 900, theme: str = "light", text: str = "normal", language: str = "zh-hans"
    ) -> Page:
        context = chromium.new_context(
            base_url=demo,
            viewport={"width": width, "height": height},
            locale="zh-CN",
            has_touch=width < 600,
            reduced_motion="reduce",
        )
        opened.append(context)
        cookies = {"theme": theme, "text": text, "language": language}
        context.add_cookies([{"name": name, "value": value, "url": demo} for name, value in cookies.items()])
        return context.new_page()

    yield open_page
    for context in opened:
        context.close()


def enter(page: Page, account: str) -> None:
    """Come in as a demo account, with the one click that the landing page offers."""
    page.goto("/demo/")
    page.locator(f'button[name="account"][value="{account}"]').click()
    page.wait_for_url("**/")
