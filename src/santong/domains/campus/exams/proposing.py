"""Times for the papers of a school, by `lib/examination_timetabling`: each grade spread over its days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import combinations

from django.utils import timezone

from santong.domains.campus.exams.models import Paper
from santong.domains.campus.exams.queries import Sitting
from santong.domains.platform.calendars.public import school_days
from santong.lib.examination_timetabling import Limit, Problem, solve

MAIN = ("语文", "数学", "英语")
"""Subjects that are sat early in the day where that can be."""
SAME_DAY, NEXT_TO_EACH_OTHER, LATE = 1.0, 3.0, 0.2
STEPS = 4_000
LATEST = time(22)


@dataclass(frozen=True)
class Wishes:
    """The times at which papers may begin on each day, and how many a grade sits on a day at most."""

    starts: Sequence[time]
    most_a_day: int = 3


@dataclass(frozen=True)
class Proposal:
    """When each paper begins, by its key; `clashes` says that some can't be as they must."""

    begins: Mapping[int, datetime]
    clashes: int


def days_of(found: Sitting) -> list[date]:
    """The days on which papers can be: those with school within the examination's, else all of them."""
    examination = found.examination
    taught = school_days(examination.path, examination.first, examination.last)
    number = (examination.last - examination.first).days + 1
    return taught or [examination.first + timedelta(days=at) for at in range(number)]


def propose(found: Sitting, wishes: Wishes, *, seed: int = 0) -> Proposal:
    """Times for all papers: those of a grade never at once, nor those of grades that share a room."""
    starts = sorted(set(wishes.starts))
    slots = [(day, start) for day in days_of(found) for start in starts]
    papers = list(found.papers)
    problem = Problem(
        len(papers),
        len(slots),
        [[_near(one, other, starts) for other in slots] for one in slots],
        common=dict.fromkeys(_of_one_grade(papers), 1),
        never=[*_of_one_grade(papers), *_sharing_rooms(found, papers)],
        allowed={at: _allowed(paper, slots, starts) for at, paper in enumerate(papers)},
        limits=list(_limits(papers, slots, wishes.most_a_day)),
    )
    answer = solve(problem, seed=seed, steps=STEPS)
    begins = {
        paper.pk: timezone.make_aware(datetime.combine(*slots[at]))
        for paper, at in zip(papers, answer.times, strict=True)
    }
    return Proposal(begins, answer.clashes)


def _near(one: tuple[date, time], other: tuple[date, time], starts: Sequence[time]) -> float:
    if one[0] != other[0]:
        return 0.0
    return NEXT_TO_EACH_OTHER if abs(starts.index(one[1]) - starts.index(other[1])) == 1 else SAME_DAY


def _of_one_grade(papers: Sequence[Paper]) -> list[tuple[int, int]]:
    pairs = combinations(enumerate(papers), 2)
    return [(a, b) for (a, one), (b, other) in pairs if (one.level, one.grade_id) == (other.level, other.grade_id)]


def _sharing_rooms(found: Sitting, papers: Sequence[Paper]) -> list[tuple[int, int]]:
    of_grade: dict[int | None, set[int]] = {}
    for room in found.rooms:
        of_grade.setdefault(room.grade_id, set()).add(room.room_id)
    return [
        (a, b)
        for (a, one), (b, other) in combinations(enumerate(papers), 2)
        if one.grade_id != other.grade_id and of_grade.get(one.grade_id, set()) & of_grade.get(other.grade_id, set())
    ]


def _allowed(paper: Paper, slots: Sequence[tuple[date, time]], starts: Sequence[time]) -> Mapping[int, float]:
    """Where a paper is over before the next ones begin; main subjects cost more the later they are."""
    found = {}
    for at, (day, start) in enumerate(slots):
        position = starts.index(start)
        until = starts[position + 1] if position + 1 < len(starts) else LATEST
        if datetime.combine(day, start) + timedelta(minutes=paper.minutes) <= datetime.combine(day, until):
            found[at] = LATE * position if paper.subject in MAIN else 0.0
    return found


def _limits(papers: Sequence[Paper], slots: Sequence[tuple[date, time]], most: int) -> list[Limit]:
    grades: dict[tuple[int, int | None], set[int]] = {}
    for at, paper in enumerate(papers):
        grades.setdefault((paper.level, paper.grade_id), set()).add(at)
    days: dict[date, set[int]] = {}
    for at, (day, _start) in enumerate(slots):
        days.setdefault(day, set()).add(at)
    return [
        Limit(frozenset(own), frozenset(times), most)
        for own in grades.values() if len(own) > most for times in days.values()
    ]  # fmt: skip
