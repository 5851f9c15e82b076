"""The day of an examination in the system's Chromium, on a phone: an absent pupil, an invigilator replaced; axe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from santong.domains.campus.exams.models import Absentee, Invigilation
from santong.domains.campus.exams.tests.conftest import Cast
from santong.domains.platform.access.testing import client_of
from santong.domains.platform.identity.public import Person

# What the browser does with a page is the same on every database.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.only_on("sqlite")]
# Evaluated, not added as an element: the content security policy forbids the latter.
AXE = (Path(__file__).parents[6] / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
CHECK = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations.map(each => each.id)"


@pytest.fixture
def enter(live_server: Any, chromium: Browser) -> Iterator[Callable[[Person], Page]]:
    """Somebody signs in on a phone."""
    cache.clear()
    opened = []

    def sign_in(person: Person) -> Page:
        context = chromium.new_context(
            base_url=live_server.url, locale="zh-CN", viewport={"width": 390, "height": 844}, has_touch=True,
            reduced_motion="reduce",  # colours on their way are no colours to be judged
        )  # fmt: skip
        opened.append(context)
        session = client_of(person).cookies["session"].value
        context.add_cookies([{"name": "session", "value": session, "url": live_server.url}])
        return context.new_page()

    yield sign_in
    for context in opened:
        context.close()


def test_the_day_on_a_phone(cast: Cast, enter: Callable[[Person], Page]):
    cast.examination.invigilators = 1
    cast.examination.save()
    cast.publish()
    cast.today()
    page = enter(cast.affairs_person)
    room = cast.exam_rooms()[0]
    absent = cast.seats(exam_room=room)[2]
    page.goto(f"{cast.url}day/")
    page.get_by_role("link", name="点名").first.tap()
    page.locator("[data-roll-next]").filter(has_text=absent.pupil.person.name).tap()
    page.get_by_role("button", name="其余全到").tap()
    expect(page.get_by_text("点名完成")).to_be_visible()
    assert [row.seat for row in Absentee.objects.all()] == [absent]
    page.goto(f"{cast.url}day/")
    expect(page.get_by_text(absent.pupil.person.name)).to_be_visible()
    row = Invigilation.objects.filter(exam_room=room, paper=cast.paper("语文")).get()
    page.locator(f'a[href="/invigilations/{row.pk}/give/"]').tap()
    page.get_by_role("button", name="由他监考").first.tap()
    page.wait_for_url(f"**{cast.url}day/")
    before, row = row.staff_id, Invigilation.objects.get(pk=row.pk)
    assert row.staff_id != before and row.fixed
    for address in (cast.url, f"{cast.url}day/", f"{cast.url}invigilators/", f"/exam-rooms/{room.pk}/",
                    f"/invigilations/{row.pk}/give/", f"{cast.url}add-papers/", "/my-exams/"):  # fmt: skip
        page.goto(address)
        page.evaluate(AXE)
        assert page.evaluate(CHECK) == [], address
