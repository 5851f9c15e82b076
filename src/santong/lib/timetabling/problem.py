"""What is to be put into a week, and what must hold or should.

Everything is counted from 0: courses by their place in `Problem.courses`, times of the week day by day. Classes,
teachers and kinds of rooms are numbers and words that only whoever made the problem understands.

All limits are of one form, "at most so many of these at those times". Taking a lesson out never breaks one, so that a
table that isn't complete yet can keep all of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

ODD, EVEN, EVERY = 1, 2, 3
"""Weeks as bits: those with an odd number, those with an even one, all."""
MUST = 0
"""The weight of what must hold; what only should has a weight above."""
Placement = Sequence[Iterable[int]]
"""For each course the times at which its lessons begin; fewer than it has where the table isn't complete."""


class Counts(StrEnum):
    """What a limit counts."""

    PERIODS = "periods"
    """Periods that are taught: two for a double lesson."""
    LESSONS = "lessons"
    """Lessons that begin: one for a double lesson."""
    PARTS = "parts"
    """The parts of the limit in which anything is taught at all."""


@dataclass(frozen=True)
class Week:
    """Days with equally many periods; noon comes after the period `noon` (1, 2 …), no double lesson lies across it."""

    days: int
    periods: int
    noon: int

    @property
    def times(self) -> range:
        """All times."""
        return range(self.days * self.periods)

    def time(self, day: int, period: int) -> int:
        """The time of a day (1, 2 …) and a period (1, 2 …)."""
        return (day - 1) * self.periods + period - 1

    def day_and_period(self, time: int) -> tuple[int, int]:
        """The day (1, 2 …) and the period (1, 2 …) of a time."""
        return time // self.periods + 1, time % self.periods + 1

    def day(self, day: int) -> frozenset[int]:
        """The times of a day (1, 2 …)."""
        return frozenset(range((day - 1) * self.periods, day * self.periods))

    def half_days(self, day: int) -> list[frozenset[int]]:
        """The morning and the afternoon of a day, without one that has no periods."""
        whole = sorted(self.day(day))
        return [frozenset(half) for half in (whole[: self.noon], whole[self.noon :]) if half]

    def starts(self, length: int) -> list[int]:
        """When a lesson of so many periods may begin: it ends in the same half of the day."""
        return [at for at in self.times if self._half(at) == self._half(at + length - 1)]

    def _half(self, time: int) -> tuple[int, bool]:
        return time // self.periods, time % self.periods >= self.noon


@dataclass(frozen=True)
class Course:
    """Equal lessons of a week: `count` of them, each `length` periods long, in the weeks that `weeks` says (bits).

    Several classes have them together. `room` is the kind of room that they need, "" for the class's own; `places` are
    rooms that nobody else can have then.
    """

    subject: str
    classes: tuple[int, ...]
    teachers: tuple[int, ...]
    count: int
    length: int = 1
    weeks: int = EVERY
    room: str = ""
    places: tuple[int, ...] = ()

    @property
    def needs(self) -> Iterator[tuple[str, int | str]]:
        """Whom and what it occupies: ("class", 3), ("teacher", 7), ("room", "computer"), ("place", 12)."""
        yield from (("class", each) for each in self.classes)
        yield from (("teacher", each) for each in self.teachers)
        if self.room:
            yield "room", self.room
        yield from (("place", each) for each in self.places)


@dataclass(frozen=True)
class Part:
    """Courses at times."""

    courses: tuple[int, ...]
    times: frozenset[int]


@dataclass(frozen=True)
class Limit:
    """At most `most` of all its parts. `rule` is the number of the rule behind it, `weight` what each more costs.

    `of` says about whom it is, such as ("class", 3); a limit of the world itself (nobody is at two places) has rule -1.
    """

    rule: int
    weight: int
    most: int
    counts: Counts
    parts: tuple[Part, ...]
    of: tuple[str, int | str] = ("", "")

    @cached_property
    def courses(self) -> frozenset[int]:
        """The courses it speaks of."""
        return frozenset(each for part in self.parts for each in part.courses)


@dataclass(frozen=True)
class Together:
    """Courses that begin at the same times, because of a rule; all have equally many lessons."""

    rule: int
    courses: tuple[int, ...]


@dataclass(frozen=True)
class Lock:
    """A lesson of a course that begins at a time, whatever happens to others."""

    rule: int
    course: int
    time: int


@dataclass(frozen=True)
class Problem:
    """What is to be taught in a week, and what holds. `rooms` says how many rooms of each kind there are."""

    week: Week
    courses: tuple[Course, ...]
    rooms: Mapping[str, int] = field(default_factory=dict)
    limits: tuple[Limit, ...] = ()
    together: tuple[Together, ...] = ()
    locks: tuple[Lock, ...] = ()

    @cached_property
    def users(self) -> dict[tuple[str, int | str], list[int]]:
        """The courses of each class, teacher, kind of room and single room."""
        found: dict[tuple[str, int | str], list[int]] = {}
        for number, course in enumerate(self.courses):
            for need in course.needs:
                found.setdefault(need, []).append(number)
        return found

    def room_for(self, need: tuple[str, int | str]) -> int:
        """How many lessons at one time a class, a teacher or a room can take (one), a kind of room (as there are)."""
        kind, key = need
        return self.rooms.get(str(key), 0) if kind == "room" else 1

    @cached_property
    def world(self) -> tuple[Limit, ...]:
        """The limits that no rule makes: nobody is at two places at one time."""
        return tuple(self._world())

    def _world(self) -> Iterator[Limit]:
        for need, users in self.users.items():
            masks = [ODD, EVEN] if any(self.courses[each].weeks != EVERY for each in users) else [EVERY]
            for mask in masks:
                some = tuple(each for each in users if self.courses[each].weeks & mask)
                for time in self.week.times:
                    part = Part(some, frozenset([time]))
                    yield Limit(-1, MUST, self.room_for(need), Counts.PERIODS, (part,), need)

    @cached_property
    def musts(self) -> frozenset[int]:
        """The rules that must hold."""
        found = {each.rule for each in self.limits if each.weight == MUST}
        return frozenset(found | {each.rule for each in self.together} | {each.rule for each in self.locks})

    def only(self, rules: Iterable[int]) -> Problem:
        """The same with those rules alone."""
        kept = frozenset(rules)
        return Problem(
            self.week,
            self.courses,
            self.rooms,
            tuple(each for each in self.limits if each.rule in kept),
            tuple(each for each in self.together if each.rule in kept),
            tuple(each for each in self.locks if each.rule in kept),
        )

    def part_of(self, courses: Iterable[int]) -> Problem:
        """Some courses alone, numbered anew in their order; what then has no meaning is left away.

        Whatever can't be done of a part can't be done of the whole.
        """
        kept = sorted(set(courses))
        new = {old: number for number, old in enumerate(kept)}
        limits = [_narrowed(each, new) for each in self.limits if not each.courses.isdisjoint(new)]
        together = [
            Together(each.rule, tuple(new[one] for one in each.courses if one in new)) for each in self.together
        ]
        return Problem(
            self.week,
            tuple(self.courses[each] for each in kept),
            self.rooms,
            tuple(limits),
            tuple(each for each in together if len(each.courses) > 1),
            tuple(Lock(each.rule, new[each.course], each.time) for each in self.locks if each.course in new),
        )

    def as_json(self) -> str:
        """As text, to be read by `read`."""
        return json.dumps(asdict(self), default=sorted)


def _narrowed(limit: Limit, new: Mapping[int, int]) -> Limit:
    parts = (Part(tuple(new[each] for each in part.courses if each in new), part.times) for part in limit.parts)
    some = tuple(part for part in parts if part.courses)
    return Limit(limit.rule, limit.weight, limit.most, limit.counts, some, limit.of)


def read(text: str) -> Problem:
    """A problem from the text that `as_json` gave."""
    given: dict[str, Any] = json.loads(text)
    return Problem(
        Week(**given["week"]),
        tuple(
            Course(**{**each, **{name: tuple(each[name]) for name in ("classes", "teachers", "places")}})
            for each in given["courses"]
        ),
        given["rooms"],
        tuple(_limit(each) for each in given["limits"]),
        tuple(Together(each["rule"], tuple(each["courses"])) for each in given["together"]),
        tuple(Lock(**each) for each in given["locks"]),
    )


def _limit(given: Mapping[str, Any]) -> Limit:
    parts = tuple(Part(tuple(each["courses"]), frozenset(each["times"])) for each in given["parts"])
    kind, key = given["of"]
    return Limit(given["rule"], given["weight"], given["most"], Counts(given["counts"]), parts, (kind, key))
