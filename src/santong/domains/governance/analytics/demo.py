"""Use of the demonstration region: six weeks of a practice tool and of signing in, all invented."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.conf import settings
from django.utils import timezone

from santong.domains.governance.analytics.jobs import run_command
from santong.domains.learning.resources.public import Node
from santong.domains.platform.access.public import Appointment
from santong.domains.platform.organisations.public import Organisation, schools_of
from santong.domains.platform.records.public import (
    ACTIVITY_TYPES,
    VERBS,
    account_name,
    create_provider,
    issue_credential,
    store_with,
)
from santong.kit.access import SYSTEM
from santong.kit.demo import Region

DAYS = 42
MOST = {"small": (30, 3000), "city": (3, 6000)}
"""Pupils of each school who use the tool, and how often it is used in all."""
PUPILS_FOR_ONE = 4
"""Pupils who use it for each teacher or parent who does."""
BATCH = 1000
WEEKEND = 5
TOOL = "https://practice.example.cn"
KINDS = ("video", "document", "presentation", "exercise", "exercise")
Lessons = dict[int, list[Node]]
ROLES = ("pupil", "class_teacher", "subject_teacher", "parent")
"""Roles at a class, whose grade says what is read."""


@dataclass(frozen=True)
class Learner:
    """Somebody who uses the tool, and the grade whose lessons they look at."""

    account: str
    level: int


def use_platform(region: Region) -> None:
    """Statements of a data provider of the city, and the lake with its figures."""
    city = Organisation.objects.by_installation().filter(kind=Organisation.Kind.CITY_BUREAU).earliest("path")
    provider = create_provider(
        acting=SYSTEM, organisation=city, name="云岭练习", purpose="课前预习与课后练习", accounts_only=True
    )
    credential = issue_credential(acting=SYSTEM, provider=provider, scopes=("statements/write", "define")).credential
    each, count = MOST[region.size]
    lessons = lessons_by_grade()
    statements = list(_statements(region.random, _people(each, lessons), lessons, count))
    for start in range(0, len(statements), BATCH):
        store_with(credential, statements[start : start + BATCH])
    run_command("maintain")


def _people(each: int, lessons: Lessons) -> list[Learner]:
    """The first people of every school, who hold the demonstration's accounts, and some more."""
    rows = Appointment.objects.by_installation().filter(role__in=ROLES).order_by("person_id")
    held = list(rows.values_list("path", "person_id", "role", "organisation__parent__grade__level"))
    schools = schools_of({path for path, *_rest in held})
    chosen: dict[tuple[int, bool], dict[int, int]] = defaultdict(dict)
    for path, person, role, level in held:
        if path in schools and level in lessons:
            is_pupil = role == "pupil"
            some = chosen[schools[path].pk, is_pupil]
            if len(some) < (each if is_pupil else max(1, each // PUPILS_FOR_ONE)):
                some.setdefault(person, level)
    grades = {person: level for some in chosen.values() for person, level in some.items()}
    return [Learner(account_name(person), level) for person, level in sorted(grades.items())]


def lessons_by_grade() -> Lessons:
    """The lessons of the textbooks, by grade."""
    found: dict[int, list[Node]] = defaultdict(list)
    rows = Node.objects.by_installation().filter(kind=Node.Kind.LESSON).select_related("textbook")
    for node in rows.order_by("pk"):
        found[node.textbook.grade].append(node)
    return dict(found)


def _statements(dice: Random, people: list[Learner], lessons: Lessons, count: int) -> Iterator[dict[str, Any]]:
    """`count` statements in the order of time, more from week to week and few at weekends."""
    now = timezone.localtime()
    for moment in sorted(_moments(dice, now, count if people else 0)):
        # Some come often, many now and then.
        yield _statement(dice, people[int(len(people) * dice.random() ** 1.2)], lessons, moment)


def _moments(dice: Random, now: datetime, count: int) -> Iterator[datetime]:
    done = 0
    while done < count:
        day = now - timedelta(days=DAYS * (1 - dice.random() ** 0.7))
        moment = day.replace(hour=dice.choice((8, 10, 12, 15, 17, 19, 20)), minute=dice.randrange(60))
        if moment < now and (moment.weekday() < WEEKEND or dice.random() < 0.3):
            done += 1
            yield moment


def _statement(dice: Random, learner: Learner, lessons: Lessons, moment: datetime) -> dict[str, Any]:
    lesson, kind = dice.choice(lessons[learner.level]), dice.choice(KINDS)
    made: dict[str, Any] = {
        "actor": {"objectType": "Agent", "account": {"homePage": settings.PUBLIC_URL, "name": learner.account}},
        "verb": VERBS["scored" if kind == "exercise" else "viewed"].as_json,
        "object": {
            "id": f"{TOOL}/{kind}/{lesson.pk}",
            "definition": {"type": ACTIVITY_TYPES["resource"], "name": {"zh-CN": lesson.name}},
        },
        "context": {"extensions": _extensions(subject=lesson.textbook.subject, kind=kind)},
        "timestamp": moment.isoformat(timespec="milliseconds"),
    }
    if kind == "exercise":
        made["result"] = {"score": {"scaled": round(min(1.0, dice.gauss(0.75, 0.15)), 2)}, "duration": "PT8M"}
    return made


def _extensions(**values: str) -> dict[str, str]:
    return {f"{settings.PUBLIC_URL}/xapi/extensions/{name}": value for name, value in values.items()}
