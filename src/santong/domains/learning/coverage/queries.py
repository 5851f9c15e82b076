"""Coverage: how many classes were taught with resources, by place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Substr
from django.utils import timezone

from santong.domains.learning.coverage.models import ClassUse
from santong.domains.learning.resources.public import Resource
from santong.domains.platform.organisations.public import Organisation, classes_of
from santong.kit.access import Viewer, below

PERIODS = (7, 30, 120)
"""Days that can be looked at: a week, a month, a term."""
MOST = 10
ADMITTED = "admitted"
Kind = Organisation.Kind


@dataclass(frozen=True)
class Asked:
    """What is looked at: the uses in a place since a day, perhaps of one subject."""

    place: Organisation
    days: int = 30
    subject: str = ""

    @property
    def since(self) -> date:
        """The first day that counts."""
        return timezone.localdate() - timedelta(days=self.days - 1)


@dataclass(frozen=True)
class Line:
    """A place below: its classes, those that were covered, teachers, uses and its own admitted resources."""

    place: Organisation
    classes: int
    covered: int
    teachers: int
    uses: int
    resources: int

    @property
    def share(self) -> int:
        """Covered classes in percent; 0 without classes."""
        return round(100 * self.covered / self.classes) if self.classes else 0


def lines(viewer: Viewer, asked: Asked) -> list[Line]:
    """The places right below: counties and schools of a bureau, classes of a school; least covered first,
    those without classes last.
    """
    places = children(asked.place)
    if not places:
        return []
    length = len(places[0].path)
    classes = _counted(_classes(asked.place), length)
    resources = _counted(_resources(asked), length)
    used = _used(viewer, asked, length)
    found = [
        Line(place, classes.get(place.path, 0), *used.get(place.path, (0, 0, 0)), resources.get(place.path, 0))
        for place in places
    ]
    return sorted(found, key=lambda line: (not line.classes, line.share, line.place.path))


def total(viewer: Viewer, asked: Asked) -> Line:
    """The place as a whole."""
    length = len(asked.place.path)
    path = asked.place.path
    used = _used(viewer, asked, length).get(path, (0, 0, 0))
    return Line(
        asked.place, _counted(_classes(asked.place), length).get(path, 0), *used,
        _counted(_resources(asked), length).get(path, 0),
    )  # fmt: skip


def children(place: Organisation) -> list[Organisation]:
    """Counties and schools right below a bureau; the classes of a school."""
    if place.kind == Kind.SCHOOL:
        return list(classes_of(place))
    rows = Organisation.objects.open_to_everyone().filter(
        parent=place, kind__in=(Kind.CITY_BUREAU, Kind.COUNTY_BUREAU, Kind.SCHOOL)
    )
    return list(rows.open_on(timezone.localdate()).order_by("path"))


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
    rows = _uses(viewer, Asked(asked.place, asked.days)).order_by("subject")
    return list(rows.values_list("subject", flat=True).distinct())


def _uses(viewer: Viewer, asked: Asked) -> QuerySet[ClassUse]:
    rows = ClassUse.objects.visible_to(viewer).filter(below("path", asked.place.path), day__gte=asked.since)
    found: QuerySet[ClassUse] = rows.filter(subject=asked.subject) if asked.subject else rows
    return found


def _used(viewer: Viewer, asked: Asked, length: int) -> dict[str, tuple[int, int, int]]:
    rows = _uses(viewer, asked).order_by().values(at=Substr("path", 1, length))
    counted = rows.annotate(
        covered=Count("school_class", distinct=True), teachers=Count("person_id", distinct=True), n=Sum("uses")
    )
    return {row["at"]: (row["covered"], row["teachers"], row["n"]) for row in counted}


def _classes(place: Organisation) -> QuerySet:
    rows = Organisation.objects.open_to_everyone().filter(below("path", place.path), kind=Kind.CLASS)
    found: QuerySet = rows.open_on(timezone.localdate())
    return found


def _resources(asked: Asked) -> QuerySet:
    rows = Resource.objects.numbers_only().filter(below("path", asked.place.path), status=ADMITTED)
    found: QuerySet = rows.filter(subject=asked.subject) if asked.subject else rows
    return found


def _counted(rows: QuerySet, length: int) -> dict[str, int]:
    counted = rows.order_by().values(at=Substr("path", 1, length)).annotate(n=Count("pk"))
    return {row["at"]: row["n"] for row in counted}


def exported(found: Sequence[Line], heads: Sequence[str]) -> list[list[Any]]:
    """The lines as rows of a sheet, heads first."""
    rows = [[at.place.name, at.classes, at.covered, at.share, at.teachers, at.uses, at.resources] for at in found]
    return [list(heads), *rows]
