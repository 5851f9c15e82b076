"""Moving lessons of a draft by hand: what each place would mean for a lesson that was picked up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from santong.domains.campus.teaching_plans.building import SchoolPlan, placement_of
from santong.domains.campus.teaching_plans.models import Rule
from santong.domains.campus.timetable.public import Clash, Slot, Timetable, clashes_of, slots_of
from santong.domains.platform.organisations.public import Organisation
from santong.lib.timetabling.evaluating import breaches
from santong.lib.timetabling.problem import Limit

MOST_CLASSES = 3
"""In how many classes lessons change places for one lesson that is put elsewhere."""
CONTENT = ("subject", "teacher_id", "room_id", "rhythm", "joined", "locked")
"""What changes places when two lessons do."""
Time = tuple[int, int]
"""A weekday and a period."""
Changes = list[tuple[Slot, Mapping[str, Any]]]


class Meaning(StrEnum):
    """What a place means for the lesson that was picked up."""

    HERE = "here"
    FREE = "free"
    SWAP = "swap"
    SAME = "same"
    LOCKED = "locked"
    CLASH = "clash"


@dataclass(frozen=True)
class Cell:
    """A place of the week: what is there, what it means, why not, and what should hold and wouldn't any more.

    `others` says which lessons of other classes change places with it.
    """

    weekday: int
    period: int
    slots: Sequence[Slot]
    meaning: Meaning | None = None
    objection: str = ""
    breaks: Sequence[str] = ()
    mends: Sequence[str] = ()
    others: Sequence[str] = ()

    @property
    def can_take(self) -> bool:
        """Whether the lesson can be put there."""
        return self.meaning in (Meaning.FREE, Meaning.SWAP)


@dataclass(frozen=True)
class Board:
    """A draft as it stands, with the plan and the rules of its school where there are some."""

    timetable: Timetable
    slots: Sequence[Slot]
    plan: SchoolPlan | None

    @cached_property
    def _by_time(self) -> Mapping[Time, list[Slot]]:
        found: dict[Time, list[Slot]] = defaultdict(list)
        for each in self.slots:
            found[each.weekday, each.period].append(each)
        return found

    def during(self, times: Iterable[Time]) -> list[Slot]:
        """What the whole school has at some times."""
        return [slot for time in times for slot in self._by_time.get(time, ())]

    def at(self, school_class: Organisation | int, weekday: int, period: int) -> list[Slot]:
        """What a class has at a time."""
        key = school_class if isinstance(school_class, int) else school_class.pk
        return [each for each in self.during([(weekday, period)]) if key in each.classes]

    def side_by_side(self, slot: Slot) -> list[Slot]:
        """The lessons of all groups that are held with that of a group."""
        at_once = self.during([(slot.weekday, slot.period)])
        return [each for each in at_once if each.group and each.joined == slot.joined]


def board_of(timetable: Timetable, plan: SchoolPlan | None) -> Board:
    """A draft, to be changed by hand."""
    return Board(timetable, slots_of(timetable), plan)


def cells(board: Board, school_class: Organisation, days: Sequence[int], periods: Sequence[int]) -> list[list[Cell]]:
    """The week of a class without anything picked up, a row for each period."""
    return [[Cell(day, period, board.at(school_class, day, period)) for day in days] for period in periods]


def meanings(
    board: Board, picked: Slot, days: Sequence[int], periods: Sequence[int], own: Organisation | None = None
) -> list[list[Cell]]:
    """The week of the class of a lesson that was picked up: what each place would mean.

    The lesson of a teaching group is of several classes; `own` is the one that is shown.
    """
    rules, key = _Rules(board), own.pk if own is not None else picked.school_class_id
    return [[_meaning(board, rules, picked, key, (day, period)) for day in days] for period in periods]


def _meaning(board: Board, rules: _Rules, picked: Slot, own: int, at: Time) -> Cell:
    weekday, period = at
    there = board.at(own, weekday, period)
    if any(each.pk == picked.pk for each in there):
        return Cell(weekday, period, there, Meaning.HERE)
    if any(each.locked for each in there):
        return Cell(weekday, period, there, Meaning.LOCKED)
    if (
        len(there) == 1
        and not picked.group
        and (there[0].subject, there[0].teacher_id) == (picked.subject, picked.teacher_id)
    ):
        return Cell(weekday, period, there, Meaning.SAME)
    changes = changes_for(board, picked, weekday, period)
    if isinstance(changes, str):
        return Cell(weekday, period, there, Meaning.CLASH, changes)
    must, breaks, mends = rules.compared(changes)
    if must:
        return Cell(weekday, period, there, Meaning.CLASH, must[0])
    meaning, others = Meaning.SWAP if there else Meaning.FREE, _of_others(changes, own)
    return Cell(weekday, period, there, meaning, "", breaks, mends, others)


def changes_for(board: Board, picked: Slot, weekday: int, period: int) -> Changes | str:
    """What putting a lesson there changes; or why that isn't done by hand, in words.

    Where a teacher or a room is taken then, the class in the way has its lessons of the two times changed as well, in
    `MOST_CLASSES` classes at most.
    """
    if picked.locked:
        return _("It is locked. Unlock it first.")
    if (picked.weekday, picked.period) == (weekday, period):
        return _("It is there already.")
    times = ((picked.weekday, picked.period), (weekday, period))
    if picked.group:
        return _groups_moved(board, picked, (weekday, period))
    if groups := [each for each in board.at(picked.school_class_id, weekday, period) if each.group]:
        return _groups_moved(board, groups[0], (picked.weekday, picked.period))
    return _exchanged(board, picked, times)


def _exchanged(board: Board, picked: Slot, times: tuple[Time, Time]) -> Changes | str:
    """A class, and as far as it must be others, have at each of two times what they had at the other; or why not."""
    changes = _exchanged_in(board, picked.school_class_id, times)
    if isinstance(changes, str):
        return changes
    objection, classes = "", {picked.school_class_id}
    while clash := _first_clash(board, times, changes):
        objection = objection or _said_of(clash, classes)
        nearest = {clash.one.school_class_id, clash.other.school_class_id} - classes
        if not nearest or len(classes) == MOST_CLASSES:
            return objection
        more = _exchanged_in(board, min(nearest), times)
        if isinstance(more, str):
            return objection
        changes, classes = [*changes, *more], classes | {min(nearest)}
    return changes


def _groups_moved(board: Board, slot: Slot, goal: Time) -> Changes | str:
    """Groups that are held side by side go to another time together, and each of their classes has what it had there
    at their time; or why not.
    """
    before: Time = (slot.weekday, slot.period)
    groups = board.side_by_side(slot)
    there = {each.pk: each for key in {key for row in groups for key in row.classes} for each in board.at(key, *goal)}
    if any(each.locked for each in (*groups, *there.values())):
        return _("It is locked. Unlock it first.")
    if any(each.joined is not None for each in there.values()):
        return _("Several classes have it together.")
    changes: Changes = [(each, {"weekday": goal[0], "period": goal[1]}) for each in groups]
    changes += [(each, {"weekday": before[0], "period": before[1]}) for each in there.values()]
    clash = _first_clash(board, (before, goal), changes)
    return _said_of(clash, {each.school_class_id for each in there.values()}) if clash is not None else changes


def _exchanged_in(board: Board, school_class: int, times: tuple[Time, Time]) -> Changes | str:
    """A class has at each of two times what it had at the other; or why not."""
    one, other = (board.at(school_class, *time) for time in times)
    both = [*one, *other]
    if any(each.joined is not None for each in both):
        return _("Several classes have it together.")
    if max(len(one), len(other)) > 1:
        return _("Odd and even weeks differ there.")
    if any(each.locked for each in both):
        return _("It is locked. Unlock it first.")
    if len(both) == 2:
        return exchanged(*both)
    (weekday, period) = times[1] if one else times[0]
    return [(each, {"weekday": weekday, "period": period}) for each in both]


def _first_clash(board: Board, times: tuple[Time, Time], changes: Changes) -> Clash | None:
    after = {each.pk: each for each in changed(changes)}
    then = [after.get(each.pk, each) for each in board.during(times)]
    return next((clash for slot in after.values() for clash in clashes_of(slot, then)), None)


def _said_of(clash: Clash, classes: set[int]) -> str:
    other = clash.one if clash.other.school_class_id in classes else clash.other
    words = _("%(who)s has %(subject)s in %(class)s then")
    return words % {"who": clash.who, "subject": other.subject, "class": other.whom}


def _of_others(changes: Changes, own: int) -> list[str]:
    """What changes in other classes, a sentence for each."""
    found: dict[int, list[Slot]] = defaultdict(list)
    for slot, _values in changes:
        if own not in slot.classes and not slot.group:
            found[slot.school_class_id].append(slot)
    return [f"{rows[0].school_class} {' ↔ '.join(row.subject for row in rows)}" for rows in found.values()]


def exchanged(one: Slot, other: Slot) -> Changes:
    """Two lessons change places: each row gets what the other one holds."""
    return [
        (one, {name: getattr(other, name) for name in CONTENT}),
        (other, {name: getattr(one, name) for name in CONTENT}),
    ]


def changed(changes: Changes) -> list[Slot]:
    """The lessons as they would be."""
    found = []
    for slot, values in changes:
        after = copy(slot)
        # A copy shares what it has fetched of other rows; setting another key must not take it from the lesson itself.
        after._state = copy(slot._state)
        after._state.fields_cache = dict(slot._state.fields_cache)
        for name, value in values.items():
            setattr(after, name, value)
        found.append(after)
    return found


class _Rules:
    """The rules before and after a change, only those that speak of what changes."""

    def __init__(self, board: Board) -> None:
        self.board, self.plan = board, board.plan
        self.before = placement_of(board.plan, board.slots) if board.plan is not None else []

    def compared(self, changes: Changes) -> tuple[list[str], list[str], list[str]]:
        """What must hold and would not, what should hold and would not, what would hold again; as sentences."""
        if self.plan is None:
            return [], [], []
        after = {each.pk: each for each in changed(changes)}
        classes = {key for each in after.values() for key in each.classes}
        slots = [
            after.get(each.pk, each) for each in self.board.slots if each.group or not classes.isdisjoint(each.classes)
        ]
        taught = self.plan.taught
        courses = [
            n for n, each in enumerate(self.plan.problem.courses) if taught[n].side or each.classes[0] in classes
        ]
        part, table = placement_of(self.plan, slots, courses), list(self.before)
        for number in courses:
            table[number] = part[number]
        moved = {number for number in courses if sorted(table[number]) != sorted(self.before[number])}
        limits = [each for each in self.plan.problem.limits if not moved.isdisjoint(each.courses)]
        one, other = self._broken(self.before, limits), self._broken(table, limits)
        worse = [self.plan.rules[key] for key in other if other[key] > one.get(key, 0) and key in self.plan.rules]
        better = [self.plan.rules[key] for key in one if one[key] > other.get(key, 0) and key in self.plan.rules]
        must = [str(rule) for rule in worse if rule.weight == Rule.Weight.MUST]
        should = [str(rule) for rule in worse if rule.weight != Rule.Weight.MUST]
        return must, should, [str(rule) for rule in better]

    def _broken(self, table: Sequence[Sequence[int]], limits: Sequence[Limit]) -> dict[int, int]:
        assert self.plan is not None
        found: dict[int, int] = {}
        for breach in breaches(self.plan.problem, table, limits):
            found[breach.limit.rule] = found.get(breach.limit.rule, 0) + breach.excess
        return found
