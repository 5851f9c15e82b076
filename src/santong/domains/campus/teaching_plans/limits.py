"""The rules of a school as limits of its courses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from santong.domains.campus.teaching_plans.models import Rule
from santong.lib.timetabling.problem import MUST, Counts, Limit, Together
from santong.lib.timetabling.rules import Group, Maker

if TYPE_CHECKING:
    from santong.domains.campus.teaching_plans.building import SchoolPlan

Kind, Weight = Rule.Kind, Rule.Weight
WEIGHTS = {Weight.MUST: MUST, Weight.IMPORTANT: 10, Weight.GOOD: 4, Weight.POSSIBLE: 1}
"""What each breach of a rule costs."""


def limits_of(plan: SchoolPlan, relaxed: Collection[int] = ()) -> tuple[list[Limit], list[Together]]:
    """The limits of all rules; those in `relaxed` only should hold, as important ones do."""
    limits: list[Limit] = []
    together: list[Together] = []
    for rule in plan.rules.values():
        weight = Weight.IMPORTANT if rule.pk in relaxed and rule.weight == Weight.MUST else Weight(rule.weight)
        asked = Asked(plan, rule, Maker(plan.problem, rule.pk, WEIGHTS[weight]))
        if rule.kind == Kind.TOGETHER:
            together += asked.together() if weight == Weight.MUST else []
        else:
            limits += _MADE[rule.kind](asked)
    return limits, together


@dataclass(frozen=True)
class Asked:
    """A rule, and the courses that it is about."""

    plan: SchoolPlan
    rule: Rule
    make: Maker

    @property
    def number(self) -> int:
        """How many it allows."""
        return self.rule.number or 0

    @property
    def times(self) -> list[int]:
        """The times that it names."""
        week = self.plan.problem.week
        days, periods = range(1, week.days + 1), range(1, week.periods + 1)
        named = product(self.rule.days(days), self.rule.lessons(periods))
        return [week.time(day, period) for day, period in named if day <= week.days and period <= week.periods]

    def courses(self, subject: str) -> list[int]:
        """The courses of a subject ("" for all) in the place and of the teacher that it names."""
        rule, place = self.rule, self.rule.place.path if self.rule.place is not None else self.plan.school.path
        found = []
        for number, (course, taught) in enumerate(zip(self.plan.problem.courses, self.plan.taught, strict=True)):
            here = any(each.path.startswith(place) for each in taught.classes)
            theirs = rule.teacher_id is None or rule.teacher_id in course.teachers
            if here and theirs and subject in ("", course.subject):
                found.append(number)
        return found

    def by_class(self, subject: str, *, whole: bool = False) -> list[Group]:
        """The courses class by class; without a subject each subject by itself, or the `whole` class."""
        groups: dict[tuple[tuple[str, int | str], str], list[int]] = defaultdict(list)
        for number in self.courses(subject):
            course, taught = self.plan.problem.courses[number], self.plan.taught[number]
            # A teaching group has its lessons as a class has; that time of its classes stands for them as a whole.
            if taught.group is not None and not whole:
                groups[("group", taught.group.key), course.subject].append(number)
            for place in course.classes if whole or not taught.side else ():
                groups[("class", place), "" if whole else course.subject].append(number)
        return [(of, own) for (of, _subject), own in groups.items()]

    def named(self) -> list[Group]:
        """All courses of the teacher that it names, else those of its subject, else of all of each class."""
        if self.rule.teacher_id is not None:
            return [(("teacher", self.rule.teacher_id), self.courses(self.rule.subject))]
        return self.by_class(self.rule.subject, whole=not self.rule.subject)

    def by_teacher(self) -> list[Group]:
        """All that each teacher has who teaches the subject at the place that it names."""
        concerned = {
            key for number in self.courses(self.rule.subject) for key in self.plan.problem.courses[number].teachers
        }
        if self.rule.teacher_id is not None:
            concerned &= {self.rule.teacher_id}
        return [(("teacher", key), self.plan.problem.users["teacher", key]) for key in sorted(concerned)]

    def in_rooms(self) -> list[Group]:
        """All that needs a room of its kind."""
        need = ("room", self.rule.room_kind)
        return [(need, users)] if (users := self.plan.problem.users.get(need)) else []

    def all_at_once(self) -> list[Group]:
        """All of them as one."""
        return [(("", ""), found)] if (found := self.courses(self.rule.subject)) else []

    def after(self) -> Iterator[tuple[tuple[str, int | str], Sequence[int], Sequence[int]]]:
        """For each class what comes before, and what may not come after it."""
        second = dict(self.by_class(self.rule.subject))
        for of, first in self.by_class(self.rule.other_subject):
            if of in second:
                yield of, first, second[of]

    def together(self) -> Iterator[Together]:
        """Courses of equally many and equally long lessons."""
        alike: dict[tuple[str, int, int], list[int]] = defaultdict(list)
        for number in self.courses(self.rule.subject):
            course = self.plan.problem.courses[number]
            alike[course.subject, course.count, course.length].append(number)
        for own in alike.values():
            if len(own) > 1:
                yield Together(self.rule.pk, tuple(own))


_MADE: dict[str, Callable[[Asked], Iterator[Limit]]] = {
    Kind.NOT_AT: lambda it: it.make.not_at(it.named(), it.times),
    Kind.ONLY_AT: lambda it: it.make.only_at(it.named(), it.times),
    Kind.MOST_AT: lambda it: it.make.most_at(it.named(), [it.times], it.number, Counts.PERIODS),
    Kind.MOST_A_DAY: lambda it: it.make.most_a_day(it.by_class(it.rule.subject), it.number),
    Kind.SPREAD: lambda it: it.make.spread(it.by_class(it.rule.subject)),
    Kind.NOT_SUCCESSIVE: lambda it: it.make.not_on_successive_days(it.by_class(it.rule.subject)),
    Kind.NOT_AFTER: lambda it: it.make.not_directly_after(it.after()),
    Kind.MOST_AT_ONCE: lambda it: it.make.most_at_once(it.all_at_once(), it.number),
    Kind.NO_GAPS: lambda it: it.make.without_gaps(it.by_class("", whole=True)),
    Kind.TEACHER_A_DAY: lambda it: it.make.most_a_day(it.by_teacher(), it.number, Counts.PERIODS),
    Kind.TEACHER_IN_A_ROW: lambda it: it.make.most_in_a_row(it.by_teacher(), it.number),
    Kind.TEACHER_DAYS: lambda it: it.make.most_days(it.by_teacher(), it.number),
    Kind.TEACHER_FREE: lambda it: it.make.free_half_days(it.by_teacher(), it.number),
    Kind.TEACHER_NOON: lambda it: it.make.not_across_noon(it.by_teacher()),
    Kind.TEACHERS_NOT_AT: lambda it: it.make.not_at(it.by_teacher(), it.times),
    Kind.ROOM_NOT_AT: lambda it: it.make.not_at(it.in_rooms(), it.times),
}
