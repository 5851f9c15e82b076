"""How tests make indicators, plans and what was counted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from santong.domains.governance.indicators.actions import publish, put_indicator
from santong.domains.governance.indicators.kinds import Unit
from santong.domains.governance.indicators.models import Indicator, Plan, Result, Target
from santong.domains.governance.indicators.reading import Reading, read_definition
from santong.domains.platform.access.testing import Region
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import SYSTEM
from santong.kit.measures.public import Counted, Figure, Grain, Measure, Period, recount
from santong.kit.registry import registry

TO_ONE = {"unit": Unit.TO_ONE, "direction": "less", "roll_up": "ratio", "when_zero": "fails"}
PUPILS_BY_TEACHERS = "学生数 / 专任教师数"
CASE = "刚好: 学生数=400, 专任教师数=40 => 10"


def definition(formula: str = PUPILS_BY_TEACHERS, **given: Any) -> Indicator:
    """An indicator that isn't stored: pupils by teachers unless given otherwise."""
    values = {"name": "生师比", "code": "T-1", **TO_ONE, "cases": CASE, **given}
    return Indicator(formula=formula, **values)


def reading(formula: str = PUPILS_BY_TEACHERS, **given: Any) -> Reading:
    """Such a one, read."""
    return read_definition(definition(formula, **given))


def indicator(place: Organisation, code: str = "T-1", *, since: date | None = None, **given: Any) -> Indicator:
    """A published indicator of a bureau."""
    row = definition(code=code, place=place, path=place.path, **given)
    put_indicator(acting=SYSTEM, indicator=row)
    publish(acting=SYSTEM, indicator=row, from_month=since or this_month())
    return row


def plan(place: Organisation, name: str = "三年行动", **given: Any) -> Plan:
    """A plan that runs this year."""
    year = timezone.localdate().year
    values = {"since": date(year, 1, 1), "until": date(year, 12, 31), "authority": "教育局", **given}
    return Plan.objects.create(place=place, path=place.path, name=name, **values)


def target(of: Plan, row: Indicator, value: float, **given: Any) -> Target:
    """What the indicator should be this year, at all schools unless given otherwise."""
    values = {"year": timezone.localdate().year, **given}
    return Target.objects.create(plan=of, indicator=row, value=value, **values)


def this_month() -> date:
    """The first day of this month."""
    return Period.this_month().first


def month_before(months: int = 1) -> date:
    """The first day of an earlier month."""
    found = Period.this_month()
    for _month in range(months):
        found = found.before
    return found.first


def count_everything() -> None:
    """As the job at night does."""
    for each in registry.of(Measure):
        recount(each)


def put_figures(measure: str, month: date, numbers: Mapping[Organisation, int | tuple[int, int, int]]) -> None:
    """Keep what a measure would have counted in a month, at schools."""
    rows = Figure.objects.filter(measure=measure, grain=Grain.MONTH, day=month, by="")
    rows.delete()
    for place, number in numbers.items():
        parts = number if isinstance(number, tuple) else (number, 0, 0)
        names = dict(zip(("numerator", "denominator", "unknown"), parts, strict=True))
        Figure.objects.create(measure=measure, grain=Grain.MONTH, day=month, place=place.pk, path=place.path, **names)
    Counted.objects.update_or_create(measure=measure, grain=Grain.MONTH, day=month, defaults={"as_of": timezone.now()})


def put_schools(month: date, region: Region, *schools: Organisation) -> None:
    """The schools that there were in a month (all three), and the bureaus above them."""
    there = schools or (region.lake, region.hill, region.far)
    above = {region.city: 0, region.east: 0, region.west: 0}
    put_figures("schools", month, {**above, **dict.fromkeys(there, 1)})


def result(row: Indicator, place: Organisation, month: date) -> Result | None:
    """What was computed, None for nothing."""
    return Result.objects.filter(indicator=row, place=place.pk, month=month).first()
