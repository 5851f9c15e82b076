"""The kinds of rules that schools have, as limits.

`groups` are the courses that a rule looks at together, each with about whom that is: those of one subject in one class,
or all of one teacher.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from santong.lib.timetabling.problem import EVEN, EVERY, MUST, ODD, Counts, Limit, Part, Problem

Group = tuple[tuple[str, int | str], Sequence[int]]
Times = Iterable[int]


@dataclass(frozen=True)
class Maker:
    """Makes the limits of one rule."""

    problem: Problem
    rule: int
    weight: int = MUST

    def most_at(self, groups: Iterable[Group], sets: Sequence[Times], most: int, counts: Counts) -> Iterator[Limit]:
        """At most so many in each of some sets of times; in odd and in even weeks, where they differ."""
        frozen = [frozenset(each) for each in sets]
        for of, courses in groups:
            for some in self._by_weeks(courses):
                # One lesson isn't more than one, however it lies.
                if sum(self._size(each, counts) for each in some) > most:
                    for times in frozen:
                        yield Limit(self.rule, self.weight, most, counts, (Part(some, times),), of)

    def _size(self, course: int, counts: Counts) -> int:
        found = self.problem.courses[course]
        return found.count * (found.length if counts == Counts.PERIODS else 1)

    def _by_weeks(self, courses: Sequence[int]) -> list[tuple[int, ...]]:
        if all(self.problem.courses[each].weeks == EVERY for each in courses):
            return [tuple(courses)]
        masks = ((each for each in courses if self.problem.courses[each].weeks & mask) for mask in (ODD, EVEN))
        return [some for some in map(tuple, masks) if some]

    def not_at(self, groups: Iterable[Group], times: Times) -> Iterator[Limit]:
        """Nothing at those times."""
        yield from self.most_at(groups, [times], 0, Counts.PERIODS)

    def only_at(self, groups: Iterable[Group], times: Times) -> Iterator[Limit]:
        """Nothing at other times."""
        yield from self.not_at(groups, set(self.problem.week.times) - set(times))

    def most_a_day(self, groups: Iterable[Group], most: int, counts: Counts = Counts.LESSONS) -> Iterator[Limit]:
        """At most so many on one day."""
        yield from self.most_at(groups, self._days, most, counts)

    @property
    def _days(self) -> list[frozenset[int]]:
        week = self.problem.week
        return [week.day(each) for each in range(1, week.days + 1)]

    def spread(self, groups: Iterable[Group]) -> Iterator[Limit]:
        """On as many days as there are lessons, or else equally many on each."""
        for of, courses in groups:
            lessons = max(sum(self.problem.courses[each].count for each in some) for some in self._by_weeks(courses))
            yield from self.most_a_day([(of, courses)], -(-lessons // self.problem.week.days))

    def not_on_successive_days(self, groups: Iterable[Group]) -> Iterator[Limit]:
        """Never on two days in a row."""
        for of, courses in groups:
            for some in self._by_weeks(courses):
                for one, other in pairwise(self._days):
                    parts = (Part(some, one), Part(some, other))
                    yield Limit(self.rule, self.weight, 1, Counts.PARTS, parts, of)

    def most_in_a_row(self, groups: Iterable[Group], most: int) -> Iterator[Limit]:
        """At most so many periods without a break, which noon is one."""
        week, runs = self.problem.week, []
        for day in range(1, week.days + 1):
            for half in map(sorted, week.half_days(day)):
                runs += [half[at : at + most + 1] for at in range(len(half) - most)]
        yield from self.most_at(groups, runs, most, Counts.PERIODS)

    def not_across_noon(self, groups: Iterable[Group]) -> Iterator[Limit]:
        """Not both the last period before noon and the first one after it."""
        week = self.problem.week
        pairs = [[week.time(day, week.noon), week.time(day, week.noon + 1)] for day in range(1, week.days + 1)]
        yield from self.most_at(groups, pairs if 0 < week.noon < week.periods else [], 1, Counts.PERIODS)

    def most_days(self, groups: Iterable[Group], most: int) -> Iterator[Limit]:
        """On at most so many days of the week."""
        yield from self._most_parts(groups, self._days, most)

    def free_half_days(self, groups: Iterable[Group], least: int) -> Iterator[Limit]:
        """At least so many mornings and afternoons without a lesson."""
        week = self.problem.week
        halves = [half for day in range(1, week.days + 1) for half in week.half_days(day)]
        yield from self._most_parts(groups, halves, len(halves) - least)

    def _most_parts(self, groups: Iterable[Group], sets: Sequence[frozenset[int]], most: int) -> Iterator[Limit]:
        for of, courses in groups:
            parts = tuple(Part(tuple(courses), times) for times in sets)
            yield Limit(self.rule, self.weight, max(0, most), Counts.PARTS, parts, of)

    def not_directly_after(
        self, pairs: Iterable[tuple[tuple[str, int | str], Sequence[int], Sequence[int]]]
    ) -> Iterator[Limit]:
        """The second of each pair of courses never in the period after the first one; noon lies between two."""
        week = self.problem.week
        for of, first, second in pairs:
            for day in range(1, week.days + 1):
                for half in map(sorted, week.half_days(day)):
                    for one, other in pairwise(half):
                        parts = (Part(tuple(first), frozenset([one])), Part(tuple(second), frozenset([other])))
                        yield Limit(self.rule, self.weight, 1, Counts.PARTS, parts, of)

    def without_gaps(self, groups: Iterable[Group]) -> Iterator[Limit]:
        """No free period before the last lessons: no more late lessons than the early periods leave over."""
        week = self.problem.week
        for of, courses in groups:
            for some in self._by_weeks(courses):
                load = sum(self._size(each, Counts.PERIODS) for each in some)
                for period in range(2, week.periods + 1):
                    late = [
                        week.time(day, at) for day in range(1, week.days + 1) for at in range(period, week.periods + 1)
                    ]
                    yield from self.most_at(
                        [(of, some)], [late], max(0, load - week.days * (period - 1)), Counts.PERIODS
                    )

    def most_at_once(self, groups: Iterable[Group], most: int) -> Iterator[Limit]:
        """At most so many at any one time."""
        yield from self.most_at(groups, [[each] for each in self.problem.week.times], most, Counts.PERIODS)
