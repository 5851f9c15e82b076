"""A timetable, written by people or found by a search, judged by the rules of its school."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from santong.domains.campus.teaching_plans.building import SchoolPlan, course_name, placement_of, plan_of, week_of
from santong.domains.campus.teaching_plans.models import Rule
from santong.domains.campus.timetable.public import Timetable, slots_of
from santong.lib.timetabling.evaluating import Evaluation, evaluate


@dataclass(frozen=True)
class Unmet:
    """A rule that doesn't hold, by how much in all, and for whom."""

    rule: Rule
    excess: int
    who: Sequence[str]


@dataclass(frozen=True)
class Judged:
    """What a timetable has against it: lessons of the plan that it lacks, rules that don't hold, the hardest first."""

    plan: SchoolPlan
    evaluation: Evaluation
    lacking: Sequence[str]
    unmet: Sequence[Unmet]

    @property
    def broken(self) -> list[Unmet]:
        """Those that must hold."""
        return [each for each in self.unmet if each.rule.weight == Rule.Weight.MUST]

    @property
    def wished(self) -> list[Unmet]:
        """Those that only should."""
        return [each for each in self.unmet if each.rule.weight != Rule.Weight.MUST]


def judge(timetable: Timetable) -> Judged | None:
    """Judge a timetable; None where its school has no plan or no periods."""
    week = week_of(timetable.school)
    plan = plan_of(timetable.school, week) if week is not None else None
    if plan is None or not plan.problem.courses:
        return None
    return judged(plan, placement_of(plan, slots_of(timetable)))


def judged(plan: SchoolPlan, table: Sequence[Sequence[int]]) -> Judged:
    """Judge a table of a plan."""
    found = evaluate(plan.problem, table)
    who: dict[int, dict[str, int]] = defaultdict(dict)
    excess: dict[int, int] = defaultdict(int)
    for breach in found.breaches:
        excess[breach.limit.rule] += breach.excess
        if name := str(plan.names.get(breach.limit.of, "")):
            who[breach.limit.rule][name] = who[breach.limit.rule].get(name, 0) + breach.excess
    for apart in found.apart:
        excess[apart.rule] += 1
    unmet = [Unmet(plan.rules[key], much, _ordered(who[key])) for key, much in excess.items() if key in plan.rules]
    order = list(Rule.Weight)
    unmet.sort(key=lambda each: (order.index(Rule.Weight(each.rule.weight)), -each.excess, each.rule.pk))
    lacking = [_said(plan, number, short) for number, short in found.unplaced.items()]
    return Judged(plan, found, lacking, unmet)


def _said(plan: SchoolPlan, number: int, short: int) -> str:
    return f"{course_name(plan, number)} ×{short}"


def _ordered(who: Mapping[str, int]) -> list[str]:
    return sorted(who, key=lambda name: -who[name])
