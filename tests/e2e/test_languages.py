"""Pages in languages that a region brought: all that is said is translated, nothing is too narrow, and turned round."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from santong.kit.testing.pseudo import CLOSE, OPEN
from tests.e2e.conftest import enter

pytestmark = pytest.mark.only_on("sqlite")

SAID = """() => [...document.querySelectorAll("nav.side a, button, label, legend, th, summary, h2, [role=tab]")]
  .filter(e => e.checkVisibility())
  .filter(e => !e.closest("[lang]:not(html), main [data-rows], .identity, .brand, .person-button"))
  .map(e => e.innerText.trim()).filter(Boolean)"""
NAMES = {"云岭市第一中学"}
"""What stands among the words of pages without being one."""
CHINESE = re.compile(r"[\u4e00-\u9fff]")
WIDTHS = (320, 1440)


def speak(page: Page, code: str) -> None:
    page.context.add_cookies([{"name": "language", "value": code, "url": page.url}])


@pytest.fixture
def principal(new_page) -> Page:
    page = new_page()
    enter(page, "principal")
    return page


def areas(page: Page) -> list[str]:
    """The addresses of the navigation, and of the tabs on the first page of each area."""
    found = page.locator("nav.side a[href^='/']").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    return list(dict.fromkeys(each for each in found if not each.startswith("/account/")))


def test_a_language_that_was_brought_can_be_chosen(principal):
    principal.locator(".display-menu summary").first.click()
    principal.get_by_role("button", name="Mirrored").first.click()
    expect(principal.locator("html")).to_have_attribute("dir", "rtl")
    expect(principal.locator("html")).to_have_attribute("lang", "ug")
    # It was kept for the person, whom other tests expect to read Chinese.
    principal.locator(".display-menu summary").first.click()
    principal.locator('button[name=language][value="zh-hans"]').click()
    expect(principal.locator("html")).to_have_attribute("lang", "zh-hans")


def test_everything_that_pages_say_can_be_translated(principal):
    speak(principal, "bo")
    untranslated = {}
    for address in areas(principal):
        principal.goto(address)
        said = [
            text for text in principal.evaluate(SAID) if CHINESE.search(text) and OPEN not in text and text not in NAMES
        ]
        untranslated |= dict.fromkeys(said, address)
    assert OPEN in principal.locator("nav.side").inner_text() and CLOSE in principal.title()
    assert not untranslated


@pytest.mark.parametrize("code", ["bo", "ug"])
def test_nothing_is_too_narrow_for_longer_words(principal, code):
    speak(principal, code)
    wider = []
    for address in areas(principal):
        principal.goto(address)
        for width in WIDTHS:
            principal.set_viewport_size({"width": width, "height": 844})
            if principal.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
                wider.append(f"{address} at {width}")
    assert not wider


def test_what_stands_at_the_beginning_stands_right_where_one_reads_from_there(principal):
    speak(principal, "ug")
    principal.goto("/agenda/")
    side = principal.locator("nav.side").bounding_box()
    assert side["x"] > 1440 / 2
    flipped = principal.locator(".icon:has(use[href$='#chevron-right'])").first
    assert "-1" in flipped.evaluate("e => getComputedStyle(e).scale + getComputedStyle(e).transform")
