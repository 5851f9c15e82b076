"""Make the handbook's pictures from the demonstration, in the system's Chromium.

make handbook-pictures        src/santong/static_build/handbook/*.png

They lie with the built styles and are not kept with the code, so they show the pages as they are.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "santong.config.settings")

import django

from santong.kit.testing.browser import ARGUMENTS, CHROMIUM
from santong.kit.testing.serving import installation
from tests.e2e.conftest import enter

FOLDER = Path(__file__).parent.parent / "src/santong/static_build/handbook"
ACCOUNTS = ("class-teacher", "principal", "parent", "county", "admin", "auditor")
"""Each page is shown to the first of them who may open it."""
WIDTH, HEIGHT = 1200, 720


def main() -> None:
    """Serve a fresh demonstration and take a picture of the first page of each section."""
    left = dict(pages())
    FOLDER.mkdir(parents=True, exist_ok=True)
    with installation() as made, made.serving(command="demo") as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for account in ACCOUNTS:
            size = {"width": WIDTH, "height": HEIGHT}
            page = browser.new_context(base_url=served.url, viewport=size, locale="zh-CN").new_page()  # type: ignore[arg-type]
            enter(page, account)
            for name, address in list(left.items()):
                if opened(page, address):
                    page.screenshot(path=FOLDER / f"{name}.png")
                    del left[name]
            page.context.close()
        browser.close()
    print(f"without a picture: {', '.join(left) or 'none'}")


def pages() -> Iterator[tuple[str, str]]:
    """The sections by name, with the address of the first page that each is about."""
    django.setup()
    from django.urls import reverse

    from santong.kit.handbook import HandbookSection
    from santong.kit.registry import registry

    for section in registry.of(HandbookSection):
        if section.pages:
            yield section.name, reverse(section.pages[0])


def opened(page: Page, address: str) -> bool:
    """Whether the page opens for whoever is signed in."""
    answer = page.goto(address)
    return answer is not None and answer.status == 200


if __name__ == "__main__":
    main()
