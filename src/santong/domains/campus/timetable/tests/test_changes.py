"""What is otherwise on a day: who can stand in, what can be swapped, what is refused, how it is taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from santong.domains.campus.timetable.actions import copy, publish, put_lesson, withdraw
from santong.domains.campus.timetable.changing import Cover, cover, reinstate, suspend, swap, take_back
from santong.domains.campus.timetable.clashes import clashes, slots_of
from santong.domains.campus.timetable.lessons import lessons_of_class, lessons_of_school
from santong.domains.campus.timetable.models import Change, Slot, Timetable
from santong.domains.campus.timetable.queries import candidates, changes_that_no_longer_fit, exchanges
from santong.domains.campus.timetable.tests.conftest import Cast, words
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.notices.models import Recipient
from santong.kit.access import SYSTEM
from santong.kit.refusals import NotPossible

pytestmark = pytest.mark.django_db


def told(person: Any) -> list[str]:
    """The titles of what is in somebody's inbox."""
    return list(Recipient.objects.by_installation().filter(person=person).values_list("notice__title", flat=True))


@pytest.fixture
def lessons(cast: Cast) -> Cast:
    """Monday: Chinese, mathematics; Tuesday: mathematics first. The second class has mathematics at the same time."""
    cast.slot(cast.region.first, 1, 1, "语文", teacher=cast.first)
    cast.slot(cast.region.first, 1, 2, "数学", teacher=cast.second)
    cast.slot(cast.region.first, 2, 1, "数学", teacher=cast.second)
    cast.slot(cast.region.second, 1, 1, "数学", teacher=cast.second)
    return cast


def test_those_who_are_free_are_ranked_with_reasons(lessons: Cast):
    lesson = lessons.lesson(lessons.monday, 1)
    found = candidates(lessons.school, [lesson], lessons.monday)[lesson.place]
    assert [each.staff for each in found] == [lessons.third]
    assert found[0].same_subject and not found[0].knows_class
    other = lessons.lesson(lessons.monday, 2)
    assert [each.staff for each in candidates(lessons.school, [other], lessons.monday)[other.place]] == [
        lessons.third,
        lessons.first,
    ]


def test_covering_counts_for_the_next_choice(lessons: Cast):
    lesson = lessons.lesson(lessons.monday, 2)
    cover(acting=SYSTEM, school=lessons.school, covers=[Cover(lesson, lessons.first)])
    other = lessons.lesson(lessons.monday + timedelta(days=1), 1)
    found = candidates(lessons.school, [other], other.day)[other.place]
    assert [(each.staff, each.covers) for each in found] == [(lessons.third, 0), (lessons.first, 1)]


def test_a_whole_day_is_covered_in_one_act_and_taken_back_in_one(lessons: Cast):
    day = lessons.monday
    covers = [Cover(lessons.lesson(day, 1), lessons.third), Cover(lessons.lesson(day, 2), None)]
    changes = cover(acting=lessons.viewer, school=lessons.school, covers=covers, reason="病假")
    found = lessons_of_class(lessons.school, lessons.region.first, day, day)
    assert words(found) == ["1/1 语文", "1/2 数学!"]
    assert found[0].teacher == lessons.third and len({each.act for each in changes}) == 1
    assert len(told(lessons.third.person)) == len(told(lessons.first.person)) == len(told(lessons.second.person)) == 1
    take_back(acting=lessons.viewer, change=changes[0])
    found = lessons_of_class(lessons.school, lessons.region.first, day, day)
    assert words(found) == ["1/1 语文", "1/2 数学"] and found[0].change is None


def test_titles_that_are_told_name_no_colleague(lessons: Cast):
    cover(
        acting=lessons.viewer, school=lessons.school, covers=[Cover(lessons.lesson(lessons.monday, 1), lessons.third)]
    )
    assert not any(lessons.third.person.name in title for title in told(lessons.first.person))


def test_two_lessons_change_places_with_their_teachers(lessons: Cast):
    tuesday = lessons.monday + timedelta(days=1)
    one, other = lessons.lesson(lessons.monday, 1), lessons.lesson(tuesday, 1)
    offered = {each.lesson.place: each.objection for each in exchanges(lessons.school, one, timezone.localdate())}
    # Mathematics of Tuesday can't move to Monday's first lesson: its teacher is in the second class then.
    assert "数学" in offered[other.place]
    with pytest.raises(NotPossible):
        swap(acting=lessons.viewer, school=lessons.school, one=one, other=other)
    lessons.slot(lessons.region.first, 3, 1, "美术", teacher=lessons.third)
    third = lessons.lesson(lessons.monday + timedelta(days=2), 1)
    swap(acting=lessons.viewer, school=lessons.school, one=one, other=third)
    assert lessons.lesson(lessons.monday, 1).subject == "美术"
    assert lessons.lesson(third.day, 1).teacher == lessons.first


@pytest.mark.parametrize("wrong", ["busy", "past", "nothing", "moved on", "stranger"])
def test_what_cannot_be_is_refused_and_nothing_stays(lessons: Cast, wrong: str):
    lesson = lessons.lesson(lessons.monday, 1)
    acting, covers, refusal = lessons.viewer, [Cover(lesson, lessons.third)], NotPossible
    if wrong == "busy":
        covers = [Cover(lesson, lessons.second)]
    elif wrong == "past":
        lessons.timetable.since -= timedelta(days=30)
        lessons.timetable.save()
        today = timezone.localdate()
        past = lessons_of_class(
            lessons.school, lessons.region.first, today - timedelta(days=14), today - timedelta(days=1)
        )
        covers = [Cover(past[0], lessons.third)]
    elif wrong == "nothing":
        covers = []
    elif wrong == "moved on":
        cover(acting=SYSTEM, school=lessons.school, covers=[Cover(lesson, None)])
    else:
        acting, refusal = viewer_in(lessons.first.person, "staff"), PermissionDenied  # type: ignore[assignment]
    before = Change.objects.by_installation().count()
    with pytest.raises(refusal):
        cover(acting=acting, school=lessons.school, covers=covers)
    assert Change.objects.by_installation().count() == before


def test_a_change_on_top_of_a_change_remembers_the_timetable(lessons: Cast):
    cover(acting=SYSTEM, school=lessons.school, covers=[Cover(lessons.lesson(lessons.monday, 1), lessons.third)])
    [row] = cover(acting=SYSTEM, school=lessons.school, covers=[Cover(lessons.lesson(lessons.monday, 1), None)])
    assert (row.was_subject, row.was_teacher) == ("语文", lessons.first)
    assert Change.objects.by_installation().filter(state="valid").count() == 1


def test_the_database_holds_one_valid_change_a_lesson(lessons: Cast):
    [row] = cover(acting=SYSTEM, school=lessons.school, covers=[Cover(lessons.lesson(lessons.monday, 1), None)])
    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.create(
            school=row.school,
            school_class=row.school_class,
            path=row.path,
            day=row.day,
            period=row.period,
            kind="covered",
        )


def test_clashes_are_named_and_keep_a_draft_from_being_published(lessons: Cast):
    draft = copy(acting=lessons.viewer, timetable=lessons.timetable, name="下一版", since=lessons.monday)
    assert clashes(slots_of(draft)) == []
    slot = next(each for each in slots_of(draft) if each.school_class == lessons.region.second)
    slot.teacher = lessons.first
    with pytest.raises(NotPossible) as caught:
        put_lesson(acting=lessons.viewer, slot=slot)
    assert lessons.first.person.name in str(caught.value)
    Slot.objects.belonging_to(timetable=draft).filter(pk=slot.pk).update(teacher=lessons.first)
    with pytest.raises(NotPossible):
        publish(acting=lessons.viewer, timetable=draft)


def test_one_lesson_of_joined_classes_is_no_clash(lessons: Cast):
    import uuid

    together = uuid.uuid4()
    for place in (lessons.region.first, lessons.region.second):
        lessons.slot(place, 5, 3, "体育与健康", teacher=lessons.third, joined=together)
    assert clashes(slots_of(lessons.timetable)) == []


def test_odd_and_even_weeks_meet_only_in_every_week(lessons: Cast):
    lessons.slot(lessons.region.first, 5, 1, "音乐", teacher=lessons.third, rhythm="odd")
    lessons.slot(lessons.region.second, 5, 1, "音乐", teacher=lessons.third, rhythm="even")
    assert clashes(slots_of(lessons.timetable)) == []
    lessons.slot(lessons.region.second, 5, 2, "音乐", teacher=lessons.third, rhythm="even")
    lessons.slot(lessons.region.first, 5, 2, "美术", teacher=lessons.third)
    assert len(clashes(slots_of(lessons.timetable))) == 1


def test_a_new_timetable_keeps_later_changes_and_lists_those_that_break(lessons: Cast):
    kept = cover(acting=SYSTEM, school=lessons.school, covers=[Cover(lessons.lesson(lessons.monday, 2), lessons.third)])
    cover(acting=SYSTEM, school=lessons.school, covers=[Cover(lessons.lesson(lessons.monday, 1), lessons.third)])
    draft = copy(acting=lessons.viewer, timetable=lessons.timetable, name="下一版", since=lessons.monday)
    Slot.objects.belonging_to(timetable=draft).filter(subject="语文").update(subject="科学")
    assert changes_that_no_longer_fit(lessons.school, timezone.localdate()) == []
    publish(acting=lessons.viewer, timetable=draft)
    broken = changes_that_no_longer_fit(lessons.school, timezone.localdate())
    assert [each.was_subject for each in broken] == ["语文"] and kept[0] not in broken
    # Nothing was lost: both changes still say what happens on that day.
    assert lessons.lesson(lessons.monday, 1).teacher == lessons.third
    withdraw(acting=lessons.viewer, timetable=Timetable.objects.by_installation().get(pk=draft.pk))
    assert changes_that_no_longer_fit(lessons.school, timezone.localdate()) == []


def test_a_published_timetable_is_not_written_in(lessons: Cast):
    slot = slots_of(lessons.timetable)[0]
    with pytest.raises(NotPossible):
        put_lesson(acting=lessons.viewer, slot=slot)


def test_lessons_of_whole_classes_give_way_in_one_act_and_come_back(cast: Cast):
    cast.slot(cast.region.first, 1, 1, "语文", teacher=cast.first)
    cast.slot(cast.region.first, 1, 2, "语文", teacher=cast.first)
    cast.slot(cast.region.second, 1, 1, "数学", teacher=cast.second)
    lessons = lessons_of_school(cast.school, cast.monday, cast.monday)
    cover(acting=cast.viewer, school=cast.school, covers=[Cover(lessons[0], cast.third)])
    lessons = lessons_of_school(cast.school, cast.monday, cast.monday)
    act = suspend(acting=cast.viewer, school=cast.school, lessons=lessons, reason="期中考试")
    assert not any(each.held for each in lessons_of_school(cast.school, cast.monday, cast.monday))
    assert sum("2" in each and "语文" not in each for each in told(cast.first.person)) == 1, "one for two lessons"
    with pytest.raises(NotPossible):
        suspend(acting=cast.viewer, school=cast.school, lessons=lessons, reason="again")
    assert suspend(acting=cast.viewer, school=cast.school, lessons=[], reason="") is None
    assert reinstate(acting=cast.viewer, school=cast.school, act=act) == 3
    after = lessons_of_school(cast.school, cast.monday, cast.monday)
    assert all(each.held for each in after) and after[0].teacher == cast.first
    with pytest.raises(PermissionDenied):
        suspend(acting=viewer_in(cast.first.person, "staff"), school=cast.school, lessons=after, reason="")
