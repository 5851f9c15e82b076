"""Which constraints of FET are rules here; every other one is named with how many of it there are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from santong.lib.fet.reading import FULL, Constraint, Fet

WORLD = frozenset({"BasicCompulsoryTime", "BasicCompulsorySpace"})
"""What FET writes into every file: nobody is at two places at one time."""
Times = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class FetRule:
    """A rule of a kind of `teaching_plans`: about students, a subject, a teacher, "" for all of them.

    `days` and `hours` count from 1 and mean all their pairs. One that isn't `must` only should hold.
    """

    kind: str
    students: str = ""
    subject: str = ""
    teacher: str = ""
    days: tuple[int, ...] = ()
    hours: tuple[int, ...] = ()
    number: int | None = None
    must: bool = True


def rules_of(fet: Fet) -> tuple[list[FetRule], Counter[str]]:
    """The rules of a file, and the constraints that are none here, by the names that FET gives them."""
    found: list[FetRule] = []
    unknown: Counter[str] = Counter()
    for each in fet.constraints:
        if each.kind in WORLD:
            continue
        made = _MADE.get(each.kind)
        rules = list(made(fet, each)) if made is not None else []
        if not rules:
            unknown[each.kind] += 1
        found += [replace(rule, must=each.weight >= FULL) for rule in rules]
    return list(dict.fromkeys(found)), unknown


def _closed(fet: Fet, times: Iterable[tuple[str, str]]) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Times as days with the same hours each; all days together where they have."""
    by_day: dict[int, set[int]] = defaultdict(set)
    for day, hour in times:
        if day in fet.days and hour in fet.hours:
            by_day[fet.days.index(day) + 1].add(fet.hours.index(hour) + 1)
    days: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for number, named in sorted(by_day.items()):
        days[tuple(sorted(named))].append(number)
    for hours, own in days.items():
        every_day, every_hour = len(own) == len(fet.days), len(hours) == len(fet.hours)
        yield () if every_day and not every_hour else tuple(own), () if every_hour else hours


def _not_at(fet: Fet, times: Iterable[tuple[str, str]], rule: FetRule) -> Iterator[FetRule]:
    for days, hours in _closed(fet, times):
        yield replace(rule, days=days, hours=hours)


def _others(fet: Fet, times: Times) -> list[tuple[str, str]]:
    """All other times of the week."""
    named = set(times)
    return [(day, hour) for day in fet.days for hour in fet.hours if (day, hour) not in named]


def _preferred(fet: Fet, it: Constraint) -> Iterator[FetRule]:
    """Lessons of a teacher, of students or of a subject at some times alone."""
    teacher, students = it.text("Teacher_Name") or it.text("Teacher"), it.text("Students_Name") or it.text("Students")
    subject = it.text("Subject_Name") or it.text("Subject")
    if it.text("Activity_Tag_Name") or it.text("Activity_Tag") or it.text("Duration"):
        return
    rule = FetRule("not_at", students, subject, teacher)
    yield from _not_at(fet, _others(fet, it.times()), rule)


def _spread(fet: Fet, it: Constraint) -> Iterator[FetRule]:
    """Lessons of one course on different days, or with a day between."""
    named = {int(each.text or 0) for each in it.element.findall("Activity_Id")}
    days = it.number("MinDays") or it.number("Min_Days") or 1
    if days > 2:
        return
    own = {(each.subject, each.students) for each in fet.activities if each.key in named}
    for subject, students in own if len(own) == 1 else ():
        for each in students:
            yield FetRule("spread" if days == 1 else "not_successive", each, subject)


def _numbered(kind: str, *names: str) -> Callable[[Fet, Constraint], Iterator[FetRule]]:
    def made(fet: Fet, it: Constraint) -> Iterator[FetRule]:
        number = next((found for name in names if (found := it.number(name)) is not None), None)
        if number is not None:
            yield FetRule(kind, teacher=it.text("Teacher_Name") or it.text("Teacher"), number=number)

    return made


def _without_gaps(fet: Fet, it: Constraint) -> Iterator[FetRule]:
    """No free hours of students: here they begin with the first hour as well, as FET says by another constraint."""
    begins = any(
        each.kind in ("StudentsEarlyMaxBeginningsAtSecondHour", "StudentsSetEarlyMaxBeginningsAtSecondHour")
        and (each.number("Max_Beginnings_At_Second_Hour") or 0) == 0
        for each in fet.constraints
    )
    if it.number("Max_Gaps") == 0 and begins:
        yield FetRule("no_gaps", it.text("Students"))


def _early(fet: Fet, it: Constraint) -> Iterator[FetRule]:
    gaps = any(
        each.kind in ("StudentsMaxGapsPerWeek", "StudentsSetMaxGapsPerWeek") and each.number("Max_Gaps") == 0
        for each in fet.constraints
    )
    if gaps and it.number("Max_Beginnings_At_Second_Hour") == 0:
        yield FetRule("no_gaps", it.text("Students"))


def _fixed(fet: Fet, it: Constraint) -> Iterator[FetRule]:
    """The only lesson of a course at one time."""
    key, at = it.number("Activity_Id"), (it.text("Preferred_Day"), it.text("Preferred_Hour"))
    day, hour = at[0] or it.text("Day"), at[1] or it.text("Hour")
    course = fet.course_of.get(key or 0, [])
    if len(course) == 1 and course[0].duration == 1 and day in fet.days and hour in fet.hours:
        for students in course[0].students:
            yield FetRule(
                "only_at", students, course[0].subject, "", (fet.days.index(day) + 1,), (fet.hours.index(hour) + 1,)
            )


_MADE: Mapping[str, Callable[[Fet, Constraint], Iterator[FetRule]]] = {
    "BreakTimes": lambda fet, it: _not_at(fet, it.times(), FetRule("not_at")),
    "TeacherNotAvailableTimes": lambda fet, it: _not_at(
        fet, it.times(), FetRule("teachers_not_at", teacher=it.text("Teacher") or it.text("Teacher_Name"))
    ),
    "StudentsSetNotAvailableTimes": lambda fet, it: _not_at(fet, it.times(), FetRule("not_at", it.text("Students"))),
    "ActivitiesPreferredTimeSlots": _preferred,
    "MinDaysBetweenActivities": _spread,
    "MinNDaysBetweenActivities": _spread,
    "ActivityPreferredStartingTime": _fixed,
    "TeacherMaxHoursDaily": _numbered("teacher_a_day", "Maximum_Hours_Daily"),
    "TeachersMaxHoursDaily": _numbered("teacher_a_day", "Maximum_Hours_Daily"),
    "TeacherMaxHoursContinuously": _numbered("teacher_in_a_row", "Maximum_Hours_Continuously"),
    "TeachersMaxHoursContinuously": _numbered("teacher_in_a_row", "Maximum_Hours_Continuously"),
    "TeacherMaxDaysPerWeek": _numbered("teacher_days", "Max_Days_Per_Week"),
    "TeachersMaxDaysPerWeek": _numbered("teacher_days", "Max_Days_Per_Week"),
    "StudentsMaxGapsPerWeek": _without_gaps,
    "StudentsSetMaxGapsPerWeek": _without_gaps,
    "StudentsEarlyMaxBeginningsAtSecondHour": _early,
    "StudentsSetEarlyMaxBeginningsAtSecondHour": _early,
}
