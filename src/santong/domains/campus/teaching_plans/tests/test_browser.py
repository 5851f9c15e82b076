"""Arranging a draft in the system's Chromium: by dragging, and by the keys alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from santong.domains.campus.teaching_plans.tests.conftest import Cast
from santong.domains.campus.timetable.public import Slot, Timetable
from santong.domains.platform.access.testing import client_of

# What the browser does with a page is the same on every database.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.only_on("sqlite")]


@pytest.fixture
def draft(cast: Cast) -> Timetable:
    return Timetable.objects.create(school=cast.school, path=cast.school.path, name="草稿", since=date(2027, 2, 22))


@pytest.fixture
def page(cast: Cast, draft: Timetable, live_server, chromium: Browser) -> Iterator[Page]:
    """The week of the first class: mathematics on Monday, Chinese on Wednesday, a lesson that is locked on Friday."""
    cache.clear()
    for (weekday, period), subject in {(1, 1): "数学", (3, 2): "语文", (5, 1): "班会"}.items():
        Slot.objects.create(
            timetable=draft, school_class=cast.region.first, path=cast.region.first.path, weekday=weekday,
            period=period, subject=subject, locked=subject == "班会",
        )  # fmt: skip
    context = chromium.new_context(base_url=live_server.url, locale="zh-CN", viewport={"width": 1440, "height": 900})
    session = client_of(cast.affairs).cookies["session"].value
    context.add_cookies([{"name": "session", "value": session, "url": live_server.url}])
    opened = context.new_page()
    opened.goto(f"/timetables/{draft.pk}/by-hand/?class={cast.region.first.pk}")
    yield opened
    context.close()


def cell(page: Page, weekday: int, period: int):  # type: ignore[no-untyped-def]
    return page.locator(f"tbody tr:nth-child({period}) td:nth-child({weekday + 1})")


def at(subject: str) -> tuple[int, int]:
    slot = Slot.objects.by_installation().get(subject=subject)
    return slot.weekday, slot.period


def drag(page: Page, source, target) -> None:  # type: ignore[no-untyped-def]
    """Take the lesson of a cell over another one, once every cell says what it would mean."""
    source.locator("a").hover()
    page.mouse.down()
    page.mouse.move(600, 300, steps=3)
    expect(page.locator("td form").first).to_be_visible()
    box = target.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=3)
    page.mouse.up()


def test_a_lesson_is_dragged_to_a_free_place_and_onto_another_one(page: Page):
    drag(page, cell(page, 1, 1), cell(page, 2, 3))
    expect(cell(page, 2, 3)).to_contain_text("数学")
    assert at("数学") == (2, 3)
    drag(page, cell(page, 2, 3), cell(page, 3, 2))
    expect(cell(page, 2, 3)).to_contain_text("语文")
    assert (at("数学"), at("语文")) == ((3, 2), (2, 3))


def test_a_lesson_that_is_dropped_where_it_cant_go_is_where_it_was(page: Page):
    before = cell(page, 3, 2).inner_text()
    drag(page, cell(page, 1, 1), cell(page, 5, 1))
    expect(page.locator("td form")).to_have_count(0)
    assert cell(page, 3, 2).inner_text() == before
    assert at("数学") == (1, 1)


def test_keys_alone_pick_up_go_and_put_down(page: Page):
    cell(page, 1, 1).locator("a").focus()
    page.keyboard.press("Enter")
    expect(page.locator("td form").first).to_be_visible()
    cell(page, 1, 2).locator("button").focus()
    for key in ("ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    expect(cell(page, 2, 3)).to_contain_text("数学")
    assert at("数学") == (2, 3)
    cell(page, 2, 3).locator("a").focus()
    page.keyboard.press("Enter")
    cell(page, 1, 1).locator("button").focus()
    page.keyboard.press("Escape")
    expect(page.locator("td form")).to_have_count(0)
    assert at("数学") == (2, 3)
