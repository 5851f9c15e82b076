"""Every page that every kind of account reaches: accessible, translated, without side scrolling."""

from __future__ import annotations

import os
import re
from binascii import crc32
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Page

from santong.domains.learning import resources
from santong.domains.platform.demonstration.accounts import GROUPS
from santong.kit.testing.sharing import first
from tests.e2e.conftest import enter
from tests.e2e.crawl import shape, walk

# The two that differ in everything: each kind of page is looked at in one of them, and its width tried in both, since
# all pages are made of the same parts. EVERY_LOOK=1 looks at each in both, and in those between.
LOOKS = [("light", "normal", 1440), ("dark", "large", 390)]
EVERY_LOOK = bool(os.environ.get("EVERY_LOOK"))
if EVERY_LOOK:
    LOOKS += [("light", "normal", 390), ("dark", "normal", 1440), ("light", "large", 1440)]
SIGNED_OUT = ["/demo/", "/account/login/", "/there-is-nothing-here/"]
# Evaluated, not added as an element: the content security policy forbids the latter.
AXE = (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
NARROW_AND_WIDE = (320, 3840)
ALL_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

FRAME = ["nav.side", "header.top", ".dock", "#palette", "#drawer", "#shortcuts"]
"""What is the same around all pages of an account, and is asked on its home page: three fifths of what asking costs."""

RUN_AXE = """async ([values, exclude]) => {
  const found = await axe.run({exclude}, {runOnly: {type: "tag", values}, resultTypes: ["violations"]});
  return found.violations.filter(v => ["serious", "critical"].includes(v.impact))
    .map(v => v.id + ": " + v.nodes.slice(0, 3).map(n => n.target.join(" ")).join(" | "));
}"""

# Colours on their way from one theme to the other have too little contrast.
AT_ONCE = """const still = new CSSStyleSheet();
still.replaceSync("*, *::before, *::after { transition: none !important; }");
document.adoptedStyleSheets.push(still);"""

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


def is_new(address: str) -> bool:
    """Whether nobody has looked at this kind of page; what a home page holds is each account's own."""
    return address == "/" or first(Path(os.environ["SANTONG_HOME"], "pages-looked-at"), shape(address))


def is_unasked(address: str) -> bool:
    """Whether nobody has asked for this kind of page."""
    return first(Path(os.environ["SANTONG_HOME"], "pages-asked-for"), shape(address))


@pytest.mark.parametrize("account", [account.username for group in GROUPS for account in group.accounts])
def test_pages_of_an_account(new_page, account, database):
    page = new_page()
    page.add_init_script(AT_ONCE)
    enter(page, account)
    found = []
    # What a page looks like, and who may open it, doesn't depend on the database; that a kind of page answers may.
    looked_at = walk(page, is_new) if database == "sqlite" else walk(page, lambda address: address == "/", is_unasked)
    for address in looked_at:
        found += [f"{address}: English: {text[:80]}" for text in page.evaluate(WORDS) if is_english(text)]
        if database != "sqlite":
            continue
        page.evaluate(AXE)
        found += [problem for look in LOOKS for problem in faults(page, address, look)]
        found += [problem for width in NARROW_AND_WIDE for problem in sideways(page, address, width)]
    assert not found


def is_asked(address: str, look: tuple[str, str, int]) -> bool:
    """Whether the rules are asked of a kind of page in this look."""
    return EVERY_LOOK or address == "/" or look == LOOKS[crc32(shape(address).encode()) % len(LOOKS)]


def is_english(text: str) -> bool:
    """Whether a text has English words; abbreviations and the titles of English lessons do not count."""
    found = ENGLISH.search(text)
    return found is not None and any(
        word.islower() or word.istitle() for word in found[0].split() if word.lower() not in lesson_words()
    )


@cache
def lesson_words() -> frozenset[str]:
    """The words of the demonstration's textbooks and lessons, and of the groups of synonyms."""
    domains = Path(resources.__file__).parents[2]
    files = [path for path in domains.glob("*/*/demo*") if path.is_file()] + [
        *domains.glob("*/*/demo/*.*"),
        *domains.glob("*/*/synonyms.py"),
    ]
    texts = [path.read_text("utf-8") for path in files if path.suffix in (".txt", ".py")]
    return frozenset(word.lower() for text in texts for word in re.findall(r"[A-Za-z]+", text))


def put_on(page: Page, theme: str, text: str, width: int) -> None:
    """Change the look of a page without loading it again."""
    page.set_viewport_size({"width": width, "height": 844 if width < 600 else 900})
    page.evaluate("([theme, text]) => Object.assign(document.documentElement.dataset, {theme, text})", [theme, text])


def faults(page: Page, address: str, look: tuple[str, str, int]) -> list[str]:
    """What is wrong with an open page in one look."""
    put_on(page, *look)
    asked = [ALL_RULES, [] if address == "/" else FRAME]
    found = page.evaluate(RUN_AXE, asked) if is_asked(address, look) else []
    return [f"{address} {look}: {problem}" for problem in found] + sideways(page, address, look[-1])


def sideways(page: Page, address: str, width: int) -> list[str]:
    """The page's address when it is wider than a screen of this width."""
    if page.viewport_size is None or page.viewport_size["width"] != width:
        page.set_viewport_size({"width": width, "height": 300})
    wider = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")
    return [f"{address} scrolls sideways at {width}"] if wider else []


def test_pages_before_sign_in(new_page):
    found = []
    page = new_page()
    page.add_init_script(AT_ONCE)
    for address in SIGNED_OUT:
        page.goto(address)
        page.evaluate(AXE)
        found += [problem for look in LOOKS for problem in faults(page, address, look)]
        found += [problem for width in NARROW_AND_WIDE for problem in sideways(page, address, width)]
    assert not found


def test_pages_in_english_have_english_frames(new_page):
    page = new_page(language="en")
    enter(page, "principal")
    frame = page.locator("nav.side").inner_text() + page.locator("h1").inner_text()
    # The names of people, organisations and the product stay as they are.
    assert "Today" in frame and "All functions" in frame
