"""Roll calls of the last four weeks in the demonstration's schools, and leave: asked for, decided, waiting."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from santong.domains.campus.attendance.leaves import agree_leave, ask_leave
from santong.domains.campus.attendance.models import ClassDay, Presence, PupilLeave, RollCall, State
from santong.domains.campus.attendance.queries import days_taken, month_of_class
from santong.domains.campus.attendance.sources import LEAVE, ROLL_CALL
from santong.domains.campus.attendance.words import LAST, MORNING
from santong.domains.campus.students.public import Guardianship, Pupil
from santong.domains.platform.access.public import Appointment, viewer_in
from santong.domains.platform.calendars.public import school_days
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, classes_of
from santong.kit.access import SYSTEM, Viewer
from santong.kit.demo import Region

WEEKS = {"small": 4, "city": 1}
OFTEN = 0.1
"""The share of classes in which a pupil is missing again and again."""
REASONS = ("发烧，在家休息", "感冒咳嗽，去医院看病", "回老家探亲", "参加亲属婚礼", "肠胃不适")
KINDS = (PupilLeave.Kind.SICK, PupilLeave.Kind.SICK, PupilLeave.Kind.PERSONAL, PupilLeave.Kind.PERSONAL,
         PupilLeave.Kind.SICK)  # fmt: skip


def chance(*parts: object) -> float:
    """A number from 0 to 1 that is the same in every demonstration for the same parts."""
    digest = hashlib.blake2b("|".join(map(str, parts)).encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") / 2**32


def fill_weeks(region: Region) -> None:
    """Roll calls of every school day with the usual exceptions, and leave around the accounts that people try out."""
    today = timezone.localdate()
    first = today - timedelta(weeks=WEEKS.get(region.size, 1))
    schools = list(Organisation.objects.by_installation().filter(kind=Organisation.Kind.SCHOOL).order_by("path"))
    for number, school in enumerate(schools):
        days = school_days(school.path, first, today)
        with transaction.atomic():
            for school_class in classes_of(school):
                _fill(school_class, days, today)
        if number % 50 == 49:
            region.say(f"  {number + 1} of {len(schools)} schools with their roll calls")
    _ask(today)


def _fill(school_class: Organisation, days: Sequence[date], today: date) -> None:
    pupils = list(
        Pupil.objects.by_installation().filter(school_class=school_class, status=Pupil.Status.ENROLLED).order_by("pk")
    )
    called = [day for day in days if day < today or chance("called", school_class.path, day) < 0.88]
    if not pupils or not called:
        return
    teacher = _teacher(school_class)
    leaves = list(_leaves(pupils, called, teacher))
    calls = RollCall.objects.bulk_create(
        RollCall(
            school_class=school_class, path=school_class.path, day=day, session=MORNING, expected=len(pupils),
            by_id=teacher, taken_at=_at(day, 8, int(10 * chance("minute", school_class.path, day))),
        )
        for day in called
    )  # fmt: skip
    by_day = {call.day: call for call in calls}
    tried = Appointment.objects.by_installation().filter(organisation=school_class, role="class_teacher")
    looked_at = chance("often", school_class.path) < OFTEN or tried.filter(person__username="class-teacher").exists()
    Presence.objects.bulk_create([*leaves, *_exceptions(pupils, by_day, leaves, is_looked_at=looked_at)])
    views = month_of_class(school_class, called[0], called[-1])
    ClassDay.objects.bulk_create(
        ClassDay(school_class=school_class, path=school_class.path, day=day, **view.numbers())
        for day, view in views.items()
        if view.calls
    )


def _teacher(school_class: Organisation) -> int | None:
    rows = Appointment.objects.by_installation().filter(organisation=school_class, role="class_teacher")
    return rows.values_list("person_id", flat=True).first()


def _at(day: date, hour: int, minute: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def _leaves(pupils: Sequence[Pupil], days: Sequence[date], teacher: int | None) -> Iterator[Presence]:
    """Leave of one to three days, for a pupil in fifteen."""
    for pupil in pupils:
        if chance("leave", pupil.pk) >= 0.065:
            continue
        begin = int(chance("begin", pupil.pk) * len(days))
        taken = days[begin : begin + 1 + int(chance("length", pupil.pk) * 2.4)]
        place = int(chance("why", pupil.pk) * len(REASONS))
        leave = PupilLeave(
            pupil=pupil, path=pupil.path, kind=KINDS[place], state=PupilLeave.State.GRANTED, since=taken[0],
            until=taken[-1], days=len(taken), asked_by_id=_guardian(pupil), decided_by_id=teacher,
            asked_at=_at(taken[0], 7, 5),
        )  # fmt: skip
        leave.seal(reason=REASONS[place])
        leave.save()
        for day in taken:
            yield Presence(
                pupil=pupil, path=pupil.path, day=day, first=MORNING, last=LAST, state=State.ON_LEAVE, source=LEAVE,
                leave=leave, by_id=teacher, said_at=_at(taken[0], 7, 20),
            )  # fmt: skip


def _guardian(pupil: Pupil) -> int | None:
    rows = Guardianship.objects.by_installation().filter(child_id=pupil.person_id, ended_on=None)
    return rows.order_by("pk").values_list("guardian_id", flat=True).first()


def _exceptions(
    pupils: Sequence[Pupil], calls: Mapping[date, RollCall], leaves: Sequence[Presence], *, is_looked_at: bool
) -> Iterator[Presence]:
    """Who was late (one in two hundred), who was missing (one in three hundred), and who was away on leave; in a class
    that `is_looked_at` a pupil is missing again and again.
    """
    away = {(row.pupil_id, row.day) for row in leaves}
    often, lately = {pupils[-1].pk} if is_looked_at else set(), sorted(calls)[-8::3]
    for day, call in calls.items():
        for pupil in pupils:
            luck = 0.0 if pupil.pk in often and day in lately else chance("day", pupil.pk, day)
            state = State.ABSENT if (pupil.pk, day) in away or luck < 0.0035 else State.LATE
            if state == State.LATE and luck >= 0.0085:
                continue
            yield Presence(
                pupil=pupil, path=pupil.path, day=day, first=MORNING, last=MORNING, state=state, source=ROLL_CALL,
                roll_call=call, by_id=call.by_id, said_at=call.taken_at,
            )  # fmt: skip


def _ask(today: date) -> None:
    """Leave that waits for the class teacher whom people try out, and some of the child of the parent they try out."""
    people = {row.username: row for row in Person.objects.by_installation().filter(username__in=("class-teacher",))}
    if "class-teacher" not in people:
        return
    teacher = viewer_in(people["class-teacher"], "staff")
    place = next((grant.path for grant in teacher.grants if grant.role == "class_teacher"), None)
    pupils = list(
        Pupil.objects.by_installation().filter(path=place or "-", status=Pupil.Status.ENROLLED).order_by("pk")
    )
    free = [pupil for pupil in pupils if not pupil.leaves.exists()]
    days = days_taken(place or "", today, today + timedelta(days=21))
    if len(free) < 3 or len(days) < 8:
        return
    _of_family(free[0], PupilLeave.Kind.SICK, days[1], days[2], "发烧 38.5 度，医生建议休息两天")
    _of_family(free[1], PupilLeave.Kind.PERSONAL, days[3], days[7], "随父母回老家，办理户口迁移手续")
    granted = _of_family(free[2], PupilLeave.Kind.PERSONAL, days[4], days[4], "参加市里的绘画比赛")
    if granted is not None:
        agree_leave(acting=teacher, leave=granted)


def _of_family(pupil: Pupil, kind: str, since: date, until: date, reason: str) -> PupilLeave | None:
    guardian = _guardian(pupil)
    acting = Viewer(person_id=guardian, category="parent") if guardian is not None else SYSTEM
    if acting is SYSTEM:
        return None
    return ask_leave(acting=acting, pupil=pupil, kind=kind, since=since, until=until, reason=reason)
