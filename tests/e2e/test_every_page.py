"""Every page that every kind of account reaches: accessible, translated, without side scrolling."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import AXE, enter
from tests.e2e.crawl import reachable, shape

ACCOUNTS = ["admin", "county", "principal", "school-it", "class-teacher", "pupil", "parent"]
LOOKS = [
    ("light", "normal", 1440),
    ("light", "normal", 390),
    ("dark", "normal", 1440),
    ("dark", "large", 390),
]
SIGNED_OUT = ["/demo/", "/account/login/", "/there-is-nothing-here/"]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

RUN_AXE = """async tags => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]});
  return found.violations.filter(v => ["serious", "critical"].includes(v.impact))
    .map(v => v.id + ": " + v.nodes.slice(0, 3).map(n => n.target.join(" ")).join(" | "));
}"""

WORDS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent.closest("script, style, noscript, code, kbd, [lang=en], template, .diff")) continue;
    texts.push(walker.currentNode.textContent.trim());
  }
  for (const e of document.querySelectorAll("[aria-label], [placeholder], [title]"))
    for (const name of ["aria-label", "placeholder", "title"])
      if (e.getAttribute(name) && !e.closest("[lang=en]")) texts.push(e.getAttribute(name));
  return texts.filter(Boolean).concat([document.title]);
}"""
ENGLISH = re.compile(r"\b(?:[A-Za-z]{3,}\s+){1,}[A-Za-z]{2,}\b")


def problems(page: Page) -> list[str]:
    """What axe finds that is serious or critical."""
    # Evaluated, not added as an element: the content security policy forbids the latter.
    page.evaluate(AXE.read_text("utf-8"))
    return page.evaluate(RUN_AXE, TAGS)


def scrolls_sideways(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")


@pytest.fixture(scope="session")
def seen() -> set[str]:
    """The kinds of pages that have been looked at in every look."""
    return set()


@pytest.mark.parametrize("account", ACCOUNTS)
def test_pages_of_an_account(new_page, seen, account, request):
    # What a page looks like doesn't depend on the database: one look at it is enough on the second.
    every_look = LOOKS if request.config.getoption("--db") == "sqlite" else LOOKS[:1]
    page = new_page()
    enter(page, account)
    found = []
    for address in reachable(page):
        page.goto(address)
        found += [f"{address}: English: {text[:80]}" for text in page.evaluate(WORDS) if ENGLISH.search(text)]
        looks = LOOKS[:1] if shape(address) in seen else every_look
        seen.add(shape(address))
        for look in looks:
            put_on(page, *look)
            found += [f"{address} {look}: {problem}" for problem in problems(page)]
            if scrolls_sideways(page):
                found.append(f"{address} {look}: scrolls sideways")
    assert not found


def put_on(page: Page, theme: str, text: str, width: int) -> None:
    """Change the look of a page without loading it again."""
    page.set_viewport_size({"width": width, "height": 844 if width < 600 else 900})
    page.evaluate("([theme, text]) => Object.assign(document.documentElement.dataset, {theme, text})", [theme, text])
    page.wait_for_timeout(300)  # until the new colours are drawn


def test_pages_before_sign_in(new_page):
    found = []
    page = new_page()
    for address in SIGNED_OUT:
        page.goto(address)
        for look in [*LOOKS, ("light", "normal", 320), ("light", "normal", 3840)]:
            put_on(page, *look)
            found += [f"{address} {look}: {problem}" for problem in problems(page)]
            if scrolls_sideways(page):
                found.append(f"{address} {look}: scrolls sideways")
    assert not found


@pytest.mark.parametrize("width", [320, 3840])
def test_nothing_scrolls_sideways_on_the_narrowest_and_widest_screens(new_page, width):
    page = new_page(width=width)
    enter(page, "school-it")
    found = []
    for address in reachable(page):
        page.goto(address)
        if scrolls_sideways(page):
            found.append(address)
    assert not found


def test_pages_in_english_have_english_frames(new_page):
    page = new_page(language="en")
    enter(page, "principal")
    frame = page.locator("nav.side").inner_text() + page.locator("h1").inner_text()
    # The names of people, organisations and the product stay as they are.
    assert "Home" in frame or "Good" in frame
