"""How complete the roll of a school is, where the gaps are, and how each is mended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Count
from django.urls import reverse

from santong.domains.campus.students.filters import GAPS, lacking
from santong.domains.campus.students.models import Pupil
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.registry import Label

PERMISSION = "data_quality.view"


@dataclass(frozen=True)
class Gap:
    """What is missing of how many pupils; `url` lists them."""

    label: Label
    number: int
    url: str


@dataclass
class SchoolQuality:
    """The roll of one school. The score is the share of facts, of those asked for, that are there."""

    school: Organisation
    pupils: int
    gaps: list[Gap] = field(default_factory=list)

    @property
    def missing(self) -> int:
        """How many facts are missing in all."""
        return sum(gap.number for gap in self.gaps)

    @property
    def score(self) -> int:
        """0 to 100, rounded down, so that 100 means that nothing is missing."""
        asked = self.pupils * len(GAPS)
        return 100 * (asked - self.missing) // asked if asked else 100

    @property
    def tone(self) -> str:
        """The colour of the score."""
        return "ok" if self.score >= 98 else "warn" if self.score >= 90 else "bad"


def quality_of(viewer: Viewer) -> list[SchoolQuality]:
    """The schools that the viewer may judge, worst first; one grouped query for each kind of gap."""
    rows = Pupil.objects.visible_to(viewer, PERMISSION).filter(status__in=Pupil.PRESENT)
    totals = _by_school(rows)
    gaps = {gap: _by_school(lacking(rows, gap)) for gap, _label in GAPS}
    schools = Organisation.objects.visible_to(viewer, PERMISSION).filter(pk__in=totals)
    found = [SchoolQuality(school, totals[school.pk], _gaps(school.pk, gaps)) for school in schools]
    return sorted(found, key=lambda each: (each.score, each.school.path))


def _gaps(school: int, numbers: Mapping[str, Mapping[int, int]]) -> list[Gap]:
    url = reverse("students:pupils")
    return [Gap(label, numbers[gap].get(school, 0), f"{url}?school={school}&gap={gap}") for gap, label in GAPS]


def _by_school(rows: Iterable[Pupil]) -> dict[int, int]:
    return dict(rows.order_by().values_list("school_id").annotate(n=Count("pk")))  # type: ignore[attr-defined]
