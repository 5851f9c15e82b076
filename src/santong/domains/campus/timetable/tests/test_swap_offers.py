"""Colleagues who swap lessons among themselves: asked in the timetable, answered from the inbox, two changes."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from santong.domains.campus.timetable.changing import (
    Cover,
    agree_to_swap,
    ask_for_swap,
    cover,
    decline_swap,
    take_back,
    withdraw_swap,
)
from santong.domains.campus.timetable.lessons import Lesson
from santong.domains.campus.timetable.models import Change, SwapOffer
from santong.domains.campus.timetable.tests.conftest import Cast
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import somebody
from santong.domains.platform.notices.models import Recipient
from santong.kit.access import SYSTEM, Viewer
from santong.kit.refusals import NotPossible

pytestmark = pytest.mark.django_db


@pytest.fixture
def lessons(cast: Cast) -> Cast:
    """Chinese on Monday, mathematics on Tuesday; on Wednesday the first teacher has another class."""
    cast.slot(cast.region.first, 1, 1, "语文", teacher=cast.first)
    cast.slot(cast.region.first, 2, 2, "数学", teacher=cast.second)
    cast.slot(cast.region.first, 3, 3, "音乐", teacher=cast.third)
    cast.slot(cast.region.second, 3, 3, "语文", teacher=cast.first)
    cache.clear()
    return cast


def acting(cast: Cast, name: str) -> Viewer:
    return viewer_in(getattr(cast, name).person, "staff")


def pair(cast: Cast) -> tuple[Lesson, Lesson]:
    """The lesson that the first teacher gives away, and the one of the second they would like."""
    return cast.lesson(cast.monday, 1), cast.lesson(cast.monday + timedelta(days=1), 2)


def asked(cast: Cast) -> SwapOffer:
    one, other = pair(cast)
    return ask_for_swap(acting=acting(cast, "first"), school=cast.school, one=one, other=other, reason="培训")


def taught(cast: Cast) -> list[tuple[int, str, Any]]:
    """What the first class has on Monday and Tuesday."""
    one, other = pair(cast)
    return [(each.day.isoweekday(), each.subject, each.teacher) for each in (one, other)]


def told(person: Any) -> int:
    return Recipient.objects.by_installation().filter(person=person).count()


def test_agreed_it_is_two_changes_which_may_be_undone_by_whoever_agreed(lessons: Cast):
    before = taught(lessons)
    offer = asked(lessons)
    assert told(lessons.second.person) == 1 and not Change.objects.by_installation().exists()
    key = agree_to_swap(acting=acting(lessons, "second"), offer=offer)
    offer.refresh_from_db()
    assert offer.state == "agreed" and offer.change_id == key
    assert taught(lessons) == [(1, "数学", lessons.second), (2, "语文", lessons.first)]
    rows = list(Change.objects.by_installation())
    assert {row.kind for row in rows} == {"swapped"} and len({row.act for row in rows}) == 1
    assert {row.reason for row in rows} == {"培训"} and told(lessons.first.person) == 1
    take_back(acting=lessons.viewer, change=rows[0])
    assert taught(lessons) == before


@pytest.mark.parametrize(
    ("step", "who", "state"), [(decline_swap, "second", "declined"), (withdraw_swap, "first", "withdrawn")]
)
def test_declined_or_withdrawn_nothing_changes(lessons: Cast, step: Any, who: str, state: str):
    before, offer = taught(lessons), asked(lessons)
    step(acting=acting(lessons, who), offer=offer)
    offer.refresh_from_db()
    assert offer.state == state and taught(lessons) == before
    with pytest.raises(NotPossible):
        agree_to_swap(acting=acting(lessons, "second"), offer=offer)


@pytest.mark.parametrize("who", ["first", "third"])
@pytest.mark.parametrize("step", [agree_to_swap, decline_swap])
def test_only_the_colleague_answers(lessons: Cast, step: Any, who: str):
    offer = asked(lessons)
    with pytest.raises(PermissionDenied):
        step(acting=acting(lessons, who), offer=offer)


def test_nobody_asks_for_lessons_of_others_or_for_a_lesson_of_their_own(lessons: Cast):
    one, other = pair(lessons)
    for name in ("second", "third"):
        with pytest.raises((PermissionDenied, NotPossible)):
            ask_for_swap(acting=acting(lessons, name), school=lessons.school, one=one, other=other)
    stranger = viewer_in(somebody("subject_teacher", lessons.region.far, "stranger"), "staff")
    with pytest.raises(PermissionDenied):
        ask_for_swap(acting=stranger, school=lessons.school, one=one, other=other)
    assert not SwapOffer.objects.by_installation().exists()


def test_what_cant_change_places_is_refused_with_the_reason_and_nothing_is_asked_twice(lessons: Cast):
    busy = lessons.lesson(lessons.monday + timedelta(days=2), 3)
    with pytest.raises(NotPossible, match="语文"):
        ask_for_swap(acting=acting(lessons, "first"), school=lessons.school, one=pair(lessons)[0], other=busy)
    asked(lessons)
    with pytest.raises(NotPossible):
        asked(lessons)


def test_a_lesson_that_was_changed_since_ends_an_offer(lessons: Cast):
    offer = asked(lessons)
    cover(acting=SYSTEM, school=lessons.school, covers=[Cover(pair(lessons)[0], lessons.third)])
    with pytest.raises(NotPossible):
        agree_to_swap(acting=acting(lessons, "second"), offer=offer)
    assert SwapOffer.objects.by_installation().get().state == "open"


def test_what_is_over_is_no_longer_agreed_to(lessons: Cast):
    offer = asked(lessons)
    SwapOffer.objects.by_installation().update(day=timezone.localdate() - timedelta(days=1))
    offer.refresh_from_db()
    with pytest.raises(NotPossible):
        agree_to_swap(acting=acting(lessons, "second"), offer=offer)


def test_three_taps_to_ask_and_two_to_agree(lessons: Cast):
    one, other = pair(lessons)
    client, place = (
        lessons.client(lessons.first.person),
        f"class={one.school_class.pk}&day={one.day}&period={one.period}",
    )
    week = client.get(f"/timetable/?day={one.day}").content.decode()
    assert "/timetable/lesson/?" in week
    page = client.get(f"/timetable/lesson/?{place}").content.decode()
    assert f"ask-{other.day}-2" in page and "cover-" not in page and "音乐" in page
    given = {"class": one.school_class.pk, "day": one.day, "period": 1, "do": f"ask-{other.day}-2", "reason": "培训"}
    answer = client.post("/timetable/lesson/", given)
    offer = SwapOffer.objects.by_installation().get()
    assert answer.status_code == 302 and answer.headers["Location"] == f"/swap-offers/{offer.pk}/"
    colleague = lessons.client(lessons.second.person)
    assert f"/swap-offers/{offer.pk}/" in colleague.get("/today/").content.decode()
    assert colleague.post(f"/swap-offers/{offer.pk}/agree-to-swap/", {}).status_code == 302
    assert taught(lessons)[0][1] == "数学"


def test_whoever_agreed_takes_it_back_at_once(lessons: Cast):
    before, offer = taught(lessons), asked(lessons)
    colleague = lessons.client(lessons.second.person)
    colleague.post(f"/swap-offers/{offer.pk}/agree-to-swap/", {})
    assert taught(lessons) != before
    page = colleague.get(f"/swap-offers/{offer.pk}/").content.decode()
    undo = re.search(r'action="(/kit/undo/[^"]+)"', page)
    assert undo and colleague.post(undo[1]).status_code in (200, 302)
    offer.refresh_from_db()
    assert (offer.state, offer.change) == ("open", None) and taught(lessons) == before


def test_a_lesson_that_has_begun_is_neither_asked_for_nor_given(lessons: Cast, monkeypatch: pytest.MonkeyPatch):
    offer, one = asked(lessons), pair(lessons)[0]
    before = taught(lessons)
    moment = one.moment
    assert moment is not None
    monkeypatch.setattr("santong.domains.campus.timetable.changing.timezone.now", lambda: moment)
    with pytest.raises(NotPossible, match="已经开始"):
        agree_to_swap(acting=acting(lessons, "second"), offer=offer)
    SwapOffer.objects.by_installation().delete()
    with pytest.raises(NotPossible, match="已经开始"):
        asked(lessons)
    assert taught(lessons) == before


@pytest.mark.parametrize("do", ["cancel", "cover-1", "swap-2026-01-01-1", "ask-x", "", "ask-2026-13-45-1"])
def test_whoever_only_teaches_arranges_nothing(lessons: Cast, do: str):
    one, before = pair(lessons)[0], taught(lessons)
    given = {"class": one.school_class.pk, "day": one.day, "period": 1, "do": do}
    answer = lessons.client(lessons.first.person).post("/timetable/lesson/", given)
    assert answer.status_code in (403, 422)
    assert taught(lessons) == before and not SwapOffer.objects.by_installation().exists()


def test_others_see_neither_lesson_page_nor_offer(lessons: Cast):
    offer = asked(lessons)
    one = pair(lessons)[0]
    place = {"class": one.school_class.pk, "day": one.day.isoformat(), "period": 1}
    for person in (lessons.third.person, somebody("parent", lessons.region.first, "parent")):
        client = lessons.client(person)
        assert client.get("/timetable/lesson/", place).status_code == 403
        assert client.get(f"/swap-offers/{offer.pk}/").status_code in (403, 404)
    assert lessons.client().get(f"/swap-offers/{offer.pk}/").status_code == 200
