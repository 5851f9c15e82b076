"""A panel in the system's Chromium: paired, cut off, switched off and on, and back on the line."""

from __future__ import annotations

import re
import time as clock
from collections.abc import Iterator
from datetime import time

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, Page, expect

from santong.domains.campus.screens.actions import revoke, send_alarm
from santong.domains.campus.screens.models import Alarm, Screen
from santong.domains.campus.screens.tests.conftest import Cast, make_cast
from santong.domains.platform.access.testing import Region

# What the browser does with a page is the same on every database.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.only_on("sqlite")]
WITHIN = 10_000
"""Milliseconds in which a change is on the screen."""


@pytest.fixture
def cast(region: Region) -> Cast:
    cache.clear()
    cast = make_cast(region)
    cast.choose(dark_from=time(6, 30))  # never dark, whenever this runs
    return cast


@pytest.fixture
def panel(cast: Cast, live_server, chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(base_url=live_server.url, viewport={"width": 1920, "height": 1080})
    yield context
    context.close()


def paired(cast: Cast, panel: BrowserContext) -> tuple[Page, Screen]:
    page = panel.new_page()
    page.goto("/screen/")
    letters = page.locator("[data-letters]")
    expect(letters).to_have_text(re.compile(r"^\S{4} \S{4}$"))
    screen = cast.hang(code=letters.inner_text())
    expect(page.locator("[data-title]")).to_have_text(str(cast.region.first), timeout=WITHIN)
    return page, screen


def test_a_panel_goes_on_without_a_line_and_after_a_reboot(cast: Cast, panel: BrowserContext):
    cast.change(1, "语文")
    page, screen = paired(cast, panel)
    expect(page.locator("[data-week]")).to_contain_text("语文")
    expect(page.locator("[data-pairing]")).to_be_hidden()
    page.wait_for_function(
        "navigator.serviceWorker.controller !== null || navigator.serviceWorker.ready.then(() => true)"
    )
    began = clock.monotonic()
    cast.change(2, "音乐")
    expect(page.locator("[data-week]")).to_contain_text("音乐", timeout=WITHIN)
    print(f"a change was shown after {clock.monotonic() - began:.1f} s")

    panel.set_offline(True)
    page.close()
    page = panel.new_page()
    page.goto("/screen/")
    expect(page.locator("[data-title]")).to_have_text(str(cast.region.first))
    expect(page.locator("[data-week]")).to_contain_text("音乐")

    cast.change(3, "美术")
    page.wait_for_timeout(1_000)
    expect(page.locator("[data-week]")).not_to_contain_text("美术")
    panel.set_offline(False)
    began = clock.monotonic()
    expect(page.locator("[data-week]")).to_contain_text("美术", timeout=WITHIN)
    print(f"after the line returned it was shown after {clock.monotonic() - began:.1f} s")

    alarm = Alarm(school=cast.school, path=cast.school.path, text="Into the yard")
    send_alarm(acting=cast.viewer, alarm=alarm, minutes=10)
    expect(page.locator("[data-alarm]")).to_contain_text("Into the yard", timeout=WITHIN)

    screen.refresh_from_db()
    revoke(acting=cast.viewer, screen=screen)
    expect(page.locator("[data-pairing]")).to_be_visible(timeout=WITHIN)
    expect(page.locator("[data-alarm]")).to_be_hidden()
    panel.set_offline(True)
    page.reload()
    expect(page.locator("[data-board]")).to_be_hidden()
    assert "语文" not in page.locator("[data-week]").inner_text()


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1080, 1920), (3840, 2160)])
def test_everything_fits_on_the_panel(cast: Cast, panel: BrowserContext, width: int, height: int):
    for period, subject in enumerate(("道德与法治", "数学", "体育与健康", "英语"), start=1):
        cast.change(period, subject)
    page, _screen = paired(cast, panel)
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_timeout(300)
    size = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert size[0] <= width and size[1] <= height
    cut = page.evaluate(
        "[...document.querySelectorAll('[data-today] li, [data-week] span')]"
        ".filter(each => each.scrollHeight > each.clientHeight + 2).map(each => each.textContent)"
    )
    assert cut == []
    smallest = page.evaluate(
        "Math.min(...[...document.querySelectorAll('[data-board] *')].filter(each => each.offsetParent && "
        "each.childNodes.length && [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim()))"
        ".map(each => parseFloat(getComputedStyle(each).fontSize)))"
    )
    assert smallest >= 0.0118 * max(width, height), "readable from three metres"
