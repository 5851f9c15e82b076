"""Bookings of the demonstration school: this week's, a weekly one, and one that waits for approval."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta

from django.utils import timezone

from santong.domains.campus.bookings.actions import book
from santong.domains.campus.bookings.models import Thing
from santong.domains.campus.bookings.times import Times, on_day, weekly
from santong.domains.campus.places.public import Room
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.calendars.public import school_days
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, school_of
from santong.kit.access import Viewer
from santong.kit.demo import Region

NAMES = ("principal", "affairs", "teacher", "class-teacher")
THINGS = (
    ("平板推车（一）", "计算机教室旁", False),
    ("平板推车（二）", "明德楼二层", False),
    ("校车", "北门停车场", True),
)


def book_some(region: Region) -> None:
    """Things of the school, and bookings of the accounts that people try out; nothing where there are none."""
    people = Person.objects.by_installation().filter(username__in=NAMES)
    cast = {person.username: viewer_in(person, "staff") for person in people}
    school = school_of(cast["principal"].grants[0].path) if len(cast) == len(NAMES) else None
    if school is None:
        return
    for name, kept_at, needs in THINGS:
        Thing.objects.create(school=school, path=school.path, name=name, kept_at=kept_at, needs_approval=needs)
    _fill(cast, school)


def _fill(cast: Mapping[str, Viewer], school: Organisation) -> None:
    today = timezone.localdate()
    days = school_days(school.path, today + timedelta(days=1), today + timedelta(days=30)) or [today]
    rooms = {row.name: row for row in Room.objects.belonging_to(school=school).select_related("building")}
    lab, recording, hall, meeting = (rooms[name] for name in ("科学实验室", "录播教室", "多功能报告厅", "会议室"))
    cart = Thing.objects.belonging_to(school=school).order_by("pk").first()
    assert cart is not None
    book(acting=cast["teacher"], what=lab, title="水的浮力分组实验", times=_lesson(days[0], 9, 0))
    book(acting=cast["teacher"], what=recording, title="数学公开课试讲", times=_lesson(days[1], 14, 0))
    book(acting=cast["class-teacher"], what=cart, title="四年级英语听读", times=_lesson(days[0], 10, 10))
    weekly_times = list(weekly(_lesson(days[1], 16, 30)[0], days[1] + timedelta(days=28)))
    book(acting=cast["affairs"], what=meeting, title="教研组长例会", times=weekly_times)
    book(acting=cast["class-teacher"], what=hall, title="家长会", times=_lesson(days[2], 14, 0, 120))
    book(acting=cast["principal"], what=meeting, title="校务会", times=_lesson(days[0], 15, 40, 60))


def _lesson(day: date, hour: int, minute: int, lasts: int = 40) -> list[Times]:
    end = hour * 60 + minute + lasts
    return [on_day(day, time(hour, minute), time(end // 60, end % 60))]
