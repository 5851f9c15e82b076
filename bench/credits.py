"""Credits of a large senior school: 3,000 pupils with two years of courses, computed by a worker.

`seconds` is how long the worker's job takes for all of them, from the entries to what is stored, the longest of some
runs; `effects_s` the same for working out whom a changed scheme changes; `page_ms` is the list of the school and
`person_ms` the page of one pupil with every credit traced, over HTTP, the 95th percentile. `wrong` are pupils whose
stored credits aren't those that their page traces.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import django
from django.core.management import call_command

from bench.contract import Run, at_least, at_most, main, say

LIMITS = {
    "pupils": at_least(3000),
    "seconds": at_most(5),
    "effects_s": at_most(5),
    "person_ms": at_most(500),
    "wrong": at_most(0),
}
QUICK = {"pupils": 120}
TERMS = (date(2025, 1, 31), date(2025, 7, 31), date(2026, 1, 31), date(2026, 7, 31))
CLASS = 50


def measure(run: Run) -> Mapping[str, float]:
    """Fill a school, compute it by the worker's queue, ask for its pages."""
    with run.installation(LOG_LEVEL="WARNING", PUBLIC_URL="http://127.0.0.1") as place:
        os.environ.update(place.environment)
        django.setup()
        call_command("migrate", verbosity=0)
        pupils = run.pick(3000, QUICK["pupils"])
        school, entries = fill(pupils)
        say(f"{pupils} pupils with {entries} courses are there")
        seconds = [worked(school.path) for _each in range(run.pick(3, 1))]
        say(f"computed in {seconds}")
        return {
            "pupils": pupils, "entries": entries, "seconds": round(max(seconds), 2), "effects_s": effects(),
            **asked(school, run.pick(20, 3)), "wrong": wrong(run.pick(200, 20)),
        }  # fmt: skip


def fill(pupils: int) -> tuple[Any, int]:
    """A scheme of the city in force, a senior school with its classes, and what they took in four terms."""
    from django.db import models

    from santong.domains.campus.students.models import Pupil
    from santong.domains.platform.credits.actions import copy_scheme, publish
    from santong.domains.platform.credits.jobs import find_effects
    from santong.domains.platform.credits.models import Course, Entry, Scheme
    from santong.domains.platform.identity.public import Person
    from santong.domains.platform.organisations.public import (
        Organisation,
        classes_of,
        create_classes,
        create_grade,
        create_organisation,
        create_school,
    )
    from santong.kit.access import SYSTEM

    city = create_organisation(acting=SYSTEM, kind="city_bureau", name="市教育局", parent=None)
    school = create_school(acting=SYSTEM, name="高级中学", parent=city, code="3499000099", education_type="342")
    grade = create_grade(acting=SYSTEM, school=school, stage="senior", level=12, school_year=2026)
    create_classes(acting=SYSTEM, grade=grade, numbers=range(1, (pupils + CLASS - 1) // CLASS + 1))
    classes: list[Organisation] = list(classes_of(school))
    shipped = Scheme.objects.get(code="SENIOR-2020")
    draft = Scheme.objects.get(pk=copy_scheme(acting=SYSTEM, scheme=shipped, place=city, name="学分方案"))
    find_effects(draft)
    publish(acting=SYSTEM, scheme=draft, from_day=date(2020, 9, 1))
    people = Person.objects.bulk_create(
        Person(username=f"b{n}", name=f"学生{n}", path=classes[n // CLASS].path, password="!") for n in range(pupils)
    )
    Pupil.objects.bulk_create(
        Pupil(person=each, school=school, school_class=classes[n // CLASS], path=classes[n // CLASS].path)
        for n, each in enumerate(people)
    )
    random = Random(5)
    codes = list(Course.objects.filter(scheme=draft).order_by("pk").values_list("code", flat=True))
    entries = [
        Entry(person=each, path=each.path, course=code, on=term, points=Decimal(random.randint(50, 99)), source="sheet")
        for each in people
        for term in TERMS
        for code in random.sample(codes, 12)
    ]
    # Made for the measurement, so without the audit record.
    models.QuerySet(Entry).bulk_create(entries, batch_size=1000)
    return school, len(entries)


def worked(path: str) -> float:
    """How long the job takes from being queued until the worker has done it."""
    from santong.domains.platform.credits.jobs import compute_soon
    from santong.kit.jobs.testing import run_due

    run_due()
    began = time.perf_counter()
    compute_soon(path)
    run_due()
    return round(time.perf_counter() - began, 2)


def effects() -> float:
    """How long it takes to work out whom a scheme changes that asks for more."""
    from santong.domains.platform.credits.jobs import find_effects
    from santong.domains.platform.credits.models import Scheme

    draft = Scheme.objects.get(is_published=True, number=1)
    draft.total = Decimal(150)
    draft.save()
    began = time.perf_counter()
    say(f"{find_effects(draft)} would stand otherwise")
    return round(time.perf_counter() - began, 2)


def asked(school: Any, times: int) -> Mapping[str, float]:
    """The pages, as the principal of the school asks for them."""
    from santong.domains.platform.access.testing import signed_in
    from santong.domains.platform.credits.models import Standing

    client = signed_in("principal", school)
    client.defaults["SERVER_NAME"] = "127.0.0.1"
    keys = list(Standing.objects.filter(kind="senior").values_list("pk", flat=True)[: times + 1])
    return {
        "page_ms": _slow([lambda: client.get("/credit-standings/")] * times),
        "person_ms": _slow([lambda key=key: client.get(f"/credit-standings/{key}/") for key in keys]),
    }


def _slow(asks: list[Callable[[], Any]]) -> float:
    asks[0]()
    found = []
    for ask in asks:
        began = time.perf_counter()
        answer = ask()
        found.append(1000 * (time.perf_counter() - began))
        assert answer.status_code == 200, answer.status_code
    return round(statistics.quantiles(found, n=20)[-1] if len(found) > 1 else found[0], 1)


def wrong(number: int) -> int:
    """How many of some pupils have other credits stored than traced."""
    from santong.domains.platform.credits.computing import stood
    from santong.domains.platform.credits.models import Standing

    rows = Standing.objects.filter(kind="senior").order_by("-pk")[:number]
    return sum(stood(row).result.earned != row.earned for row in rows)


if __name__ == "__main__":
    main("credits", measure, LIMITS)
