"""Reports of the demonstration: one month frozen, the next waiting at one school, sent back to another."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from santong.domains.governance.reports.actions import confirm, copy_template, open_round, publish, send_back
from santong.domains.governance.reports.models import Report, ReportTemplate, Round
from santong.domains.governance.reports.periods import Span, end_of_month
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, school_of
from santong.kit.access import SYSTEM, Grant, Viewer
from santong.kit.demo import Region
from santong.kit.measures.public import Counted, Figure, Grain

Kind, Part = Organisation.Kind, Report.Part
NAMES = ("bureau", "county", "principal")
WORD = "已与上期核对，情况属实"
ROOMS_LESS = 3


def report(region: Region) -> None:
    """The city's monthly report; nothing where there are no accounts to try it out with, or no counted months."""
    people = {person.username: person for person in Person.objects.by_installation().filter(username__in=NAMES)}
    months = Counted.objects.filter(measure="schools", grain=Grain.MONTH, day__lt=timezone.localdate().replace(day=1))
    days = sorted(set(months.exclude(as_of=None).values_list("day", flat=True)))[-2:]
    if len(people) < len(NAMES) or len(days) < 2:
        return
    cast = {name: viewer_in(person, "staff") for name, person in people.items()}
    school = school_of(cast["principal"].grants[0].path)
    template = _template(cast["bureau"])
    if school is not None and template is not None:
        _fewer_rooms(school, days[0])
        _freeze(_open(template, days[0]), cast)
        _leave_open(_open(template, days[1]), cast, school)


def _template(officer: Viewer) -> ReportTemplate | None:
    city = Organisation.objects.by_installation().filter(kind=Kind.CITY_BUREAU).order_by("path").first()
    library = ReportTemplate.objects.by_installation().filter(code="LIB-MONTHLY").first()
    if city is None or library is None:
        return None
    until = date(timezone.localdate().year + 2, 12, 31)
    key = copy_template(acting=officer, template=library, place=city, name=library.name, until=until)
    [row] = ReportTemplate.objects.by_installation().filter(pk=key)
    row.since = row.since.replace(year=row.since.year - 1)
    row.save()
    publish(acting=officer, template=row)
    return row


def _fewer_rooms(school: Organisation, month: date) -> None:
    """The school had a few classrooms more in the first month, so that there is something to look at in the second."""
    rows = Figure.objects.filter(measure="rooms", grain=Grain.MONTH, day=month, place=school.pk)
    for row in rows.filter(by="kind", value="classroom"):
        row.numerator += max(ROOMS_LESS, row.numerator // 4)
        row.save()


def _open(template: ReportTemplate, month: date) -> Round:
    return open_round(acting=SYSTEM, template=template, span=Span(month, end_of_month(month)))


def _reports(row: Round, part: str) -> list[Report]:
    rows = Report.objects.belonging_to(round=row).filter(part=part).order_by("stood")
    return list(rows.select_related("round__template", "round__version", "place"))


def _confirm(report: Report, acting: Viewer) -> None:
    said = {code: WORD for code, value in report.values.items() if value.get("u")}
    confirm(acting=acting, report=report, said=said)


def _head(report: Report, cast: dict[str, Viewer]) -> Viewer:
    """Somebody in charge of a place: the account that people try out, where it is theirs."""
    role = {Part.OWN: "principal", Part.SUM: "county", Part.TOP: "bureau"}[Part(report.part)]
    known = cast[role]
    if report.path in {grant.path for grant in known.grants}:
        return known
    grants = {"principal": "principal", "county": "county_officer", "bureau": "bureau_officer"}
    return Viewer(grants=(Grant(grants[role], report.path),), category="staff")


def _freeze(row: Round, cast: dict[str, Viewer]) -> None:
    for part in (Part.OWN, Part.SUM, Part.TOP):
        for each in _reports(row, part):
            _confirm(each, _head(each, cast))


def _leave_open(row: Round, cast: dict[str, Viewer], school: Organisation) -> None:
    """Due in some days, whatever day it is: the demonstration has something to confirm."""
    row.due = timezone.localdate() + timedelta(days=6)
    row.save()
    neighbour: Report | None = None
    for each in _reports(row, Part.OWN):
        if each.place_id != school.pk:
            _confirm(each, _head(each, cast))
            if each.stood[:-4] == school.path[:-4]:
                neighbour = neighbour or each
    if neighbour is not None:
        send_back(acting=cast["county"], report=neighbour, reason="普通教室数和楼宇台账对不上，请核对后再报")
