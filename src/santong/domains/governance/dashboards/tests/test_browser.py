"""A wall in the system's Chromium: paired, cut off, back on the line; at 1080p and 4K nothing is cut. And a drawing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, expect

from santong.domains.governance.dashboards.tests.making import World, make_world, wall
from santong.domains.platform.access.testing import signed_in

# What the browser does with a page is the same on every database.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.only_on("sqlite")]
OVERFLOWING = """
  [...document.querySelectorAll('.wall-card, .wall-panel, header')]
    .filter(each => each.scrollWidth > each.clientWidth + 1).map(each => each.textContent)
"""


@pytest.fixture
def world(db: None) -> World:
    cache.clear()
    return make_world()


@pytest.fixture
def device(world: World, live_server, chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(base_url=live_server.url, viewport={"width": 1920, "height": 1080})
    yield context
    context.close()


def test_a_wall_is_paired_and_goes_on_without_a_line(world: World, device: BrowserContext):
    page = device.new_page()
    page.goto("/wall/")
    letters = page.locator("[data-letters]")
    expect(letters).to_have_text(re.compile(r"^\S{4} \S{4}$"))
    wall(world.region.city, world.boards["city"], code=letters.inner_text(), seconds=10)
    expect(page.locator("[data-title]")).to_have_text("看板 city")
    expect(page.locator("[data-board]")).to_contain_text("11.8")
    expect(page.locator("[data-pairing]")).to_be_hidden()
    for width, height in ((1920, 1080), (3840, 2160)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(200)
        size = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
        assert size[0] <= width and size[1] <= height, size
        assert page.evaluate(OVERFLOWING) == []
    device.set_offline(True)
    page.evaluate("Date.now = (real => () => real() + 5 * 60 * 1000)(Date.now)")
    expect(page.locator("[data-age]")).to_have_class("wall-late")
    expect(page.locator("[data-age]")).to_contain_text("5")
    expect(page.locator("[data-board]")).to_contain_text("11.8")
    device.set_offline(False)
    page.reload()
    expect(page.locator("[data-age]")).not_to_have_class("wall-late")


def test_clicks_draw_a_boundary_that_is_sent_as_points(world: World, live_server, chromium: Browser):
    client = signed_in("county_officer", world.region.east)
    context = chromium.new_context(base_url=live_server.url, viewport={"width": 1440, "height": 1000})
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto("/boundaries/new/")
    picture, table = page.locator("[data-outline]"), page.locator('textarea[name="lines"]')
    for x, y in ((50, 50), (250, 60), (200, 240)):
        picture.click(position={"x": x, "y": y})
    assert len(table.input_value().splitlines()) == 3
    page.locator("[data-outline-back]").click()
    assert len(table.input_value().splitlines()) == 2
    picture.click(position={"x": 120, "y": 250})
    page.select_option('select[name="place"]', str(world.region.east.pk))
    page.fill('input[name="source"]', "手绘")
    page.locator("form.form button[type=submit]").click()
    page.wait_for_url(re.compile(r"/boundaries/\d+/$"))
    expect(page.locator("svg[role=img]").first).to_be_visible()
    context.close()
