"""How tests make templates, what was counted, rounds and reports."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from santong.domains.governance.indicators.tests.making import put_figures, put_schools
from santong.domains.governance.reports.actions import confirm, open_round, publish, put_field, put_template
from santong.domains.governance.reports.models import Report, ReportField, ReportTemplate, Round
from santong.domains.governance.reports.periods import Span, end_of_month
from santong.domains.platform.access.testing import Region
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import SYSTEM, Grant, Viewer
from santong.kit.measures.public import Measure, Period
from santong.kit.registry import registry

FACT = {"section": "规模", "kind": "fact", "unit": "people", "roll_up": "sum", "digits": 0}
FIELDS: Mapping[str, Mapping[str, Any]] = {
    "A1": {**FACT, "label": "在校学生", "binding": "学生数"},
    "A2": {**FACT, "label": "专任教师", "binding": "专任教师数"},
    "A3": {
        **FACT,
        "label": "生师比",
        "binding": "学生数 / 专任教师数",
        "unit": "to_one",
        "roll_up": "ratio",
        "digits": 1,
    },
    "A4": {**FACT, "label": "师生之和", "kind": "formula", "binding": "A1 + A2"},
    "B1": {**FACT, "label": "带宽", "binding": "专线骨干带宽", "unit": "mbps"},
    "C1": {**FACT, "label": "要点", "kind": "words", "binding": "", "unit": "none", "reason": "只有人知道"},
}
PUPILS, TEACHERS = "pupils", "teachers"


def last_month() -> date:
    """The first day of the month before this one."""
    return Period.this_month().before.first


def month_before(month: date) -> date:
    """The first day of the month before one."""
    return (month - timedelta(days=1)).replace(day=1)


def span(month: date) -> Span:
    """A month as a period."""
    return Span(month, end_of_month(month))


def template(place: Organisation, name: str = "月报", *, fields: Any = FIELDS, **given: Any) -> ReportTemplate:
    """A template of a bureau that isn't published."""
    today = timezone.localdate()
    values = {
        "authority": "教办〔2026〕1号", "ground": "掌握进度", "owner": "电教科", "since": today - timedelta(days=700),
        "until": today + timedelta(days=700), **given,
    }  # fmt: skip
    row = put_template(acting=SYSTEM, template=ReportTemplate(place=place, name=name, **values))
    for number, (code, field) in enumerate(fields.items()):
        put_field(acting=SYSTEM, field=ReportField(template=row, code=code, order=number, **field))
    return row


def published(place: Organisation, name: str = "月报", **given: Any) -> ReportTemplate:
    """The same, published."""
    row = template(place, name, **given)
    publish(acting=SYSTEM, template=row)
    return row


def count(region: Region, month: date, pupils: Mapping[Organisation, int], teachers: int = 10) -> None:
    """What was counted in a month: pupils of each school, and as many teachers at each."""
    put_schools(month, region, *pupils)
    put_figures(PUPILS, month, dict(pupils))
    put_figures(TEACHERS, month, dict.fromkeys(pupils, teachers))


def counted(region: Region, month: date | None = None, lake: int = 100, hill: int = 200, far: int = 300) -> date:
    """Figures of a month at all three schools."""
    at = month or last_month()
    count(region, at, {region.lake: lake, region.hill: hill, region.far: far})
    return at


def opened(row: ReportTemplate, month: date | None = None) -> Round:
    """A round for a month."""
    return open_round(acting=SYSTEM, template=row, span=span(month or last_month()))


def report(row: Round, place: Organisation) -> Report:
    """The report of a place in a round."""
    found: Report = (
        Report.objects.belonging_to(round=row)
        .select_related("round__template", "round__version", "place")
        .get(place=place)
    )
    return found


def viewer(role: str, place: Organisation) -> Viewer:
    """Somebody who holds a role, without an account."""
    return Viewer(grants=(Grant(role, place.path),), category="staff")


def confirmed(row: Round, *places: Organisation) -> list[Report]:
    """Confirm the reports of places, in this order; unusual figures are explained."""
    found = []
    for place in places:
        each = report(row, place)
        said = {code: "核对过" for code, value in each.values.items() if value.get("u")}
        confirm(acting=SYSTEM, report=each, said=said, without="到期")
        found.append(report(row, place))
    return found


def registry_measures() -> tuple[Measure, ...]:
    """All measures that modules declare."""
    return registry.of(Measure)
