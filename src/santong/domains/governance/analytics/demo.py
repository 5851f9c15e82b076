"""Use of the demonstration region: six weeks of a practice tool and of signing in, all invented."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.conf import settings
from django.utils import timezone

from santong.domains.governance.analytics.jobs import run_command
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
REASON = "making the demonstration"
LESSONS = {
    "语文": ("古诗二首", "荷塘月色", "我的战友邱少云"),
    "数学": ("分数的初步认识", "一元一次方程", "三角形的内角和"),
    "英语": ("How was your weekend", "My school day", "Seasons"),
    "科学": ("水的蒸发", "种子发芽", "电路的连接"),
}
KINDS = ("video", "document", "presentation", "exercise", "exercise")
ROLES = ("pupil", "class_teacher", "subject_teacher", "parent", "principal")


def use_platform(region: Region) -> None:
    """Statements of a data provider of the city, and the lake with its figures."""
    city = Organisation.objects.unscoped(REASON).filter(kind=Organisation.Kind.CITY_BUREAU).earliest("path")
    provider = create_provider(
        acting=SYSTEM, organisation=city, name="云岭练习", purpose="课前预习与课后练习", accounts_only=True
    )
    credential = issue_credential(acting=SYSTEM, provider=provider, scopes=("statements/write", "define")).credential
    each, count = MOST[region.size]
    statements = list(_statements(region.random, _people(each), count))
    for start in range(0, count, BATCH):
        store_with(credential, statements[start : start + BATCH])
    run_command("maintain")


def _people(each: int) -> list[str]:
    """Account names of the first people of every school, who hold the demonstration's accounts, and some more."""
    rows = Appointment.objects.unscoped(REASON).filter(role__in=ROLES).order_by("person_id")
    held = list(rows.values_list("path", "person_id", "role"))
    schools = schools_of({path for path, _person, _role in held})
    chosen: dict[tuple[int, bool], set[int]] = defaultdict(set)
    for path, person, role in held:
        if path in schools:
            is_pupil = role == "pupil"
            some = chosen[schools[path].pk, is_pupil]
            if len(some) < (each if is_pupil else max(1, each // PUPILS_FOR_ONE)):
                some.add(person)
    return [account_name(person) for person in sorted(set().union(*chosen.values()))]


def _statements(dice: Random, people: list[str], count: int) -> Iterator[dict[str, Any]]:
    """`count` statements in the order of time, more from week to week and few at weekends."""
    now = timezone.localtime()
    for moment in sorted(_moments(dice, now, count)):
        # Some come often, many now and then.
        yield _statement(dice, people[int(len(people) * dice.random() ** 1.2)], moment)


def _moments(dice: Random, now: datetime, count: int) -> Iterator[datetime]:
    done = 0
    while done < count:
        day = now - timedelta(days=DAYS * (1 - dice.random() ** 0.7))
        moment = day.replace(hour=dice.choice((8, 10, 12, 15, 17, 19, 20)), minute=dice.randrange(60))
        if moment < now and (moment.weekday() < WEEKEND or dice.random() < 0.3):
            done += 1
            yield moment


def _statement(dice: Random, name: str, moment: datetime) -> dict[str, Any]:
    subject, kind = dice.choice(list(LESSONS)), dice.choice(KINDS)
    number = dice.randrange(len(LESSONS[subject]))
    place = list(LESSONS).index(subject) * len(LESSONS[subject]) + number
    made: dict[str, Any] = {
        "actor": {"objectType": "Agent", "account": {"homePage": settings.PUBLIC_URL, "name": name}},
        "verb": VERBS["scored" if kind == "exercise" else "viewed"].as_json,
        "object": {
            "id": f"{TOOL}/{kind}/{place}",
            "definition": {"type": ACTIVITY_TYPES["resource"], "name": {"zh-CN": LESSONS[subject][number]}},
        },
        "context": {"extensions": _extensions(subject=subject, kind=kind)},
        "timestamp": moment.isoformat(timespec="milliseconds"),
    }
    if kind == "exercise":
        made["result"] = {"score": {"scaled": round(min(1.0, dice.gauss(0.75, 0.15)), 2)}, "duration": "PT8M"}
    return made


def _extensions(**values: str) -> dict[str, str]:
    return {f"{settings.PUBLIC_URL}/xapi/extensions/{name}": value for name, value in values.items()}
