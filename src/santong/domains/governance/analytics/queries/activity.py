"""What the activity page shows: figures worked out before, of places that the viewer may look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q, QuerySet, Sum
from django.http import Http404
from django.utils import timezone

from santong.domains.governance.analytics.models import ActivityDay, Retention
from santong.domains.governance.analytics.queries.cells import ASPECTS, Narrowing, Sums, add, sums_by, total
from santong.domains.platform.calendars.public import monday_of
from santong.domains.platform.organisations.public import LEVEL, Organisation
from santong.kit.access import Viewer, below

PERMISSION = "activity.view"
PERIODS = (7, 30, 90, 180)
COHORTS = 8
Kind = Organisation.Kind
BUREAUS = (Kind.CITY_BUREAU, Kind.COUNTY_BUREAU)

EVERYTHING = Narrowing()


@dataclass(frozen=True)
class Period:
    """Days, both included."""

    first: date
    last: date

    @classmethod
    def of(cls, days: int) -> Period:
        """So many days up to today."""
        today = timezone.localdate()
        return cls(today - timedelta(days=days - 1), today)

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]


@dataclass(frozen=True)
class Day:
    """A day of a place, narrowed."""

    day: date
    people: int = 0
    records: int = 0
    by_role: Sums = field(default_factory=dict)
    by_subject: Sums = field(default_factory=dict)
    by_kind: Sums = field(default_factory=dict)

    @classmethod
    def of(cls, row: ActivityDay, narrowing: Narrowing) -> Day:
        """What a stored day holds of what is asked for."""
        people, records = (row.people, row.records) if narrowing.is_all else total(row.cells, narrowing)
        return cls(row.day, people, records, *(sums_by(row.cells, narrowing, aspect) for aspect in ASPECTS))


@dataclass
class Activity:
    """A place in a period: every day, and sums of person-days and records.

    `options` are the values that occur, whatever is asked for: {aspect: values}.
    """

    days: list[Day]
    by_role: Sums = field(default_factory=dict)
    by_subject: Sums = field(default_factory=dict)
    by_kind: Sums = field(default_factory=dict)
    options: dict[str, set[str]] = field(default_factory=dict)

    @property
    def person_days(self) -> int:
        """Each person counted once for every day on which they were active."""
        return sum(day.people for day in self.days)

    @property
    def records(self) -> int:
        return sum(day.records for day in self.days)

    @property
    def busiest(self) -> Day:
        """The day with most people."""
        return max(self.days, key=lambda day: day.people)

    @property
    def mean_people(self) -> str:
        """People on a mean day of the period, days without anybody included; small numbers with a decimal."""
        mean = self.person_days / len(self.days)
        return f"{mean:.1f}" if 0 < mean < 10 else f"{mean:.0f}"


@dataclass(frozen=True)
class Inside:
    """A place below the one looked at, with its sums."""

    organisation: Organisation
    person_days: int = 0
    records: int = 0


@dataclass(frozen=True)
class Cohort:
    """The people first active in a week, and how many of them were active 1 to 4 weeks later.

    A week that isn't over yet is None.
    """

    week: date
    people: int
    back: list[int | None]

    @property
    def shares(self) -> list[int | None]:
        """The same in per cent of the people."""
        return [None if number is None else round(100 * number / self.people) for number in self.back]


def chosen_place(viewer: Viewer, pk: int | None) -> Organisation:
    """The place asked for, or the viewer's own; 404 and 403 as `viewer.get` says."""
    if pk is not None:
        return viewer.get(Organisation, pk, PERMISSION)
    viewer.demand(PERMISSION)
    paths = viewer.paths(PERMISSION)
    rows = Organisation.objects.visible_to(viewer, PERMISSION).filter(kind__in=[*BUREAUS, Kind.SCHOOL])
    found = rows.filter(path__startswith=paths[0]).order_by("path").first()
    if found is None:
        raise Http404
    return found


def way_to(viewer: Viewer, place: Organisation) -> list[Organisation]:
    """The places above, as far as the viewer may look at them, and the place itself."""
    paths = [place.path[:end] for end in range(LEVEL, len(place.path) + 1, LEVEL)]
    rows = Organisation.objects.visible_to(viewer, PERMISSION).filter(path__in=paths)
    return list(rows.filter(kind__in=[*BUREAUS, Kind.SCHOOL]).order_by("path"))


def activity_of(place: Organisation, period: Period, narrowing: Narrowing = EVERYTHING) -> Activity:
    """Every day of a period, and its sums."""
    rows = list(ActivityDay.objects.filter(organisation=place, day__range=(period.first, period.last)))
    known = {row.day: Day.of(row, narrowing) for row in rows}
    found = Activity([known.get(day, Day(day)) for day in period.days])
    for day in known.values():
        add(found.by_role, day.by_role)
        add(found.by_subject, day.by_subject)
        add(found.by_kind, day.by_kind)
    for number, aspect in enumerate(ASPECTS):
        found.options[aspect] = {cell[number] for row in rows for cell in row.cells if cell[number] is not None}
    return found


def places_inside(
    viewer: Viewer, place: Organisation, period: Period, narrowing: Narrowing = EVERYTHING
) -> list[Inside]:
    """A city's counties and own schools, or a county's schools, with their sums; the busiest first."""
    if place.kind not in BUREAUS:
        return []
    rows = Organisation.objects.visible_to(viewer, PERMISSION).filter(below("path", place.path))
    of_city = Q(kind=Kind.COUNTY_BUREAU) | Q(kind=Kind.SCHOOL, parent=place)
    rows = rows.filter(of_city if place.kind == Kind.CITY_BUREAU else Q(kind=Kind.SCHOOL))
    organisations = list(rows.open_on(period.last).order_by("path"))
    days = ActivityDay.objects.filter(organisation__in=rows, day__range=(period.first, period.last))
    sums = _all_sums(days) if narrowing.is_all else _narrowed_sums(days, narrowing)
    found = [Inside(one, *sums.get(one.pk, (0, 0))) for one in organisations]
    return sorted(found, key=lambda one: -one.person_days)


def _all_sums(days: QuerySet[ActivityDay]) -> dict[int, tuple[int, int]]:
    rows = days.values("organisation").annotate(p=Sum("people"), r=Sum("records"))
    return {key: (people, records) for key, people, records in rows.values_list("organisation", "p", "r")}


def _narrowed_sums(days: QuerySet[ActivityDay], narrowing: Narrowing) -> dict[int, tuple[int, int]]:
    sums: dict[int, tuple[int, int]] = {}
    for key, cells in days.values_list("organisation", "cells").iterator():
        people, records = total(cells, narrowing)
        before = sums.get(key, (0, 0))
        sums[key] = (before[0] + people, before[1] + records)
    return sums


def cohorts_of(place: Organisation) -> list[Cohort]:
    """The last cohorts, the newest last."""
    rows = Retention.objects.filter(organisation=place).order_by("-week")[:COHORTS]
    monday = monday_of(timezone.localdate())
    return [
        Cohort(
            row.week,
            row.people[0],
            [
                number if row.week + timedelta(weeks=after) < monday else None
                for after, number in enumerate(row.people)
                if after
            ],
        )
        for row in reversed(rows)
    ]
