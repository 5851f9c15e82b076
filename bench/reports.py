"""The monthly report of a city with 428 schools: opened, confirmed by every school, county and the city, then doubted.

`open_s` is the time in which the job of the night fills all reports; `confirm_ms` the 95th percentile of a school's
confirmation as a request; `aggregate_ms` the page of the city with all confirmed, in the process. `filled_percent` is
the share of fields that are filled of those whose facts a module counts; `waiting` the fields that name a module that
they wait for. `later` facts are changed after the round is frozen: `silent` are those of them that don't show,
`unsealed` the editions whose seal no longer holds.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

import django
from django.core.management import call_command

from bench.contract import Run, at_least, at_most, main, say

LIMITS = {
    "schools": at_least(428),
    "open_s": at_most(60),
    "confirmed": at_least(428),
    "wrong_sums": at_most(0),
    "filled_percent": at_least(90),
    "later": at_least(1000),
    "silent": at_most(0),
    "unsealed": at_most(0),
}
QUICK = {"schools": 40, "later": 60}
BEHIND = {"pupils": ("C3", "", "numerator"), "teachers": ("C4", "", "numerator"), "rooms": ("B2", "kind", "numerator")}
"""The fields that show what measures count: code, aspect, part."""


def measure(run: Run) -> Mapping[str, float]:
    """Fill a region by bulk, open the month, confirm it over HTTP, change facts, look again."""
    with run.installation(LOG_LEVEL="ERROR", PUBLIC_URL="http://127.0.0.1") as place:
        os.environ.update(place.environment)
        django.setup()
        call_command("migrate", verbosity=0)
        row, found = opened(run.pick(428, QUICK["schools"]))
        say(f"opened: {found}")
        found |= filled(row)
        found |= confirmed(row)
        say(f"confirmed: {found}")
        found |= doubted(row, run.pick(1000, QUICK["later"]))
        return found


def opened(schools: int) -> tuple[Any, dict[str, float]]:
    """The region, the monthly report of the library, and the round of last month."""
    from django.utils import timezone

    from bench.indicators import fill
    from santong.domains.governance.reports.actions import copy_template, publish
    from santong.domains.governance.reports.jobs import open_due
    from santong.domains.governance.reports.models import ReportTemplate, Round
    from santong.domains.platform.organisations.public import Organisation
    from santong.kit.access import SYSTEM
    from santong.kit.measures.public import Counted, Figure, Grain, Measure, Period
    from santong.kit.registry import registry

    fill(schools)
    month = Period.this_month().before.first
    Figure.objects.update(day=month)
    Counted.objects.update(day=month)
    # The night counts every measure; those of which the region has no rows counted none.
    for each in registry.of(Measure):
        values = {"measure": each.name, "grain": Grain.MONTH, "day": month}
        Counted.objects.get_or_create(**values, defaults={"as_of": timezone.now()})
    city = Organisation.objects.by_installation().get(kind="city_bureau")
    library = ReportTemplate.objects.by_installation().get(code="LIB-MONTHLY")
    until = month.replace(year=month.year + 2)
    key = copy_template(acting=SYSTEM, template=library, place=city, name=library.name, until=until)
    template = ReportTemplate.objects.by_installation().get(pk=key)
    template.since = month
    template.save()
    publish(acting=SYSTEM, template=template)
    began = time.perf_counter()
    assert open_due.func() == 1
    taken = time.perf_counter() - began
    return Round.objects.by_installation().get(), {"schools": schools, "open_s": round(taken, 2)}


def own_reports(row: Any) -> list[Any]:
    """The reports of the schools."""
    from santong.domains.governance.reports.models import Report

    return list(Report.objects.belonging_to(round=row).filter(part="own").select_related("place").order_by("path"))


def filled(row: Any) -> dict[str, float]:
    """How many fields are filled of those that something counts."""
    from santong.domains.governance.reports.queries import bound_of

    bound = bound_of(row)
    values = [value for report in own_reports(row) for value in report.values.values()]
    asked = [value for value in values if value["s"] not in ("waits", "words")]
    known = sum(value["s"] in ("known", "na") for value in asked)
    waiting = sum(value["s"] == "waits" for value in own_reports(row)[0].values.values())
    return {"fields": len(bound), "waiting": waiting, "filled_percent": round(100 * known / len(asked), 1)}


def confirmed(row: Any) -> dict[str, float]:
    """Everybody confirms over HTTP: schools, counties, the city."""
    from django.urls import reverse

    from santong.domains.governance.reports.models import Report
    from santong.domains.platform.access.testing import client_of, somebody

    times, roles = [], {"own": "principal", "sum": "county_officer", "top": "bureau_officer"}
    for part in ("own", "sum", "top"):
        reports = Report.objects.belonging_to(round=row).filter(part=part).select_related("place").order_by("path")
        for number, report in enumerate(list(reports)):
            client = client_of(somebody(roles[part], report.place, f"{part}{number}"))
            said = {f"said_{code}": "核对过" for code, value in report.values.items() if value.get("u")}
            began = time.perf_counter()
            answer = client.post(reverse("reports:reports-confirm", args=[report.pk]), said, SERVER_NAME="127.0.0.1")
            assert answer.status_code == 302, (part, answer.status_code)
            times += [time.perf_counter() - began] if part == "own" else []
    done = Report.objects.belonging_to(round=row).filter(part="own", state="frozen").count()
    top = Report.objects.belonging_to(round=row).get(part="top")
    pupils = sum(report.values["C3"]["v"] for report in own_reports(row))
    began = time.perf_counter()
    assert client.get(reverse("reports:report", args=[top.pk]), SERVER_NAME="127.0.0.1").status_code == 200
    return {
        "confirmed": done,
        "confirm_ms": round(1000 * statistics.quantiles(times, n=20)[-1], 1),
        "wrong_sums": float(top.values["C3"]["v"] != pupils),
        "aggregate_ms": round(1000 * (time.perf_counter() - began), 1),
    }


def doubted(row: Any, number: int) -> dict[str, float]:
    """Facts change after the round is frozen; all of them show, and no seal is touched."""
    from santong.domains.governance.reports.comparing import look_at_round
    from santong.domains.governance.reports.models import Edition, LaterChange
    from santong.domains.governance.reports.sealing import seal_of

    wanted = change(own_reports(row), number)
    began = time.perf_counter()
    look_at_round(row)
    taken = time.perf_counter() - began
    rows = LaterChange.objects.by_installation().values_list("edition__report", "code")
    shown = set(rows)
    editions = Edition.objects.by_installation()
    return {
        "later": len(wanted),
        "silent": len(wanted - shown),
        "look_s": round(taken, 2),
        "unsealed": sum(seal_of(each.content) != each.seal for each in editions),
    }


def change(reports: Sequence[Any], number: int) -> set[tuple[int, str]]:
    """Change figures of some schools; gives the reports and fields that must say so."""
    from django.db.models import F

    from santong.kit.measures.public import Figure

    every = [(report, name) for report in reports for name in BEHIND]
    chosen = Random(7).sample(every, number)
    for report, name in chosen:
        _code, by, part = BEHIND[name]
        rows = Figure.objects.filter(measure=name, place=report.place_id, by=by)
        rows = rows.filter(value="classroom") if by else rows
        assert rows.update(**{part: F(part) + 7}) == 1
    return {(report.pk, BEHIND[name][0]) for report, name in chosen}


if __name__ == "__main__":
    main("reports", measure, LIMITS)
