"""Two timetables of a school beside each other: what their rules say, and which lessons lie elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from santong.domains.campus.teaching_plans.judging import Judged, judge
from santong.domains.campus.teaching_plans.models import Rule
from santong.domains.campus.timetable.public import Slot, Timetable, slots_of
from santong.domains.platform.organisations.public import Organisation

Time = tuple[int, int]


@dataclass(frozen=True)
class RuleLine:
    """A rule that doesn't hold in one of two timetables: how often it doesn't in each."""

    rule: Rule
    one: int
    other: int

    @property
    def better(self) -> int:
        """In which of them it is better kept: 1 or 2, 0 for alike."""
        return 0 if self.one == self.other else 1 if self.one < self.other else 2


@dataclass(frozen=True)
class Difference:
    """A place in the week of a class that holds something else in the other timetable."""

    weekday: str
    period: int
    one: str
    other: str


@dataclass(frozen=True)
class ClassLine:
    """A class whose weeks differ, with every place where they do."""

    school_class: Organisation
    places: Sequence[Difference]


@dataclass(frozen=True)
class Compared:
    """Two timetables: the lessons of each, what they are judged, and how they differ. `lessons` counts both."""

    lessons: tuple[int, int]
    lacking: tuple[int, int]
    rules: Sequence[RuleLine]
    classes: Sequence[ClassLine]
    alike: int

    @property
    def places(self) -> int:
        """In how many places of the week they differ, over all classes."""
        return sum(len(each.places) for each in self.classes)


def compare(one: Timetable, other: Timetable) -> Compared:
    """Hold two timetables of one school against each other."""
    slots = slots_of(one), slots_of(other)
    judged = judge(one), judge(other)
    weeks = tuple(_by_class(each) for each in slots)
    classes = {each.school_class_id: each.school_class for rows in slots for each in rows}
    lines = []
    for key, school_class in sorted(classes.items(), key=lambda each: each[1].path):
        places = list(_differences(weeks[0].get(key, {}), weeks[1].get(key, {})))
        if places:
            lines.append(ClassLine(school_class, places))
    lacking = tuple(len(each.lacking) if each is not None else 0 for each in judged)
    return Compared(
        (len(slots[0]), len(slots[1])), (lacking[0], lacking[1]), _rules(*judged), lines, len(classes) - len(lines)
    )


def _rules(one: Judged | None, other: Judged | None) -> list[RuleLine]:
    counted: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    rules: dict[int, Rule] = {}
    for place, judged in enumerate((one, other)):
        for each in judged.unmet if judged is not None else ():
            counted[each.rule.pk][place] = each.excess
            rules[each.rule.pk] = each.rule
    order = list(Rule.Weight)
    lines = [RuleLine(rules[key], *times) for key, times in counted.items()]
    return sorted(lines, key=lambda each: (order.index(Rule.Weight(each.rule.weight)), each.rule.pk))


def _by_class(slots: Iterable[Slot]) -> dict[int, dict[Time, list[Slot]]]:
    found: dict[int, dict[Time, list[Slot]]] = defaultdict(lambda: defaultdict(list))
    for each in slots:
        found[each.school_class_id][each.weekday, each.period].append(each)
    return found


def _differences(one: Mapping[Time, Sequence[Slot]], other: Mapping[Time, Sequence[Slot]]) -> Iterable[Difference]:
    for weekday, period in sorted({*one, *other}):
        before, after = _said(one.get((weekday, period), ())), _said(other.get((weekday, period), ()))
        if before != after:
            yield Difference(str(Slot.WEEKDAYS[weekday - 1][1]), period, before, after)


def _said(slots: Iterable[Slot]) -> str:
    """What is held at a place, in words: subject, week and teacher, in a fixed order."""
    words = []
    for each in slots:
        rhythm = [str(each.get_rhythm_display())] if each.rhythm != Slot.Rhythm.EVERY else []
        words.append(" ".join([each.subject, *rhythm, *([str(each.teacher)] if each.teacher else [])]))
    return " / ".join(sorted(words))
