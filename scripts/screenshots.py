"""Make the README's pictures from the demonstration, in the system's Chromium.

make screenshots                     docs/pictures/*.png
python scripts/screenshots.py --all FOLDER   every kind of page of every account, for looking at
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))

from santong.kit.testing.browser import ARGUMENTS, CHROMIUM
from santong.kit.testing.serving import installation
from tests.e2e.conftest import enter
from tests.e2e.crawl import shape, walk

PICTURES = (
    # name, account, address, width, height, theme
    ("home", "principal", "/", 1440, 900, "light"),
    ("list-phone", "county", "/organisations/", 390, 844, "light"),
    ("list-dark", "county", "/organisations/", 1440, 900, "dark"),
)
LOOKS = ((1440, "light"), (390, "light"), (1440, "dark"), (3840, "light"))


def main() -> None:
    """Serve a fresh demonstration and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", metavar="FOLDER", type=Path)
    parser.add_argument("--accounts", default="admin,principal,class-teacher,pupil,parent")
    parser.add_argument("--only", default="", help="regular expression on the address")
    options = parser.parse_args()
    with installation() as made, made.serving(command="demo") as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        if options.all:
            take_all(browser, served.url, options)
        else:
            take_pictures(browser, served.url)
        browser.close()


def take_pictures(browser: Browser, url: str) -> None:
    """Those of the README."""
    folder = Path(__file__).parent.parent / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    for name, account, address, width, height, theme in PICTURES:
        page = open_page(browser, url, width, height, theme)
        enter(page, account)
        page.goto(address)
        page.screenshot(path=folder / f"{name}.png")
        page.context.close()


def take_all(browser: Browser, url: str, options: argparse.Namespace) -> None:
    """Every kind of page of every account, in four looks."""
    shutil.rmtree(options.all, ignore_errors=True)
    options.all.mkdir(parents=True)
    done: set[str] = set()
    for account in options.accounts.split(","):
        page = open_page(browser, url, 1440, 900, "light")
        enter(page, account)
        for address in walk(page):
            if (shape(address) in done and address != "/") or not re.search(options.only, address):
                continue
            done.add(shape(address))
            for width, theme in LOOKS:
                page.set_viewport_size({"width": width, "height": {390: 844, 3840: 2160}.get(width, 900)})
                page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
                name = shape(address).strip("/").replace("/", "_") or "home"
                page.screenshot(path=options.all / f"{account}-{name}-{width}-{theme}.png")
        page.context.close()


def open_page(browser: Browser, url: str, width: int, height: int, theme: str) -> Page:
    """A page with a look of its own."""
    context = browser.new_context(base_url=url, viewport={"width": width, "height": height}, locale="zh-CN")
    context.add_cookies([{"name": "theme", "value": theme, "url": url}])
    return context.new_page()


if __name__ == "__main__":
    main()
