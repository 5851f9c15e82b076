"""The lessons of dates: by the week's rhythm, the calendar, the timetable in force, and what was changed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from santong.domains.campus.places.public import Room
from santong.domains.campus.staff.public import Staff
from santong.domains.campus.timetable.changing import Cover, cover
from santong.domains.campus.timetable.lessons import (
    lessons_in_room,
    lessons_of_class,
    lessons_of_school,
    lessons_of_teacher,
)
from santong.domains.campus.timetable.models import Slot, Timetable
from santong.domains.campus.timetable.queries import own_entries, own_lessons
from santong.domains.campus.timetable.tests.conftest import Cast, words
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import somebody
from santong.domains.platform.calendars.public import set_days
from santong.kit.access import SYSTEM
from santong.kit.agenda import midnight

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=6)


def test_a_week_has_the_lessons_of_its_days(cast: Cast):
    cast.slot(cast.region.first, 2, 1, "数学", teacher=cast.second)
    cast.slot(cast.region.first, 1, 4, "语文", teacher=cast.first)
    found = lessons_of_class(cast.school, cast.region.first, cast.monday, cast.monday + WEEK)
    assert words(found) == ["1/4 语文", "2/1 数学"]
    assert (str(found[0].begins), str(found[0].ends), found[0].teacher) == ("14:00:00", "14:40:00", cast.first)
    assert words(lessons_of_teacher(cast.school, cast.second, cast.monday, cast.monday + WEEK)) == ["2/1 数学"]


def test_odd_and_even_weeks_take_turns(cast: Cast):
    cast.slot(cast.region.first, 3, 2, "美术", rhythm=Slot.Rhythm.ODD)
    cast.slot(cast.region.first, 3, 2, "音乐", rhythm=Slot.Rhythm.EVEN)
    found = lessons_of_class(cast.school, cast.region.first, cast.monday, cast.monday + timedelta(days=27))
    # The term began four weeks before, so this is its fifth week.
    assert [each.subject for each in found] == ["美术", "音乐", "美术", "音乐"]


def test_holidays_have_none_and_make_up_days_those_of_another_weekday(cast: Cast):
    cast.slot(cast.region.first, 4, 1, "科学")
    thursday, saturday = cast.monday + timedelta(days=3), cast.monday + timedelta(days=5)
    set_days(acting=SYSTEM, organisation=cast.region.city, first=thursday, last=thursday, kind="holiday", name="校庆")
    assert lessons_of_class(cast.school, cast.region.first, cast.monday, cast.monday + WEEK) == []
    set_days(
        acting=SYSTEM,
        organisation=cast.region.city,
        first=saturday,
        last=saturday,
        kind="workday",
        name="补课",
        follows=4,
    )
    found = lessons_of_class(cast.school, cast.region.first, cast.monday, cast.monday + WEEK)
    assert words(found) == ["6/1 科学"]


def test_a_later_timetable_takes_over_on_its_day_and_ends_on_its_last(cast: Cast):
    cast.slot(cast.region.first, 1, 1, "语文")
    cast.slot(cast.region.first, 5, 1, "语文")
    wednesday = cast.monday + timedelta(days=2)
    later = Timetable.objects.create(
        school=cast.school, path=cast.school.path, name="新", since=wednesday, until=wednesday + WEEK, state="published"
    )
    cast.timetable = later
    cast.slot(cast.region.first, 5, 1, "数学")
    cast.slot(cast.region.first, 1, 1, "数学")
    found = lessons_of_class(cast.school, cast.region.first, cast.monday, cast.monday + timedelta(days=20))
    # After its last day nothing holds: the one before was replaced for good.
    assert words(found) == ["1/1 语文", "5/1 数学", "1/1 数学"]


def test_drafts_and_removed_ones_hold_nothing(cast: Cast):
    cast.slot(cast.region.first, 1, 1, "语文")
    cast.timetable.state = "draft"
    cast.timetable.save()
    assert lessons_of_school(cast.school, cast.monday, cast.monday + WEEK) == []


def test_a_room_has_what_takes_place_there_and_a_class_its_own_room(cast: Cast):
    place = {"school": cast.school, "path": cast.school.path}
    own = Room.objects.create(**place, name="101", home_class=cast.region.first)
    lab = Room.objects.create(**place, name="实验室", kind="laboratory")
    cast.slot(cast.region.first, 1, 1, "语文")
    cast.slot(cast.region.first, 1, 2, "科学", room=lab)
    assert words(lessons_in_room(cast.school, own, cast.monday, cast.monday)) == ["1/1 语文"]
    assert words(lessons_in_room(cast.school, lab, cast.monday, cast.monday)) == ["1/2 科学"]
    assert cast.lesson(cast.monday, 1).room == own


def test_what_others_cover_is_theirs(cast: Cast):
    cast.slot(cast.region.first, 1, 1, "语文", teacher=cast.first)
    cover(acting=SYSTEM, school=cast.school, covers=[Cover(cast.lesson(cast.monday, 1), cast.third)])
    assert words(lessons_of_teacher(cast.school, cast.first, cast.monday, cast.monday)) == []
    assert words(lessons_of_teacher(cast.school, cast.third, cast.monday, cast.monday)) == ["1/1 语文"]


def test_everybody_has_their_own_lessons(cast: Cast):
    cast.slot(cast.region.first, 1, 1, "语文", teacher=cast.first)
    cast.slot(cast.region.second, 1, 1, "数学", teacher=cast.second)
    pupil = viewer_in(somebody("pupil", cast.region.first, "pupil"), "pupil")
    parent = viewer_in(somebody("parent", cast.region.second, "parent"), "parent")
    teacher = viewer_in(cast.first.person, "staff")
    assert words(own_lessons(pupil, cast.monday, cast.monday)) == ["1/1 语文"]
    assert words(own_lessons(parent, cast.monday, cast.monday)) == ["1/1 数学"]
    assert words(own_lessons(teacher, cast.monday, cast.monday)) == ["1/1 语文"]
    assert words(own_lessons(cast.viewer, cast.monday, cast.monday)) == []


def test_calendars_hold_lessons_and_leave_out_what_is_cancelled(cast: Cast):
    cast.slot(cast.region.first, 1, 1, "语文", teacher=cast.first)
    cast.slot(cast.region.first, 1, 2, "语文", teacher=cast.first)
    cover(acting=SYSTEM, school=cast.school, covers=[Cover(cast.lesson(cast.monday, 2), None)])
    teacher = viewer_in(cast.first.person, "staff")
    begins = midnight(cast.monday)
    entries = list(own_entries(teacher, begins, begins + timedelta(days=1)))
    assert [(each.title, f"{each.begins.astimezone():%M}") for each in entries] == [(f"语文 {cast.region.first}", "00")]


def test_a_week_costs_the_same_for_one_class_and_for_many(cast: Cast, django_assert_max_num_queries):
    for number in range(1, 5):
        for place in (cast.region.first, cast.region.second):
            cast.slot(place, number, number, "语文", teacher=cast.first if place == cast.region.first else cast.second)
    with django_assert_max_num_queries(12):
        assert len(lessons_of_school(cast.school, cast.monday, cast.monday + WEEK)) == 8


def test_staff_who_left_stay_in_the_past(cast: Cast):
    cast.slot(cast.region.first, 1, 1, "语文", teacher=cast.first)
    cast.first.status = Staff.Status.LEFT
    cast.first.save()
    assert cast.lesson(cast.monday, 1).teacher == cast.first
