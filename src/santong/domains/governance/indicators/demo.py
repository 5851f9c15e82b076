"""Indicators of the demonstration region: computed for the months that were counted, with plans that are watched."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from santong.domains.governance.indicators.actions import add_milestone, copy_plan, publish, put_indicator
from santong.domains.governance.indicators.computing import compute
from santong.domains.governance.indicators.kinds import Direction, RollUp, Unit
from santong.domains.governance.indicators.models import Indicator, Plan
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.demo import Region
from santong.kit.measures.public import Counted, Grain

MONTHS = 6
PLANS = (
    ("LIB-B17", "优质均衡创建三年行动"),
    ("LIB-JS", "教育现代化监测达标"),
)


def fill_indicators(region: Region) -> None:
    """The city has adopted two plans of the library and written an indicator of its own; six months are computed."""
    officer = _officer()
    if officer is not None:
        _adopt(officer)
        _write_own(officer)
    months = Counted.objects.filter(measure="schools", grain=Grain.MONTH).exclude(as_of=None)
    for month in sorted(months.order_by("-day").values_list("day", flat=True)[:MONTHS]):
        compute(month)


def _officer() -> Viewer | None:
    person = Person.objects.by_installation().filter(username="bureau").first()
    return viewer_in(person, "staff") if person else None


def _city() -> Organisation:
    rows = Organisation.objects.by_installation().filter(kind=Organisation.Kind.CITY_BUREAU)
    found: Organisation = rows.order_by("path")[0]
    return found


def _adopt(officer: Viewer) -> None:
    year = timezone.localdate().year
    since, until = date(year - 1, 1, 1), date(year + 1, 12, 31)
    for code, name in PLANS:
        [plan] = Plan.objects.by_installation().filter(code=code)
        key = copy_plan(acting=officer, plan=plan, place=_city(), name=name, since=since, until=until)
        [copy] = Plan.objects.by_installation().filter(pk=key)
        add_milestone(acting=officer, plan=copy, day=date(year, 12, 31), title="年度自查，短板学校逐校商定措施")


def _write_own(officer: Viewer) -> None:
    row = Indicator(
        place=_city(), code="YL-01", name="专任教师占教职工比例", topic="教师队伍", says="每百名教职工中的专任教师",
        formula="专任教师数 / 教职工数 * 100", unit=Unit.PERCENT, direction=Direction.MORE, roll_up=RollUp.RATIO,
        cases="九成: 专任教师数=90, 教职工数=100 => 90\n没有教职工: 专任教师数=0, 教职工数=0 => 不适用",
        authority="市教育局", source="市教育局数据工作组",
    )  # fmt: skip
    put_indicator(acting=officer, indicator=row)
    month = timezone.localdate().replace(day=1)
    publish(acting=officer, indicator=row, from_month=month.replace(year=month.year - 1))
