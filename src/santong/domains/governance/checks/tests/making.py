"""How tests make rules, what was counted, and issues."""

from __future__ import annotations

from typing import Any

from santong.domains.governance.checks.actions import check_everything
from santong.domains.governance.checks.models import CheckRule, DataIssue
from santong.domains.governance.reports.tests.making import count, last_month, month_before
from santong.domains.platform.access.testing import Region
from santong.domains.platform.organisations.public import Organisation

IMPOSSIBLE = "专任教师数 > 学生数"
PUPILS, SIZE = "学生数", "学生数 / 专任教师数"


def only(*rules: CheckRule) -> None:
    """Let no other rule be in use."""
    CheckRule.objects.by_installation().exclude(pk__in=[each.pk for each in rules]).update(is_on=False)


def rule(place: Organisation, kind: str = "impossible", formula: str = IMPOSSIBLE, **given: Any) -> CheckRule:
    """A rule of a bureau."""
    values = {"name": "规则", "says": "请核对登记", "keeper": "teaching_affairs", **given}
    return CheckRule.objects.create(place=place, path=place.path, kind=kind, formula=formula, **values)


def counted(region: Region, lake: int = 100, hill: int = 200, far: int = 300, *, months: int = 0) -> None:
    """Pupils at all schools, 10 teachers at each, in the last month that is over or so many before it."""
    month = last_month()
    for _month in range(months):
        month = month_before(month)
    count(region, month, {region.lake: lake, region.hill: hill, region.far: far})


def found(**which: Any) -> list[DataIssue]:
    """Check everything; the issues that are alive then."""
    check_everything()
    rows = DataIssue.objects.by_installation().filter(state__in=DataIssue.LIVE, **which)
    return list(rows.select_related("rule", "place").order_by("path", "pk"))


def issue(region: Region, **given: Any) -> DataIssue:
    """An impossible value at the lake."""
    counted(region, lake=3)
    made = rule(region.city, **given)
    only(made)
    [row] = found()
    return row
