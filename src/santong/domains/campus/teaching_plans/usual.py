"""The rules that schools of a kind usually have, for a school to begin with and to change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from santong.domains.campus.teaching_plans.models import PlanLine, Rule
from santong.domains.platform.organisations.public import Organisation

Kind, Weight = Rule.Kind, Rule.Weight
MAJOR = ("语文", "数学", "英语", "物理", "化学")
SPORT = "体育与健康"
MEETING = "班会"
AFTERNOON = "5,6,7,8,9"
ALTERNATING = ("音乐", "美术", "科学", "道德与法治", "历史", "地理", "生物学", "思想政治")


def usual_rules(school: Organisation, lines: Sequence[PlanLine]) -> Iterator[Rule]:
    """Rules about the subjects that the plan of a school has; the first ones must hold."""
    subjects = {line.subject for line in lines}
    for given in _rules(subjects):
        yield Rule(school=school, path=school.path, **given)


def _rules(subjects: set[str]) -> Iterator[dict[str, Any]]:
    if MEETING in subjects:
        yield {"kind": Kind.ONLY_AT, "subject": MEETING, "weekdays": "1", "periods": "7"}
    if SPORT in subjects:
        yield {"kind": Kind.NOT_AT, "subject": SPORT, "periods": "1"}
        yield {"kind": Kind.SPREAD, "subject": SPORT}
    yield {"kind": Kind.NO_GAPS, "weight": Weight.IMPORTANT}
    yield {"kind": Kind.TEACHER_A_DAY, "number": 6}
    for subject in MAJOR:
        if subject in subjects:
            yield {"kind": Kind.SPREAD, "subject": subject}
            yield {
                "kind": Kind.MOST_AT, "subject": subject, "number": 2, "periods": AFTERNOON, "weight": Weight.IMPORTANT,
            }  # fmt: skip
    yield {"kind": Kind.TEACHER_IN_A_ROW, "number": 3, "weight": Weight.IMPORTANT}
    yield {"kind": Kind.TEACHER_FREE, "number": 2, "weight": Weight.GOOD}
    yield {"kind": Kind.TEACHER_NOON, "weight": Weight.POSSIBLE}
    for subject in ALTERNATING:
        if subject in subjects:
            yield {"kind": Kind.NOT_SUCCESSIVE, "subject": subject, "weight": Weight.POSSIBLE}
    if SPORT in subjects:
        yield {"kind": Kind.NOT_AFTER, "subject": "数学", "other_subject": SPORT, "weight": Weight.POSSIBLE}
