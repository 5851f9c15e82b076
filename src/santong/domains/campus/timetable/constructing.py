"""A timetable without clashes, made step by step: for schools that begin with none, and for a solver to begin with.

Classes and teachers are the two sides of a graph, lessons its edges, times of the week its colours. Such a graph can be
coloured with as many colours as its busiest node has edges (König, 1916), so that lessons always find a place as long
as no class and no teacher has more of them than the week has times. A lesson for which no time is free on both sides
gets one by exchanging two times along the chain of lessons that they hold. What is left is made better by exchanging
lessons of one class.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

Time = tuple[int, int]
"""A weekday (1 to 7) and a period."""
SAME_DAY, LATE, CROWDED = 10, 2, 3
MOST_A_DAY = 4
"""Lessons of a teacher on one day; more count as crowded."""


class TooManyLessons(Exception):
    """A class or a teacher, `who`, has more lessons than the week has times."""

    def __init__(self, who: Hashable, lessons: int, times: int) -> None:
        super().__init__(f"{lessons} lessons in {times} times")
        self.who, self.lessons, self.times = who, lessons, times


@dataclass(frozen=True)
class Wanted:
    """Lessons a week of a subject in a class. Without a teacher only the class has to be free. `early`: before noon."""

    school_class: Hashable
    subject: str
    lessons: int
    teacher: Hashable | None = None
    early: bool = False


@dataclass(eq=False)
class _Lesson:
    wanted: Wanted
    teacher: Hashable
    """Of those without one, a node of their own."""


@dataclass
class _Table:
    """Who has which lesson at which time, from both sides."""

    times: Sequence[Time]
    noon: int
    of_class: dict[Hashable, dict[Time, _Lesson]] = field(default_factory=dict)
    of_teacher: dict[Hashable, dict[Time, _Lesson]] = field(default_factory=dict)

    def put(self, lesson: _Lesson, time: Time) -> None:
        self.of_class[lesson.wanted.school_class][time] = lesson
        self.of_teacher[lesson.teacher][time] = lesson

    def take(self, lesson: _Lesson, time: Time) -> None:
        del self.of_class[lesson.wanted.school_class][time]
        del self.of_teacher[lesson.teacher][time]

    def free(self, node: Mapping[Time, _Lesson]) -> Iterator[Time]:
        return (time for time in self.times if time not in node)

    def cost(self, lesson: _Lesson, time: Time) -> int:
        """What speaks against a time for a lesson that isn't in the table, as the table is."""
        day, period = time
        own = self.of_class[lesson.wanted.school_class]
        same = sum(at[0] == day and each.wanted.subject == lesson.wanted.subject for at, each in own.items())
        allowed = (lesson.wanted.lessons - 1) // 5
        taught = sum(at[0] == day for at in self.of_teacher[lesson.teacher])
        late = LATE * (period > self.noon) if lesson.wanted.early else 0
        return SAME_DAY * max(0, same - allowed) + late + CROWDED * max(0, taught + 1 - MOST_A_DAY)


def construct(
    wanted: Collection[Wanted], times: Sequence[Time], *, noon: int, rounds: int = 2
) -> dict[tuple[Hashable, Time], Wanted]:
    """Which lesson each class has at which time. `noon` is the last period of the morning.

    Raises:
        TooManyLessons: nobody could make a timetable of these.
    """
    _demand_room(wanted, len(times))
    lessons = [_Lesson(each, each.teacher if each.teacher is not None else object()) for each in wanted
               for _each in range(each.lessons)]  # fmt: skip
    table = _Table(times, noon)
    for lesson in lessons:
        table.of_class.setdefault(lesson.wanted.school_class, {})
        table.of_teacher.setdefault(lesson.teacher, {})
    for lesson in sorted(lessons, key=lambda each: (not each.wanted.early, -each.wanted.lessons)):
        _place(table, lesson)
    for _round in range(rounds):
        better = [_improve(table, each) for each in table.of_class]
        if not any(better):
            break
    return {(each, time): lesson.wanted for each, own in table.of_class.items() for time, lesson in own.items()}


def _demand_room(wanted: Collection[Wanted], times: int) -> None:
    load: Counter[tuple[str, Hashable]] = Counter()
    for each in wanted:
        load[("class", each.school_class)] += each.lessons
        if each.teacher is not None:
            load[("teacher", each.teacher)] += each.lessons
    for (_side, who), lessons in load.items():
        if lessons > times:
            raise TooManyLessons(who, lessons, times)


def _place(table: _Table, lesson: _Lesson) -> None:
    own, taught = table.of_class[lesson.wanted.school_class], table.of_teacher[lesson.teacher]
    both = [time for time in table.free(own) if time not in taught]
    if not both:
        both = [_exchange(table, lesson)]
    table.put(lesson, min(both, key=lambda time: table.cost(lesson, time)))


def _exchange(table: _Table, lesson: _Lesson) -> Time:
    """Exchange two times along the chain that begins at the teacher, until one is free for class and teacher.

    The chain never comes to the class: that is free at the time which every class on the chain gives up.
    """
    wanted = next(table.free(table.of_class[lesson.wanted.school_class]))
    instead = next(table.free(table.of_teacher[lesson.teacher]))
    chain: list[tuple[_Lesson, Time]] = []
    at_teacher, node, time = True, table.of_teacher[lesson.teacher], wanted
    while (found := node.get(time)) is not None:
        chain.append((found, time))
        node = table.of_class[found.wanted.school_class] if at_teacher else table.of_teacher[found.teacher]
        at_teacher, time = not at_teacher, instead if time == wanted else wanted
    for each, before in chain:
        table.take(each, before)
    for each, before in chain:
        table.put(each, instead if before == wanted else wanted)
    return wanted


def _improve(table: _Table, school_class: Hashable) -> bool:
    """Exchange lessons of a class, or move one to a free time, wherever that is better."""
    own, better = table.of_class[school_class], False
    for time in list(own):
        lesson = own.get(time)
        if lesson is None:
            continue
        table.take(lesson, time)
        price = table.cost(lesson, time)
        table.put(lesson, time)
        if price and (other := _better_time(table, lesson, time)) is not None:
            _swap(table, school_class, time, other)
            better = True
    return better


def _better_time(table: _Table, lesson: _Lesson, time: Time) -> Time | None:
    own = table.of_class[lesson.wanted.school_class]
    best, gain = None, 0
    for other in table.times:
        partner = own.get(other)
        if other == time or other in table.of_teacher[lesson.teacher]:
            continue
        if partner is not None and time in table.of_teacher[partner.teacher]:
            continue
        before = _price(table, [(lesson, time), (partner, other)])
        _swap(table, lesson.wanted.school_class, time, other)
        after = _price(table, [(lesson, other), (partner, time)])
        _swap(table, lesson.wanted.school_class, time, other)
        if before - after > gain:
            best, gain = other, before - after
    return best


def _price(table: _Table, held: Sequence[tuple[_Lesson | None, Time]]) -> int:
    total = 0
    for lesson, time in held:
        if lesson is not None:
            table.take(lesson, time)
            total += table.cost(lesson, time)
            table.put(lesson, time)
    return total


def _swap(table: _Table, school_class: Hashable, one: Time, other: Time) -> None:
    own = table.of_class[school_class]
    pair = [(own.get(one), one, other), (own.get(other), other, one)]
    for lesson, before, _after in pair:
        if lesson is not None:
            table.take(lesson, before)
    for lesson, _before, after in pair:
        if lesson is not None:
            table.put(lesson, after)
