"""Reads on attendance: who is on a list, what was said, what somebody may call the roll for, who is missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.campus.attendance.models import (
    CALL,
    DECIDE,
    DECIDE_LONG,
    LONG_AFTER,
    VIEW,
    AttendanceRules,
    ClassDay,
    LeaveNote,
    Presence,
    PupilLeave,
    RollCall,
)
from santong.domains.campus.attendance.sources import is_human
from santong.domains.campus.attendance.words import MORNING, NOON, PRESENT, DayState, Span, Word, settled, state_of_day
from santong.domains.campus.students.public import Guardianship, Pupil, guardians_of_all, is_guardian
from santong.domains.campus.timetable.public import Lesson, lesson_at, own_lessons
from santong.domains.platform.access.public import holders_nearest
from santong.domains.platform.calendars.public import periods_of, school_days, working_days
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, school_of
from santong.kit.access import Viewer
from santong.kit.refusals import NotPossible

BACK = timedelta(days=30)
"""How long afterwards a roll can still be called or corrected."""
MIDDAY = time(12, 30)


def noon_of(path: str) -> int:
    """The last lesson before noon at a place."""
    numbers = [row.number for row in periods_of(path).rows if row.number and row.begins < MIDDAY]
    return max(numbers, default=NOON)


def pupils_of(school_class: Organisation) -> QuerySet[Pupil]:
    """Who is on the list of a class, in the order of names."""
    rows = Pupil.objects.belonging_to(school_class=school_class).filter(status=Pupil.Status.ENROLLED)
    return rows.select_related("person").order_by("person__pinyin", "pk")


def class_with(key: int) -> Organisation | None:
    """The class with a key; what may be seen of it, the caller asks."""
    rows = Organisation.objects.open_to_everyone().filter(pk=key, kind=Organisation.Kind.CLASS)
    return rows.select_related("parent").first()


def own_classes(viewer: Viewer) -> list[Organisation]:
    """The classes that a viewer leads: where they hold the right to call the roll themselves, not over a school."""
    rows = Organisation.objects.open_to_everyone().filter(path__in=viewer.paths(CALL), kind=Organisation.Kind.CLASS)
    return list(rows.open_on(timezone.localdate()).select_related("parent").order_by("path"))


def lesson_to_call(viewer: Viewer, school_class: Organisation, day: date, session: int) -> Lesson | None:
    """The lesson for which a viewer may call the roll of a class; None in the morning.

    Raises `PermissionDenied` for whoever neither leads the class nor teaches the lesson of that date, and
    `NotPossible` for a day or lesson that there is none of.
    """
    today = timezone.localdate()
    leads = viewer.can(CALL, school_class.path)
    if session == MORNING and not leads:
        raise PermissionDenied(CALL)
    school = school_of(school_class)
    lesson = lesson_at(school, school_class, day, session) if session != MORNING and school is not None else None
    teaches = lesson is not None and lesson.teacher is not None and lesson.teacher.person_id == viewer.person_id
    if not leads and not (teaches and viewer.person_id is not None):
        raise PermissionDenied(CALL)
    if not today - BACK <= day <= today:
        raise NotPossible(_("The roll is called on the day itself, and corrected within 30 days."))
    if session != MORNING and (lesson is None or not lesson.held):
        raise NotPossible(_("The class has no lesson then. Look at its timetable."))
    return lesson


@dataclass(frozen=True)
class PupilDay:
    """A pupil's day: what follows, and the words from which it follows."""

    pupil: Pupil
    state: DayState
    words: Sequence[Presence] = ()


@dataclass(frozen=True)
class ClassView:
    """A class on a day: its roll calls in order, and the day of each pupil in the order of names."""

    school_class: Organisation
    day: date
    calls: Sequence[RollCall]
    pupils: Sequence[PupilDay]

    @property
    def sessions(self) -> list[int]:
        """The sessions for which the roll was called."""
        return [call.session for call in self.calls]

    def numbers(self) -> dict[str, int]:
        """The fields of `ClassDay`."""
        states = [each.state.state for each in self.pupils]
        there = [each for each in self.pupils if each.state.state in (PRESENT, "late", "left_early", "")]
        return {
            "calls": len(self.calls),
            "expected": len(self.pupils),
            "present": len(there),
            "late": states.count("late"),
            "left_early": states.count("left_early"),
            "on_leave": states.count("on_leave"),
            "absent": states.count("absent"),
            "missed": sum(bool(each.state.missed) for each in there),
        }


def word_of(row: Presence) -> Word:
    """A row as `words` reckons with it."""
    return Word(Span(row.first, row.last), row.state, row.said_at, is_human(row.source), row.pk or 0)


def words_of(rows: Iterable[Presence], calls: Iterable[RollCall]) -> list[Word]:
    """The words about one pupil: those that stand, and that they were there as usual at roll calls that miss nobody."""
    kept = list(rows)
    by_call = {row.roll_call_id for row in kept}
    usual = [Word(Span(call.session, call.session), PRESENT, call.taken_at) for call in calls if call.pk not in by_call]
    return [*map(word_of, kept), *usual]


def class_on(school_class: Organisation, day: date) -> ClassView:
    """A class on a day; three queries."""
    calls = list(
        RollCall.objects.belonging_to(school_class=school_class)
        .filter(day=day)
        .select_related("by")
        .order_by("session")
    )
    pupils = list(pupils_of(school_class))
    by_pupil = standing(pupils, day, day)
    return ClassView(school_class, day, calls, [_day_of(each, by_pupil.get(each.pk, []), calls) for each in pupils])


@dataclass(frozen=True)
class Exceptions:
    """A class on a day in short: its numbers (None while the roll wasn't called), and who wasn't there as usual."""

    school_class: Organisation
    day: date
    row: ClassDay | None
    pupils: Sequence[PupilDay]


def exceptions_on(school_class: Organisation, day: date) -> Exceptions:
    """Who wasn't there as usual in a class on a day; reads only those, in three queries."""
    row = ClassDay.objects.belonging_to(school_class=school_class).filter(day=day, calls__gt=0).first()
    calls = list(RollCall.objects.belonging_to(school_class=school_class).filter(day=day)) if row is not None else []
    rows = Presence.objects.belonging_to(pupil__school_class=school_class).filter(
        day=day, ended_at=None, pupil__status=Pupil.Status.ENROLLED
    )
    words: dict[Pupil, list[Presence]] = {}
    for each in rows.select_related("pupil__person").order_by("pupil__person__pinyin", "pupil_id", "pk"):
        words.setdefault(each.pupil, []).append(each)
    days = [_day_of(pupil, found, calls) for pupil, found in words.items()]
    return Exceptions(
        school_class, day, row, [each for each in days if each.state.state not in ("", PRESENT) or each.state.missed]
    )


def standing(pupils: Sequence[Pupil], first: date, last: date) -> Mapping[int, list[Presence]]:
    """The words that stand about some pupils from one day to another, by the pupil's key."""
    rows = Presence.objects.belonging_to(pupil__in=list(pupils)).filter(day__gte=first, day__lte=last, ended_at=None)
    found: dict[int, list[Presence]] = {}
    for row in rows.select_related("by").order_by("said_at", "pk"):
        found.setdefault(row.pupil_id, []).append(row)
    return found


def _day_of(pupil: Pupil, rows: Sequence[Presence], calls: Sequence[RollCall]) -> PupilDay:
    # Who joined the class later wasn't on the list of earlier days.
    on_list = [call for call in calls if pupil.class_since is None or pupil.class_since <= call.day]
    called = {call.session for call in on_list} | {row.first for row in rows if row.state != "on_leave"}
    return PupilDay(pupil, state_of_day(words_of(rows, on_list), called), rows)


def month_of_class(school_class: Organisation, first: date, last: date) -> Mapping[date, ClassView]:
    """A class on each day on which something is known, from one day to another; three queries."""
    calls: dict[date, list[RollCall]] = {}
    rows = RollCall.objects.belonging_to(school_class=school_class).filter(day__gte=first, day__lte=last)
    for call in rows.order_by("day", "session"):
        calls.setdefault(call.day, []).append(call)
    pupils = list(pupils_of(school_class))
    words: dict[tuple[int, date], list[Presence]] = {}
    for found in standing(pupils, first, last).values():
        for row in found:
            words.setdefault((row.pupil_id, row.day), []).append(row)
    days = sorted({*calls, *(day for _pupil, day in words)})
    return {
        day: ClassView(
            school_class, day, calls.get(day, []),
            [_day_of(each, words.get((each.pk, day), []), calls.get(day, [])) for each in pupils],
        )
        for day in days
    }  # fmt: skip


def days_of_pupil(pupil: Pupil, first: date, last: date) -> Mapping[date, PupilDay]:
    """A pupil's days on which something is known, from one day to another."""
    calls: dict[date, list[RollCall]] = {}
    if pupil.school_class is not None:
        rows = RollCall.objects.belonging_to(school_class=pupil.school_class).filter(day__gte=first, day__lte=last)
        for call in rows.order_by("day", "session"):
            calls.setdefault(call.day, []).append(call)
    words: dict[date, list[Presence]] = {}
    for row in standing([pupil], first, last).get(pupil.pk, ()):
        words.setdefault(row.day, []).append(row)
    found = {day: _day_of(pupil, words.get(day, []), calls.get(day, [])) for day in sorted({*calls, *words})}
    return {day: each for day, each in found.items() if each.state.state or each.words}


def state_at(row: PupilDay, calls: Sequence[RollCall], session: int) -> str:
    """In which state a pupil was at a session, "" while nobody knows."""
    return settled(words_of(row.words, calls), session)


@dataclass(frozen=True)
class Calling:
    """A roll call that a viewer can take on a day: of a class, for a session; `taken` once it was."""

    school_class: Organisation
    day: date
    session: int
    lesson: Lesson | None = None
    taken: RollCall | None = field(default=None, compare=False)


def callings(viewer: Viewer, day: date) -> list[Calling]:
    """The roll calls that are a viewer's to take on a day: of the classes they lead, and the lessons they teach."""
    mine = [Calling(each, day, MORNING) for each in own_classes(viewer)]
    if viewer.category == "staff":
        # The roll is that of a class: what a teaching group misses is said by whoever leads the class.
        lessons = [each for each in own_lessons(viewer, day, day) if each.held and not each.group]
        mine += [Calling(each.school_class, day, each.period, each) for each in lessons]
    classes = list({each.school_class.pk: each.school_class for each in mine}.values())
    rows = RollCall.objects.belonging_to(school_class__in=classes).filter(day=day).select_related("by")
    taken = {(row.school_class_id, row.session): row for row in rows} if classes else {}
    return [
        Calling(each.school_class, day, each.session, each.lesson, taken.get((each.school_class.pk, each.session)))
        for each in mine
    ]


def may_see(viewer: Viewer, pupil: Pupil) -> bool:
    """Whether a viewer may see a pupil's attendance: whoever sees that of the class, the family, the pupil."""
    is_own = viewer.person_id is not None and pupil.person_id == viewer.person_id
    return viewer.can(VIEW, pupil.path) or is_own or is_guardian(viewer, pupil)


def children_of(viewer: Viewer) -> QuerySet[Pupil]:
    """The pupils whom a viewer brings up, who are at a school."""
    links = Guardianship.objects.of_acting(viewer).filter(guardian_id=viewer.person_id or 0, ended_on=None)
    rows = Pupil.objects.of_acting(viewer).filter(person_id__in=links.values("child_id"), status__in=Pupil.PRESENT)
    return rows.select_related("person", "school", "school_class").order_by("person__birth_date", "pk")


def pupils_for_leave(viewer: Viewer) -> QuerySet[Pupil]:
    """For whom a viewer may ask for leave: their children, or the pupils about whose leave they decide."""
    if viewer.category != "staff":
        return children_of(viewer)
    rows = Pupil.objects.visible_to(viewer).filter(_below(viewer.paths(DECIDE)), status__in=Pupil.PRESENT)
    return rows.select_related("person", "school", "school_class").order_by("path", "pk")


def _below(paths: Sequence[str]) -> Q:
    found = Q(pk__in=[])
    for path in paths:
        found |= Q(path__startswith=path)
    return found


def long_after(path: str) -> int:
    """From how many school days on the school decides about leave as well."""
    school = school_of(path)
    row = AttendanceRules.objects.belonging_to(school=school).first() if school is not None else None
    return row.long_after if row is not None else LONG_AFTER


def days_taken(path: str, since: date, until: date) -> list[date]:
    """The days from `since` to `until` that leave takes: those with school, or working days where no term is set."""
    return school_days(path, since, until) or working_days(path, since, until)


def class_teachers(path: str) -> list[int]:
    """The keys of those who lead a class."""
    return holders_nearest(["class_teacher"], path)


def school_deciders(path: str) -> list[int]:
    """The keys of those who decide about long leave at a place."""
    return holders_nearest(["teaching_affairs"], path) or holders_nearest(["principal"], path)


def guardians_of(pupil: Pupil) -> list[int]:
    """The keys of those who bring a pupil up."""
    return guardians_of_all([pupil])


def people(keys: Collection[int]) -> list[Person]:
    """People with keys that were written down, whose accounts are open."""
    return list(Person.objects.noted(keys).filter(is_active=True))


def to_decide(viewer: Viewer) -> QuerySet[PupilLeave]:
    """The leaves that wait for a viewer: of their own class, or long ones of their school."""
    asked = PupilLeave.objects.visible_to(viewer, DECIDE).filter(
        state=PupilLeave.State.ASKED, path__in=[*viewer.paths(DECIDE), *_classes_led(viewer)]
    )
    passed = PupilLeave.objects.visible_to(viewer, DECIDE_LONG).filter(state=PupilLeave.State.PASSED)
    return asked | passed


def _classes_led(viewer: Viewer) -> list[str]:
    return [grant.path for grant in viewer.grants if grant.role == "class_teacher"]


def class_days(viewer: Viewer, classes: Sequence[Organisation], day: date) -> Mapping[int, ClassDay]:
    """The attendance of classes on a day, by the key of the class."""
    rows = ClassDay.objects.visible_to(viewer, VIEW).filter(school_class__in=list(classes), day=day)
    return {row.school_class_id: row for row in rows}


def readable_through_leave(viewer: Viewer, file_ids: Collection[int]) -> Iterable[int]:
    """Of these files the notes of leaves that the viewer sees."""
    seen, own = PupilLeave.objects.visible_to(viewer), PupilLeave.objects.of_acting(viewer)
    rows = LeaveNote.objects.numbers_only().filter(
        Q(leave__in=seen.values("pk")) | Q(leave__in=own.values("pk")), file_id__in=file_ids
    )
    return list(rows.values_list("file_id", flat=True))


def halves_of(days: Iterable[date], leave: PupilLeave) -> Iterator[float]:
    """How much of each day a leave takes: a whole one or a half."""
    for day in days:
        cut = (day == leave.since and leave.since_half == "pm") + (day == leave.until and leave.until_half == "am")
        yield 1 - 0.5 * cut
