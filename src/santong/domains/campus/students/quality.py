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
SHOWN = 100
"""Schools that a page names: those with the worst score."""


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
        return missing_of(self.numbers)

    @property
    def score(self) -> int:
        """0 to 100, rounded down, so that 100 means that nothing is missing."""
        return score_of(self.pupils, self.numbers)

    @property
    def tone(self) -> str:
        """The colour of the score."""
        return "ok" if self.score >= 98 else "warn" if self.score >= 90 else "bad"


@dataclass(frozen=True)
class RollQuality:
    """The worst `SHOWN` schools and how many `more` there are; `as_of` is the moment as of which the figures
    hold, None: now.
    """

    schools: list[SchoolQuality]
    more: int = 0
    as_of: datetime | None = None


def quality_of(viewer: Viewer) -> RollQuality:
    """The schools that the viewer may judge: a single one as it is now, several as they were counted last."""
    visible = Organisation.objects.visible_to(viewer, PERMISSION)
    single = len(visible.filter(kind=Organisation.Kind.SCHOOL)[:2]) < 2
    taken = None if single else ROLL.read(viewer.paths(PERMISSION))
    if taken is None or taken.as_of is None:
        return _judged(visible, _figures(Pupil.objects.visible_to(viewer, PERMISSION)), None)
    return _judged(visible, taken.figures, taken.as_of)


def _judged(visible: QuerySet, figures: Mapping[str, Mapping[str, int]], as_of: datetime | None) -> RollQuality:
    worst = sorted(figures, key=lambda path: (score_of(figures[path][PUPILS], figures[path]), path))
    schools = {school.path: school for school in visible.filter(path__in=worst[:SHOWN])}
    found = [(schools[path], figures[path]) for path in worst[:SHOWN] if path in schools]
    rows = [SchoolQuality(school, numbers[PUPILS], numbers) for school, numbers in found]
    return RollQuality(rows, max(len(worst) - SHOWN, 0), as_of)


def missing_of(numbers: Mapping[str, int]) -> int:
    """How many facts are missing among the gaps counted."""
    return sum(numbers.get(gap, 0) for gap, _label in GAPS)


def score_of(pupils: int, numbers: Mapping[str, int]) -> int:
    """The share of facts that are there, in whole percent, of those asked for of so many pupils."""
    asked = pupils * len(GAPS)
    return 100 * (asked - missing_of(numbers)) // asked if asked else 100


def count_roll(places: Collection[str] | None) -> Mapping[str, Mapping[str, int]]:
    """Pupils on the roll and each kind of gap, by the path of the school."""
    rows = Pupil.objects.numbers_only()
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
