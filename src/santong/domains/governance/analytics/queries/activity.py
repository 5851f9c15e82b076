"""What the activity page shows: figures worked out before, of places that the viewer may look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q, Sum
from django.http import Http404
from django.utils import timezone

from santong.domains.governance.analytics.models import ActivityDay, Retention
from santong.domains.platform.organisations.public import LEVEL, Organisation
from santong.kit.access import Viewer, below

PERMISSION = "activity.view"
PERIODS = (7, 30, 90, 180)
COHORTS = 8
Kind = Organisation.Kind
BUREAUS = (Kind.CITY_BUREAU, Kind.COUNTY_BUREAU)

Sums = dict[str, list[int]]


@dataclass(frozen=True)
class Period:
    """Days up to today, both included."""

    first: date
    last: date

    @classmethod
    def of(cls, days: int) -> Period:
        today = timezone.localdate()
        return cls(today - timedelta(days=days - 1), today)

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]


@dataclass
class Activity:
    """A place in a period: a row for each day (None without activity), and sums of person-days and records."""

    rows: list[tuple[date, ActivityDay | None]]
    by_role: Sums = field(default_factory=dict)
    by_subject: Sums = field(default_factory=dict)
    by_kind: Sums = field(default_factory=dict)

    @property
    def person_days(self) -> int:
        """Each person counted once for every day on which they were active."""
        return sum(row.people for _, row in self.rows if row)

    @property
    def records(self) -> int:
        return sum(row.records for _, row in self.rows if row)

    @property
    def busiest(self) -> ActivityDay | None:
        """The day with most people."""
        return max((row for _, row in self.rows if row), key=lambda row: row.people, default=None)

    @property
    def mean_people(self) -> int:
        """People on a mean day of the period, days without anybody included."""
        return round(self.person_days / len(self.rows))


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


def activity_of(place: Organisation, period: Period) -> Activity:
    """Every day of a period, and its sums."""
    rows = ActivityDay.objects.filter(organisation=place, day__range=(period.first, period.last))
    known = {row.day: row for row in rows}
    found = Activity([(day, known.get(day)) for day in period.days])
    for row in known.values():
        for sums, figures in (
            (found.by_role, row.by_role),
            (found.by_subject, row.by_subject),
            (found.by_kind, row.by_kind),
        ):
            _add(sums, figures)
    return found


def _add(sums: Sums, figures: Sums) -> None:
    for name, (people, records) in figures.items():
        total = sums.setdefault(name, [0, 0])
        total[0] += people
        total[1] += records


def places_inside(viewer: Viewer, place: Organisation, period: Period) -> list[Inside]:
    """A city's counties and own schools, or a county's schools, with their sums; the busiest first."""
    if place.kind not in BUREAUS:
        return []
    rows = Organisation.objects.visible_to(viewer, PERMISSION).filter(below("path", place.path))
    of_city = Q(kind=Kind.COUNTY_BUREAU) | Q(kind=Kind.SCHOOL, parent=place)
    rows = rows.filter(of_city if place.kind == Kind.CITY_BUREAU else Q(kind=Kind.SCHOOL))
    organisations = list(rows.open_on(period.last).order_by("path"))
    sums = {
        key: (people, records)
        for key, people, records in ActivityDay.objects.filter(
            organisation__in=rows, day__range=(period.first, period.last)
        )
        .values("organisation")
        .annotate(people=Sum("people"), records=Sum("records"))
        .values_list("organisation", "people", "records")
    }
    found = [Inside(one, *sums.get(one.pk, (0, 0))) for one in organisations]
    return sorted(found, key=lambda one: -one.person_days)


def cohorts_of(place: Organisation) -> list[Cohort]:
    """The last cohorts, the newest last."""
    rows = Retention.objects.filter(organisation=place).order_by("-week")[:COHORTS]
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
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
