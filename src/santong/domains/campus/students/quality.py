"""How complete the roll of a school is, where the gaps are, and how each is mended."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, QuerySet
from django.urls import reverse

from santong.domains.campus.students.filters import GAPS, lacking
from santong.domains.campus.students.models import Pupil
from santong.domains.platform.organisations.public import Organisation, schools_of
from santong.kit.access import Viewer
from santong.kit.registry import Label
from santong.kit.snapshots.public import Snapshot

PERMISSION = "data_quality.view"


@dataclass(frozen=True)
class Gap:
    """What is missing of how many pupils; `url` lists them."""

    label: Label
    number: int
    url: str


@dataclass(frozen=True)
class SchoolQuality:
    """The roll of one school. The score is the share of facts, of those asked for, that are there."""

    school: Organisation
    pupils: int
    numbers: Mapping[str, int] = field(default_factory=dict)

    @property
    def gaps(self) -> list[Gap]:
        """Each kind of gap with the list of the pupils concerned."""
        url = f"{reverse('students:pupils')}?school={self.school.pk}"
        return [Gap(label, self.numbers.get(gap, 0), f"{url}&gap={gap}") for gap, label in GAPS]

    @property
    def missing(self) -> int:
        """How many facts are missing in all."""
        return sum(self.numbers.get(gap, 0) for gap, _label in GAPS)

    @property
    def score(self) -> int:
        """0 to 100, rounded down, so that 100 means that nothing is missing."""
        asked = self.pupils * len(GAPS)
        return 100 * (asked - self.missing) // asked if asked else 100

    @property
    def tone(self) -> str:
        """The colour of the score."""
        return "ok" if self.score >= 98 else "warn" if self.score >= 90 else "bad"


@dataclass(frozen=True)
class RollQuality:
    """Schools, worst first; `as_of` is the moment as of which the figures hold, None: now."""

    schools: list[SchoolQuality]
    as_of: datetime | None = None


def quality_of(viewer: Viewer) -> RollQuality:
    """The schools that the viewer may judge: a single one as it is now, several as they were counted last."""
    visible = Organisation.objects.visible_to(viewer, PERMISSION)
    single = len(visible.filter(kind=Organisation.Kind.SCHOOL)[:2]) < 2
    taken = None if single else ROLL.read(viewer.paths(PERMISSION))
    if taken is None or taken.as_of is None:
        rows = Pupil.objects.visible_to(viewer, PERMISSION)
        return RollQuality(_judged(visible, _figures(rows)))
    return RollQuality(_judged(visible, taken.figures), taken.as_of)


def _judged(visible: QuerySet, figures: Mapping[str, Mapping[str, int]]) -> list[SchoolQuality]:
    schools = visible.filter(kind=Organisation.Kind.SCHOOL)
    found = [
        SchoolQuality(each, figures[each.path][PUPILS], figures[each.path]) for each in schools if each.path in figures
    ]
    return sorted(found, key=lambda each: (each.score, each.school.path))


def count_roll(places: Collection[str] | None) -> Mapping[str, Mapping[str, int]]:
    """Pupils on the roll and each kind of gap, by the path of the school."""
    rows = Pupil.objects.unscoped("figures of whole schools hold no personal data")
    return _figures(rows if places is None else rows.filter(school__path__in=list(places)))


def _figures(rows: QuerySet) -> dict[str, dict[str, int]]:
    present = rows.filter(status__in=Pupil.PRESENT)
    found = {path: {PUPILS: number} for path, number in _by_school(present)}
    for gap, _label in GAPS:
        for path, number in _by_school(lacking(present, gap)):
            found[path][gap] = number
    return found


def _by_school(rows: QuerySet) -> QuerySet:
    return rows.order_by().values_list("school__path").annotate(n=Count("pk"))


def _schools_at(paths: Collection[str]) -> Collection[str]:
    return {school.path for school in schools_of(paths).values()}


PUPILS = "pupils"
ROLL = Snapshot("roll", follows=("pupils", "people", "guardians"), places=_schools_at, count=count_roll)
