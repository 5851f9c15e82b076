"""A .fet file as a problem of the solver: its courses and what of its constraints are rules here. Rooms stay out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product

from santong.lib.fet.reading import Fet
from santong.lib.fet.rules import FetRule, rules_of
from santong.lib.timetabling.problem import MUST, Counts, Course, Limit, Problem, Week
from santong.lib.timetabling.rules import Group, Maker

SHOULD = 4
"""What each breach of a constraint costs that only should hold."""
LONGEST = 2
"""Hours of a lesson."""


def problem_of(fet: Fet) -> Problem | None:
    """The problem of a file; None where a lesson takes more than two hours, which there is no course for."""
    if any(each.duration > LONGEST for each in fet.activities):
        return None
    atoms = {name: number for number, name in enumerate(sorted({atom for own in fet.sets.values() for atom in own}))}
    people = sorted({name for each in fet.activities for name in each.teachers})
    teachers = {name: number for number, name in enumerate(people)}
    courses: list[Course] = []
    for own in fet.courses:
        first = own[0]
        classes = {atoms[atom] for name in first.students for atom in fet.sets.get(name, ())}
        for length, count in sorted(Counter(each.duration for each in own).items()):
            some = tuple(teachers[each] for each in dict.fromkeys(first.teachers))
            courses.append(Course(first.subject, tuple(sorted(classes)), some, count, length))
    problem = Problem(Week(len(fet.days), len(fet.hours), len(fet.hours)), tuple(courses))
    limits: list[Limit] = []
    for number, rule in enumerate(rules_of(fet)[0], 1):
        make = Maker(problem, number, MUST if rule.must else SHOULD)
        limits += _Made(fet, problem, rule, make, atoms, teachers).limits()
    return replace(problem, limits=tuple(limits))


class _Made:
    """A rule of a file, and the courses that it is about."""

    def __init__(
        self, fet: Fet, problem: Problem, rule: FetRule, make: Maker, atoms: dict[str, int], teachers: dict[str, int]
    ) -> None:
        self.fet, self.problem, self.rule, self.make = fet, problem, rule, make
        self.atoms = {atoms[each] for each in fet.sets.get(rule.students, ()) if each in atoms}
        self.teachers, self.teacher = teachers, teachers.get(rule.teacher)

    @property
    def times(self) -> list[int]:
        """The times that it names."""
        week = self.problem.week
        days, hours = self.rule.days or range(1, week.days + 1), self.rule.hours or range(1, week.periods + 1)
        return [week.time(day, hour) for day, hour in product(days, hours)]

    def courses(self) -> list[int]:
        """The courses of its students, subject and teacher, as far as they are named."""
        rule, found = self.rule, []
        for number, each in enumerate(self.problem.courses):
            here = not rule.students or not self.atoms.isdisjoint(each.classes)
            theirs = not rule.teacher or self.teacher in each.teachers
            if here and theirs and rule.subject in ("", each.subject):
                found.append(number)
        return found

    def whole(self) -> list[Group]:
        """All of them at once."""
        return [(("", ""), found)] if (found := self.courses()) else []

    def each_course(self) -> list[Group]:
        """Each course by itself."""
        return [(("course", number), [number]) for number in self.courses()]

    def by_teacher(self) -> list[Group]:
        """All that the teacher has, or each of them."""
        keys = [self.teacher] if self.rule.teacher else list(self.teachers.values())
        return [(("teacher", key), users) for key in keys
                if key is not None and (users := self.problem.users.get(("teacher", key)))]  # fmt: skip

    def by_class(self) -> list[Group]:
        """All that its students have, set by set."""
        keys = self.atoms if self.rule.students else {key for kind, key in self.problem.users if kind == "class"}
        return [(("class", key), self.problem.users["class", key]) for key in sorted(keys, key=int)
                if ("class", key) in self.problem.users]  # fmt: skip

    def limits(self) -> Iterator[Limit]:
        """What it says."""
        yield from _MADE[self.rule.kind](self)


_MADE: dict[str, Callable[[_Made], Iterator[Limit]]] = {
    "not_at": lambda it: it.make.not_at(it.whole(), it.times),
    "only_at": lambda it: it.make.only_at(it.each_course(), it.times),
    "spread": lambda it: it.make.spread(it.each_course()),
    "not_successive": lambda it: it.make.not_on_successive_days(it.each_course()),
    "no_gaps": lambda it: it.make.without_gaps(it.by_class()),
    "teachers_not_at": lambda it: it.make.not_at(it.by_teacher(), it.times),
    "teacher_a_day": lambda it: it.make.most_a_day(it.by_teacher(), it.rule.number or 0, Counts.PERIODS),
    "teacher_in_a_row": lambda it: it.make.most_in_a_row(it.by_teacher(), it.rule.number or 0),
    "teacher_days": lambda it: it.make.most_days(it.by_teacher(), it.rule.number or 0),
}
