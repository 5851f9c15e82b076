"""Reads: what fields a round has, who confirms what, what waits, and how the places below stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from santong.domains.governance.reports.filling import Bound, Values, bind, sum_up
from santong.domains.governance.reports.models import (
    CONFIRM,
    VIEW,
    Edition,
    Remark,
    Report,
    ReportTemplate,
    Round,
)
from santong.domains.governance.reports.periods import Counted, Rhythm, Span, counted_in, counted_now, span_before
from santong.domains.platform.access.public import holders_nearest
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer, below
from santong.kit.access.roles import roles_with
from santong.kit.agenda import Entry, all_day

State, Part, Kind = Report.State, Report.Part, Organisation.Kind
EARLIER = 8
"""Periods with which a figure is compared."""


def span_of(row: Round) -> Span:
    """The days that a round is about."""
    return Span(row.first, row.last)


def bound_of(row: Round) -> list[Bound]:
    """The fields of a round, in their order."""
    return bind(row.version.fields, span_of(row))


def confirms(viewer: Viewer, path: str) -> bool:
    """Whether a viewer confirms for exactly this place: a county doesn't confirm for its schools."""
    held = viewer.paths(CONFIRM)
    return path in held or "" in held


def confirming(path: str) -> list[Person]:
    """Those who confirm for a place, or for the nearest place above it that has anybody."""
    keys = holders_nearest(roles_with(CONFIRM), path)
    return list(Person.objects.noted(keys).order_by("pk"))


def below_it(report: Report) -> QuerySet[Report]:
    """The reports of a round that stood below a report of it."""
    rows = Report.objects.belonging_to(round=report.round)
    found: QuerySet[Report] = rows.filter(below("stood", report.stood)).exclude(pk=report.pk)
    return found


def summed_by(report: Report) -> list[Report]:
    """The reports that a report sums up directly: of the counties, and of schools that no county keeps."""
    if report.part == Part.OWN:
        return []
    rows = list(below_it(report).select_related("place").defer("values").order_by("stood"))
    sums = [each.stood for each in rows if each.part != Part.OWN]
    return [each for each in rows if each.part != Part.OWN or not any(each.stood.startswith(path) for path in sums)]


def above_it(report: Report) -> Report | None:
    """The report of the same round that sums this one up; None for the one at the top."""
    rows = Report.objects.belonging_to(round=report.round).exclude(part=Part.OWN).exclude(pk=report.pk)
    above = [each for each in rows.select_related("place") if report.stood.startswith(each.stood)]
    return max(above, key=lambda each: len(each.stood), default=None)


def values_of(report: Report, bound: Sequence[Bound]) -> Values:
    """What a report says: a place's own figures, or the sum of those that were confirmed below it."""
    if report.part == Part.OWN:
        return report.values
    return sum_up(bound, [each.values for each in confirmed_below(report)])


def confirmed_below(report: Report) -> list[Report]:
    """The places' own reports below one that are confirmed."""
    return list(below_it(report).filter(part=Part.OWN).exclude(state__in=Report.OPEN).order_by("stood"))


def is_newest(row: Round) -> bool:
    """Whether no later round of its template was opened: then its states are held against today's."""
    return not Round.objects.numbers_only().filter(template=row.template_id, first__gt=row.first).exists()


def counted_for(row: Round) -> Counted:
    """The counted periods that the figures of a round are held against today."""
    return counted_now(span_of(row)) if is_newest(row) else counted_in(span_of(row))


def schools_in(path: str, day: date) -> list[Organisation]:
    """The schools that were open on a day, at or below a path."""
    rows = Organisation.objects.open_to_everyone().filter(below("path", path), kind=Kind.SCHOOL)
    return list(rows.open_on(day).order_by("path"))  # type: ignore[attr-defined]


def counties_in(path: str, day: date) -> list[Organisation]:
    """The county bureaus at or below a path."""
    rows = Organisation.objects.open_to_everyone().filter(below("path", path), kind=Kind.COUNTY_BUREAU)
    return list(rows.open_on(day).order_by("path"))  # type: ignore[attr-defined]


def earlier_values(template: ReportTemplate, first: date) -> dict[int, list[Values]]:
    """What places reported in the rounds before a day, by place, the newest first."""
    rounds = Round.objects.belonging_to(template=template).filter(first__lt=first).order_by("-first")[:EARLIER]
    found: dict[int, list[Values]] = {}
    for row in rounds:
        reports = Report.objects.belonging_to(round=row).filter(part=Part.OWN)
        for place, values in reports.values_list("place_id", "values"):
            found.setdefault(place, []).append(values)
    return found


def before(row: Round) -> Span | None:
    """The period before that of a round."""
    return span_before(Rhythm(row.template.rhythm), span_of(row))


def before_it(report: Report) -> Report | None:
    """What the same place reported the time before."""
    rows = Report.objects.belonging_to(round__template=report.round.template).filter(place=report.place_id)
    found: Report | None = rows.filter(round__first__lt=report.round.first).order_by("-round__first").first()
    return found


def sealed_of(report: Report) -> Edition | None:
    """The newest sealed edition of a report."""
    found: Edition | None = Edition.objects.belonging_to(report=report).order_by("-number").first()
    return found


def remarks_of(report: Report) -> dict[str, str]:
    """What was said about the figures of a report, by code."""
    return dict(Remark.objects.belonging_to(report=report).values_list("code", "text"))


def own_places(viewer: Viewer) -> Q:
    """The reports for whose places a viewer confirms."""
    held = viewer.paths(CONFIRM)
    return Q() if "" in held else Q(path__in=held)


def to_confirm(viewer: Viewer) -> QuerySet[Report]:
    """The reports that a viewer can confirm now: of their place; of a bureau once all below have, or it is due."""
    rows = Report.objects.visible_to(viewer, VIEW).filter(own_places(viewer), state__in=Report.OPEN)
    ready = Q(part=Part.OWN) | Q(open_below=0) | Q(round__due__lt=timezone.localdate())
    found: QuerySet[Report] = rows.filter(ready)
    return found


def collecting(viewer: Viewer) -> QuerySet[Report]:
    """The reports of a viewer's bureau that wait for places below."""
    rows = Report.objects.visible_to(viewer, VIEW).filter(own_places(viewer), state__in=Report.OPEN)
    found: QuerySet[Report] = rows.exclude(part=Part.OWN).filter(open_below__gt=0, round__due__gte=timezone.localdate())
    return found


@dataclass(frozen=True)
class Standing:
    """How many places of a region are where: `late` are those that haven't confirmed after the last day."""

    number: int
    states: Mapping[str, int]
    late: int

    @property
    def confirmed(self) -> int:
        """Those that have confirmed, whatever came after."""
        return self.number - sum(self.states.get(state, 0) for state in Report.OPEN)

    @property
    def returned(self) -> int:
        """Those to which it was sent back."""
        return self.states.get(State.RETURNED, 0)

    @property
    def open(self) -> int:
        """Those that have yet to confirm."""
        return self.number - self.confirmed

    @property
    def share(self) -> int:
        """The confirmed ones in whole percent."""
        return 100 * self.confirmed // self.number if self.number else 0


def standing(row: Round, states: Iterable[str]) -> Standing:
    """How places stand by the states of their reports."""
    counted = Counter(states)
    open_ones = sum(counted[state] for state in Report.OPEN)
    return Standing(sum(counted.values()), counted, open_ones if row.is_late else 0)


@dataclass(frozen=True)
class Group:
    """The places of one bureau within a report that sums up others."""

    report: Report
    standing: Standing


def groups_of(report: Report, *, as_is: bool = False) -> list[Group]:
    """How the bureaus below a report stand: as their schools belonged then, or belong today."""
    # What the places report isn't asked for here, and is most of what their rows hold.
    rows = list(below_it(report).select_related("place").defer("values").order_by("stood"))
    own = [each for each in rows if each.part == Part.OWN]
    return [_group(report.round, each, own, as_is) for each in rows if each.part != Part.OWN]


def _group(row: Round, report: Report, own: Sequence[Report], as_is: bool) -> Group:
    path = report.path if as_is else report.stood
    mine = [each for each in own if (each.path if as_is else each.stood).startswith(path)]
    return Group(report, standing(row, [each.state for each in mine]))


def places_of(report: Report) -> QuerySet[Report]:
    """The places that report below a report, in tree order."""
    found: QuerySet[Report] = below_it(report).filter(part=Part.OWN).select_related("place").order_by("stood")
    return found


@dataclass(frozen=True)
class Moved:
    """A place and by how much its figure moved the sum."""

    report: Report
    by: float


def moved_by(code: str, reports: Iterable[Report], most: int = 3) -> list[Moved]:
    """The places whose figures moved a sum most since the period before; what is unknown moves nothing."""
    found = []
    for each in reports:
        value = each.values.get(code, {})
        now, then = value.get("v"), value.get("b")
        if now is not None and then is not None and now != then:
            found.append(Moved(each, now - then))
    return sorted(found, key=lambda each: (-abs(each.by), each.report.stood))[:most]


def before_values(reports: Iterable[Report]) -> list[Values]:
    """What some places reported the time before, of those whose figures of then are known."""
    rows = list(reports)
    if not rows:
        return []
    round_, keys = rows[0].round, [each.place_id for each in rows]
    earlier = Report.objects.belonging_to(round__template=round_.template).filter(place__in=keys)
    newest = earlier.filter(round__first__lt=round_.first).order_by("-round__first").values_list("round", flat=True)[:1]
    return list(earlier.filter(round__in=list(newest)).values_list("values", flat=True))


def rounds_with_states(rows: QuerySet[Round], viewer: Viewer) -> QuerySet[Round]:
    """Rounds with how many places a viewer sees in each, and how many of these have confirmed."""
    seen = Report.objects.visible_to(viewer, VIEW).values("pk")
    own = Q(reports__part=Part.OWN, reports__in=seen)
    return rows.annotate(
        places=Count("reports", filter=own),
        done=Count("reports", filter=own & ~Q(reports__state__in=list(Report.OPEN))),
    )


def entries_of(viewer: Viewer, begins: datetime, ends: datetime) -> list[Entry]:
    """The last days of the rounds in which a viewer has something to confirm."""
    rows = Report.objects.visible_to(viewer, VIEW).filter(
        own_places(viewer), state__in=Report.OPEN, round__due__gte=timezone.localtime(begins).date(),
        round__due__lte=timezone.localtime(ends).date(),
    )  # fmt: skip
    return [
        all_day(f"report-{row.pk}", str(row.round), row.round.due, row.round.due, where=str(row.place),
                url=reverse("reports:report", args=[row.pk]))
        for row in rows.select_related("round__template", "place").order_by("pk")[:50]
    ]  # fmt: skip
