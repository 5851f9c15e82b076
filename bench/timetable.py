"""Timetables of two generated schools, found through the worker as users have it, and contradictions that are named.

A primary school of 61 classes and a senior school of 45, each with plans, teachers, rooms and rules. `…_first_s` is
from the start of the search until the first timetable without clashes is a draft, `…_hard` what the evaluator finds in
the draft at the end that must not be. Ten versions of the primary school are spoiled by rules that can't hold together:
`named` of them were given such rules, `named_s` is the longest that took, `minimal` those of which no rule could be
left out, each of which was left out and solved.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import django
from django.core.management import call_command
from django.utils import timezone

from bench.contract import Run, at_least, at_most, main, say
from santong.kit.testing.serving import Served

LIMITS = {
    "primary_classes": at_least(61),
    "senior_classes": at_least(45),
    "primary_first_s": at_most(20),
    "senior_first_s": at_most(20),
    "primary_hard": at_most(0),
    "senior_hard": at_most(0),
    "spoiled": at_least(10),
    "named": at_least(10),
    "minimal": at_least(10),
    "named_s": at_most(30),
}
PRIMARY = {
    "语文": 7, "数学": 5, "英语": 3, "道德与法治": 2, "科学": 2, "体育与健康": 4, "音乐": 2, "美术": 2, "信息科技": 1,
    "劳动": 1, "综合实践活动": 1, "班会": 1,
}  # fmt: skip
SENIOR = {
    "语文": 6, "数学": 6, "英语": 6, "物理": 4, "化学": 4, "生物学": 3, "思想政治": 2, "历史": 2, "地理": 2,
    "信息技术": 1, "体育与健康": 2, "音乐": 1, "班会": 1,
}  # fmt: skip
ROOMS = {"信息科技": "computer", "信息技术": "computer", "科学": "laboratory", "物理": "laboratory"}
LOAD = 15
"""Lessons of a teacher a week."""
PATIENCE = 180.0


@dataclass(frozen=True)
class Made:
    """A school with its plan: its staff by subject."""

    name: str
    school: Any
    classes: Sequence[Any]
    staff: Mapping[str, Sequence[Any]]


def measure(run: Run) -> Mapping[str, float]:
    """Make both schools, search for each, spoil the first one."""
    with run.installation(LOG_LEVEL="WARNING", SANTONG_DEMO="1") as place:
        os.environ.update(place.environment)
        django.setup()
        call_command("migrate", verbosity=0)
        schools = make_schools(run)
        served = Served(place, arguments=("--web", "0", "--jobs", "1", "--threads", "2"))
        served.start()
        try:
            # The first job of a worker waits until it has started, which users don't see.
            _search(schools[1], 5)
            figures: dict[str, float] = {}
            for made in schools:
                figures |= searched(made, run.pick(120, 15))
            return {**figures, **contradicted(schools[0], run.pick(10, 2))}
        finally:
            served.stop()


def make_schools(run: Run) -> list[Made]:
    """The two schools, each with as many teachers as its lessons need."""
    from santong.domains.platform.access.testing import make_region

    region = make_region()
    _day(region.city)
    primary = _school("primary", region.lake, region.grade, run.pick(61, 8), PRIMARY)
    return [primary, _school("senior", region.hill, region.grades["Hill"], run.pick(45, 6), SENIOR)]


def _day(city: Any) -> None:
    from datetime import time as at

    from santong.domains.platform.calendars.public import PeriodPlan, set_periods
    from santong.kit.access import SYSTEM

    begins = [(8, 0), (8, 50), (9, 50), (10, 40), (14, 0), (14, 50), (15, 40), (16, 30)]
    plans = [PeriodPlan("lesson", "", at(hour, minute), at(hour + (minute + 40) // 60, (minute + 40) % 60))
             for hour, minute in begins]  # fmt: skip
    set_periods(acting=SYSTEM, organisation=city, periods=plans)


def _school(name: str, school: Any, grade: Any, count: int, plan: Mapping[str, int]) -> Made:
    from santong.domains.campus.teaching_plans.models import PlanLine, Rule
    from santong.domains.campus.teaching_plans.usual import usual_rules
    from santong.domains.platform.organisations.public import classes_of, create_classes
    from santong.kit.access import SYSTEM

    there = len([row for row in classes_of(school) if row.parent_id == grade.pk])
    if there < count:
        create_classes(acting=SYSTEM, grade=grade, numbers=range(there + 1, count + 1))
    classes = [row for row in classes_of(school) if row.parent_id == grade.pk]
    lines = [
        PlanLine(
            school=school, place=grade, path=grade.path, subject=subject, lessons=lessons,
            doubles=1 if subject == "语文" else 0, room_kind=ROOMS.get(subject, ""),
        )
        for subject, lessons in plan.items()
    ]  # fmt: skip
    PlanLine.objects.bulk_create(lines)
    _rooms(school)
    staff = _staff(name, school, classes, plan)
    Rule.objects.bulk_create(list(usual_rules(school, lines)))
    say(f"{name}: {len(classes)} classes, {sum(map(len, staff.values()))} teachers")
    return Made(name, school, classes, staff)


def _rooms(school: Any) -> None:
    from santong.domains.campus.places.public import Room

    for kind, number in (("computer", 3), ("laboratory", 7)):
        for each in range(number):
            Room.objects.create(school=school, path=school.path, name=f"{kind}{each}", kind=kind)


def _staff(name: str, school: Any, classes: Sequence[Any], plan: Mapping[str, int]) -> dict[str, list[Any]]:
    """Teachers who have as many classes as their week holds; one of those of each class is its head."""
    from santong.domains.campus.staff.public import Teaching

    staff: dict[str, list[Any]] = {}
    rest: dict[str, int] = {}
    rows, heads = [], set()
    since = timezone.localdate() - timedelta(days=30)
    for place in classes:
        given = {"school_class": place, "path": place.path, "since": since}
        for subject, lessons in plan.items():
            if subject != "班会":
                if rest.get(subject, 0) < lessons:
                    staff.setdefault(subject, []).append(_teacher(name, school, subject, sum(map(len, staff.values()))))
                    rest[subject] = LOAD
                rest[subject] -= lessons
                rows.append(Teaching(staff=staff[subject][-1], subject=subject, **given))
        own = [row.staff for row in rows if row.school_class_id == place.pk]
        head = next(each for each in own if each.pk not in heads)
        heads.add(head.pk)
        rows.append(Teaching(staff=head, kind="class_teacher", subject="", **given))
    Teaching.objects.bulk_create(rows)
    return staff


def _teacher(name: str, school: Any, subject: str, number: int) -> Any:
    from santong.domains.campus.staff.public import Staff
    from santong.domains.platform.identity.public import Person

    person = Person.objects.create_person(username=f"{name}{number}", name=f"{subject}教师{number}", path=school.path)
    return Staff.objects.create(person=person, school=school, path=school.path, subjects=subject)


def searched(made: Made, seconds: int) -> dict[str, float]:
    """A search through the worker: how long until the first draft, what is wrong with the last one."""
    from santong.domains.campus.teaching_plans.judging import judge

    search, first = _search(made, seconds)
    figures = {f"{made.name}_classes": float(len(made.classes)), f"{made.name}_first_s": first}
    judged = judge(search.draft) if search.draft is not None else None
    if judged is None:
        return {**figures, f"{made.name}_hard": 1.0}
    found = judged.evaluation
    hard = len(found.clashes) + len(found.broken) + len(found.unplaced) + len(found.apart)
    curve = search.curve
    say(f"{made.name}: first after {first:.1f} s with {curve[0][1]}, at last {curve[-1][1]} after {curve[-1][0]} s")
    return {
        **figures, f"{made.name}_hard": float(hard), f"{made.name}_first_cost": float(curve[0][1]),
        f"{made.name}_cost": float(found.cost), f"{made.name}_teachers": float(sum(map(len, made.staff.values()))),
    }  # fmt: skip


def _search(made: Made, seconds: int) -> tuple[Any, float]:
    """A search that is over, and after how many seconds its first draft was there (the patience where none was)."""
    from santong.domains.campus.teaching_plans.actions import begin_search
    from santong.domains.campus.teaching_plans.models import Search
    from santong.kit.access import SYSTEM

    search = Search(school=made.school, path=made.school.path, name="排课", since=timezone.localdate(), seconds=seconds)
    began, first = time.perf_counter(), PATIENCE
    key = begin_search(acting=SYSTEM, search=search).pk
    while time.perf_counter() - began < seconds + PATIENCE:
        time.sleep(0.2)
        now = Search.objects.by_installation().select_related("school", "draft__school").get(pk=key)
        if now.draft_id is not None and first == PATIENCE:
            first = time.perf_counter() - began
        if not now.is_going_on:
            return now, first
    raise RuntimeError(f"the search of {made.name} didn't end")


def contradicted(made: Made, versions: int) -> dict[str, float]:
    """Spoil the school in one way after the other: are the rules named, how soon, and is each of them needed?"""
    from santong.domains.campus.teaching_plans.models import Rule

    named, minimal, longest = 0, 0, 0.0
    for number in range(versions):
        rules = Rule.objects.bulk_create(
            [Rule(school=made.school, path=made.school.path, **given) for given in spoiling(made, number)]
        )
        began = time.perf_counter()
        search, _first = _search(made, 90)
        took = time.perf_counter() - began
        found = search.report.get("contradiction", [])
        is_named = search.state == "impossible" and 0 < len(found) <= 6
        needed = is_named and all_needed(made, found)
        say(f"version {number + 1}: {took:.1f} s, {len(found)} rules named, each needed: {needed}")
        named, minimal, longest = named + is_named, minimal + needed, max(longest, took)
        for row in rules:
            row.delete()
    return {"spoiled": float(versions), "named": float(named), "minimal": float(minimal), "named_s": longest}


def spoiling(made: Made, number: int) -> list[dict[str, Any]]:
    """Rules that can't hold beside the usual ones, of five kinds, each about somebody else."""
    staff = list(made.staff["语文"])
    teacher, other = staff[number % len(staff)], list(made.staff["体育与健康"])[number % len(made.staff["体育与健康"])]
    place = made.classes[(7 * number) % len(made.classes)]
    ways: list[list[dict[str, Any]]] = [
        [
            {"kind": "teachers_not_at", "teacher": teacher, "weekdays": "1,2"},
            {"kind": "teachers_not_at", "teacher": teacher, "periods": "1,2,3,4"},
        ],
        [{"kind": "only_at", "place": place, "subject": "语文", "weekdays": "1,2"}],
        [
            {"kind": "teacher_days", "teacher": other, "number": 3},
            {"kind": "teacher_a_day", "teacher": other, "number": 3},
        ],
        [
            {"kind": "not_at", "place": place, "subject": "数学", "weekdays": "1"},
            {"kind": "most_a_day", "place": place, "subject": "数学", "number": 1},
        ],
        [
            {"kind": "most_a_day", "place": place, "subject": "英语", "number": 1},
            {"kind": "only_at", "place": place, "subject": "英语", "weekdays": "3,4"},
        ],
    ]
    return ways[number % len(ways)]


def all_needed(made: Made, rules: Sequence[int]) -> bool:
    """Whether the named rules can't hold together, and can once any one is left out: solved on the whole school."""
    from santong.domains.campus.teaching_plans.building import plan_of, week_of
    from santong.lib.timetabling.evaluating import evaluate
    from santong.lib.timetabling.solving import Contradicted, Found, solve

    week = week_of(made.school)
    assert week is not None
    problem = plan_of(made.school, week).problem
    for without in rules:
        part = problem.only(each for each in rules if each != without)
        news = next((each for each in solve(part, seconds=60) if isinstance(each, Found | Contradicted)), None)
        if not isinstance(news, Found) or not evaluate(part, news.table).is_feasible:
            return False
    news = next(
        (each for each in solve(problem.only(rules), seconds=60) if isinstance(each, Found | Contradicted)), None
    )
    return isinstance(news, Contradicted)


if __name__ == "__main__":
    main("timetable", measure, LIMITS)
