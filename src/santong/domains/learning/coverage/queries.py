"""Coverage: how many classes were taught with resources, by place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from santong.domains.learning.coverage.measures import COVERAGE, TEACHERS, USES
from santong.domains.learning.coverage.models import ClassUse
from santong.domains.learning.resources.public import RESOURCES_ADMITTED, Resource
from santong.domains.platform.organisations.public import Organisation, classes_of
from santong.kit.access import LEVEL, Viewer, below
from santong.kit.measures.public import Measure, Parts, Period, count, inside, months, taken

MOST = 10
MONTHS = 12
Kind = Organisation.Kind
BELOW = (Kind.CITY_BUREAU, Kind.COUNTY_BUREAU, Kind.SCHOOL)
COLUMNS: tuple[Measure, ...] = (COVERAGE, TEACHERS, USES, RESOURCES_ADMITTED)
"""What is said of each place."""
Figures = Mapping[str, Mapping[str, Parts]]
"""By the name of the measure, then by path."""


@dataclass(frozen=True)
class Asked:
    """What is looked at: the uses in a place in a month, perhaps of one subject."""

    place: Organisation
    period: Period
    subject: str = ""


@dataclass(frozen=True)
class Line:
    """A place: its classes, those that were covered, teachers, uses and its own admitted resources."""

    place: Organisation
    classes: int
    covered: int
    teachers: int
    uses: int
    resources: int = 0

    @property
    def share(self) -> int:
        """Covered classes in percent; 0 without classes."""
        return round(100 * self.covered / self.classes) if self.classes else 0


def lines(viewer: Viewer, asked: Asked) -> list[Line]:
    """The places right below: counties and schools of a bureau, as they were counted last; classes of a school, now.

    Least covered first, those without classes last.
    """
    if asked.place.kind == Kind.SCHOOL:
        return _classes(viewer, asked)
    figures = {measure.name: _kept(measure, asked) for measure in COLUMNS}
    found = [_line(place, figures) for place in children(asked.place)]
    return sorted(found, key=lambda line: (not line.classes, line.share, line.place.path))


def total(asked: Asked) -> Line:
    """The place as a whole: a school as it is now, others as they were counted last."""
    path = asked.place.path
    at_once = asked.place.kind == Kind.SCHOOL
    sums = {measure.name: (_now if at_once else _kept)(measure, asked).values() for measure in COLUMNS}
    return _line(asked.place, {name: {path: sum(parts, Parts())} for name, parts in sums.items()})


def _line(place: Organisation, figures: Figures) -> Line:
    covered, teachers, uses, resources = (figures[measure.name].get(place.path, Parts()) for measure in COLUMNS)
    return Line(place, covered.denominator, covered.numerator, teachers.numerator, uses.numerator, resources.numerator)


def as_of(asked: Asked) -> datetime | None:
    """The moment as of which the figures of a bureau hold; None before they were counted, and for schools."""
    found = None if asked.place.kind == Kind.SCHOOL else taken(COVERAGE, asked.period)
    return found.as_of if found else None


def months_offered() -> list[Period]:
    """The months that can be looked at, the newest first."""
    present = Period.this_month()
    return [present, *(each for each in months(COVERAGE, MONTHS) if each != present)]


def children(place: Organisation) -> list[Organisation]:
    """Counties and schools right below a bureau."""
    rows = Organisation.objects.open_to_everyone().filter(parent=place, kind__in=BELOW)
    return list(rows.open_on(timezone.localdate()).order_by("path"))


def _kept(measure: Measure, asked: Asked) -> Mapping[str, Parts]:
    found = taken(measure, asked.period if measure.grain else None)
    if found is None:
        return {}
    by = "subject" if asked.subject else ""
    return found.by_path(below("path", asked.place.path), len(asked.place.path) + LEVEL, by, asked.subject)


def _now(measure: Measure, asked: Asked) -> Mapping[str, Parts]:
    counted = count(measure, asked.period, inside(asked.place.path))
    by = "subject" if asked.subject else ""
    found = {path: Parts(*parts) for (path, at, value), parts in counted.items() if (at, value) == (by, asked.subject)}
    if not measure.is_out_of_whole(by):
        return found
    whole = {path: Parts(*parts) for (path, at, _value), parts in counted.items() if not at}
    return {path: found.get(path, Parts()).out_of(parts) for path, parts in whole.items()}


def _classes(viewer: Viewer, asked: Asked) -> list[Line]:
    rows = _uses(viewer, asked).order_by().values("school_class")
    sums = rows.annotate(teachers=Count("person_id", distinct=True), n=Sum("uses"))
    used = {row["school_class"]: (row["teachers"], row["n"]) for row in sums}
    found = [Line(each, 1, each.pk in used, *used.get(each.pk, (0, 0))) for each in classes_of(asked.place)]
    return sorted(found, key=lambda line: (line.covered, line.place.path))


def by_subject(viewer: Viewer, asked: Asked) -> list[tuple[str, int]]:
    """Uses by subject, the most first."""
    rows = _uses(viewer, asked).order_by().values("subject").annotate(n=Sum("uses"))
    return list(rows.order_by("-n").values_list("subject", "n"))


def most_used(viewer: Viewer, asked: Asked) -> list[dict[str, Any]]:
    """The resources that most classes were taught with; only such as the viewer may open."""
    seen = Resource.objects.visible_to(viewer).values("pk")
    rows = _uses(viewer, asked).filter(resource__in=seen).order_by()
    counted: Any = rows.values("resource_id", "resource__title", "subject").annotate(
        classes=Count("school_class", distinct=True), n=Sum("uses")
    )
    return list(counted.order_by("-classes", "-n", "resource_id")[:MOST])


def subjects(viewer: Viewer, asked: Asked) -> list[str]:
    """The subjects in which anything was used."""
    rows = _uses(viewer, Asked(asked.place, asked.period)).order_by("subject")
    return list(rows.values_list("subject", flat=True).distinct())


def _uses(viewer: Viewer, asked: Asked) -> QuerySet[ClassUse]:
    days = Q(day__range=(asked.period.first, asked.period.last))
    rows = ClassUse.objects.visible_to(viewer).filter(days, below("path", asked.place.path))
    found: QuerySet[ClassUse] = rows.filter(subject=asked.subject) if asked.subject else rows
    return found


def exported(found: Sequence[Line], heads: Sequence[str]) -> list[list[Any]]:
    """The lines as rows of a sheet, heads first."""
    rows = [[at.place.name, at.classes, at.covered, at.share, at.teachers, at.uses, at.resources] for at in found]
    return [list(heads), *rows]
