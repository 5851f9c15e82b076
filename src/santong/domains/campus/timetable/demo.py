"""Timetables of all schools of the demonstration region, and what is otherwise today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from santong.domains.campus.places.public import Room
from santong.domains.campus.staff.public import Staff, Teaching
from santong.domains.campus.timetable.changing import Cover, ask_for_swap, cover, swap
from santong.domains.campus.timetable.constructing import Time, Wanted, construct
from santong.domains.campus.timetable.lessons import lessons_of_school
from santong.domains.campus.timetable.models import Slot, Timetable
from santong.domains.campus.timetable.queries import candidates, exchanges
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.calendars.public import school_days, term_on
from santong.domains.platform.organisations.public import Organisation, classes_of
from santong.kit.access import SYSTEM
from santong.kit.demo import Region

DAYS, PERIODS, NOON = range(1, 6), range(1, 8), 4
TIMES: Sequence[Time] = [(day, period) for day in DAYS for period in PERIODS]
MOST_LESSONS = 20
"""A week, of one teacher."""
EARLY = frozenset({"语文", "数学", "英语", "物理", "化学"})
LOWER = {"语文": 8, "数学": 4, "道德与法治": 2, "科学": 1, "体育与健康": 4, "音乐": 2, "美术": 2, "劳动": 1, "班会": 1}
PRIMARY = {
    "语文": 6, "数学": 5, "英语": 3, "道德与法治": 2, "科学": 2, "体育与健康": 3, "音乐": 2, "美术": 2, "信息科技": 1,
    "劳动": 1, "综合实践活动": 1, "班会": 1,
}  # fmt: skip
JUNIOR = {
    "语文": 5, "数学": 5, "英语": 5, "道德与法治": 2, "历史": 2, "地理": 2, "生物学": 2, "物理": 2, "体育与健康": 3,
    "音乐": 1, "美术": 1, "信息科技": 1, "劳动": 1, "班会": 1,
}  # fmt: skip
SENIOR = {
    "语文": 5, "数学": 5, "英语": 5, "物理": 3, "化学": 3, "生物学": 2, "思想政治": 2, "历史": 2, "地理": 2,
    "信息技术": 1, "体育与健康": 2, "音乐": 1, "美术": 1, "班会": 1,
}  # fmt: skip
ROOMS = {
    "科学": Room.Kind.LABORATORY, "信息科技": Room.Kind.COMPUTER, "信息技术": Room.Kind.COMPUTER,
    "音乐": Room.Kind.MUSIC, "美术": Room.Kind.ART,
}  # fmt: skip


def make_timetables(region: Region) -> None:
    """A timetable for every school with grades, in force since the term began; a few changes where people try them."""
    schools = list(Organisation.objects.by_installation().filter(kind=Organisation.Kind.SCHOOL).order_by("path"))
    for number, school in enumerate(schools):
        with transaction.atomic():
            _make(school)
        if number % 50 == 49:
            region.say(f"  {number + 1} of {len(schools)} schools with their timetables")
    if region.size == "small":
        _change_some(schools)


def _make(school: Organisation) -> None:
    classes = [row for row in classes_of(school) if row.parent is not None and row.parent.grade.level > 0]
    today = timezone.localdate()
    term = term_on(school.path, today)
    if not classes:
        return
    wanted = list(_wanted(school, classes))
    made = construct(wanted, TIMES, noon=NOON, rounds=1)
    timetable = Timetable.objects.create(
        school=school, path=school.path, name="本学期课程表", state=Timetable.State.PUBLISHED,
        since=term.begins if term is not None else today - timedelta(days=60),
    )  # fmt: skip
    Slot.objects.bulk_create(list(_slots(school, timetable, made)))


def _wanted(school: Organisation, classes: Sequence[Organisation]) -> Iterator[Wanted]:
    """What each class is taught by whom: those who teach it, else whoever teaches the subject and has least to do."""
    teaching = Teaching.objects.by_installation().filter(school_class__in=classes, until=None).exclude(subject="")
    known = {(row.school_class_id, row.subject): row.staff_id for row in teaching}
    rows = Staff.objects.by_installation().filter(school=school, status=Staff.Status.ACTIVE, is_teacher=True)
    by_subject: dict[str, list[int]] = {}
    for row in rows.order_by("pk"):
        for subject in row.subjects.split("、"):
            by_subject.setdefault(subject, []).append(row.pk)
    load: Counter[int] = Counter()
    for school_class in classes:
        assert school_class.parent is not None
        for subject, lessons in usual_lessons(school_class.parent.grade.level).items():
            teacher = known.get((school_class.pk, subject))
            if teacher is None or load[teacher] + lessons > MOST_LESSONS:
                others = by_subject.get(subject, ())
                teacher = min(others, key=lambda pk: load[pk], default=None)
            if teacher is not None and load[teacher] + lessons > MOST_LESSONS:
                teacher = None
            if teacher is not None:
                load[teacher] += lessons
            yield Wanted(school_class, subject, lessons, teacher, early=subject in EARLY)


def usual_lessons(level: int) -> Mapping[str, int]:
    """How many lessons of each subject a grade of a level (1 to 12) has in a week."""
    return LOWER if level <= 2 else PRIMARY if level <= 6 else JUNIOR if level <= 9 else SENIOR


def _slots(school: Organisation, timetable: Timetable, made: Mapping[Any, Wanted]) -> Iterator[Slot]:
    """The lessons, those of some subjects in a room for it while that is free."""
    rooms = {row.kind: row for row in Room.objects.by_installation().filter(school=school).order_by("-pk")}
    taken: set[tuple[str, Time]] = set()
    for (school_class, time), wanted in made.items():
        kind = ROOMS.get(wanted.subject)
        room = rooms.get(kind) if kind is not None and (kind, time) not in taken else None
        if room is not None and kind is not None:
            taken.add((kind, time))
        yield Slot(
            timetable=timetable, school_class=school_class, path=school_class.path, weekday=time[0], period=time[1],
            subject=wanted.subject, teacher_id=wanted.teacher, room=room,
        )  # fmt: skip


SHOWN = 5
"""Lessons that are tried before a school has no swap to show."""


def _change_some(schools: Sequence[Organisation]) -> None:
    """Somebody is ill today or on the next day with school, and two lessons change places."""
    today = timezone.localdate()
    for school in schools:
        days = school_days(school.path, today, today + timedelta(days=14))
        lessons = (
            [each for each in lessons_of_school(school, days[0], days[0]) if each.teacher is not None] if days else []
        )
        if not lessons:
            continue
        ill = lessons[0].teacher
        own = [each for each in lessons if each.teacher == ill]
        free = candidates(school, own, days[0])
        covers = [Cover(each, next((one.staff for one in free[each.place]), None)) for each in own[:3]]
        cover(acting=SYSTEM, school=school, covers=covers, reason="病假")
        other = next((each for each in lessons if each.teacher != ill), None)
        offered = [each.lesson for each in exchanges(school, other, today) if not each.objection] if other else []
        if other is not None and offered:
            swap(acting=SYSTEM, school=school, one=other, other=offered[len(offered) // 2], reason="参加教研活动")
        _ask_to_swap(school, days, today)


def _ask_to_swap(school: Organisation, days: Sequence[date], today: date) -> None:
    """A class teacher would like another lesson of a colleague on one of the next days with school."""
    later = [day for day in days if day > today][1:2]
    led = Teaching.objects.inside(school).filter(kind="class_teacher", until=None).values_list("staff", flat=True)
    own = [
        each for each in (lessons_of_school(school, later[0], later[0]) if later else ())
        if each.teacher is not None and each.change is None
    ]  # fmt: skip
    for lesson in sorted(own, key=lambda each: each.teacher.pk not in set(led) if each.teacher else True)[:SHOWN]:
        assert lesson.teacher is not None
        for each in exchanges(school, lesson, today):
            if not each.objection and each.lesson.teacher not in (None, lesson.teacher) and each.lesson.day > today:
                acting = viewer_in(lesson.teacher.person, "staff")
                ask_for_swap(acting=acting, school=school, one=lesson, other=each.lesson, reason="外出参加培训")
                return
