"""How complete the roll of a school is, where the gaps are, and how each is mended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from santong.domains.campus.students.filters import GAPS
from santong.domains.campus.students.measures import GAP, ROLL_GAPS
from santong.domains.campus.students.measures import QUALITY as PERMISSION
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer, below_any
from santong.kit.measures.public import Parts, count_below, taken
from santong.kit.registry import Label

ByGap = dict[str, dict[str, Parts]]
LONGEST = 48
"""Characters of the longest path."""
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
    counted = None if single else taken(ROLL_GAPS)
    if counted is None:
        return _judged(visible, _of_now(viewer), None)
    worst, more = _worst(counted.by_path(below_any("path", viewer.paths(PERMISSION)), LONGEST))
    return _judged(visible, counted.by_path_and_value(Q(path__in=worst), GAP), counted.as_of, more)


def _worst(totals: Mapping[str, Parts]) -> tuple[list[str], int]:
    """The paths of the worst schools, and how many more there are."""
    present = [path for path, parts in totals.items() if parts.denominator]
    present.sort(key=lambda path: (-totals[path].numerator / totals[path].denominator, path))
    return present[:SHOWN], max(len(present) - SHOWN, 0)


def _of_now(viewer: Viewer) -> ByGap:
    found: ByGap = {}
    for path in viewer.paths(PERMISSION):
        for (place, by, gap), parts in count_below(ROLL_GAPS, path).items():
            if by == GAP:
                found.setdefault(place, {})[gap] = parts
    return found


def _judged(visible: QuerySet, figures: ByGap, as_of: datetime | None, more: int = 0) -> RollQuality:
    schools = {school.path: school for school in visible.filter(path__in=list(figures))}
    found = [(schools[path], _numbers(by_gap)) for path, by_gap in figures.items() if path in schools]
    rows = [SchoolQuality(school, numbers[PUPILS], numbers) for school, numbers in found if numbers[PUPILS]]
    rows.sort(key=lambda row: (row.score, row.school.path))
    return RollQuality(rows[:SHOWN], more + max(len(rows) - SHOWN, 0), as_of)


def _numbers(by_gap: Mapping[str, Parts]) -> dict[str, int]:
    pupils = max(parts.denominator for parts in by_gap.values())
    return {PUPILS: pupils, **{gap: parts.numerator for gap, parts in by_gap.items()}}


def missing_of(numbers: Mapping[str, int]) -> int:
    """How many facts are missing among the gaps counted."""
    return sum(numbers.get(gap, 0) for gap, _label in GAPS)


def score_of(pupils: int, numbers: Mapping[str, int]) -> int:
    """The share of facts that are there, in whole percent, of those asked for of so many pupils."""
    asked = pupils * len(GAPS)
    return 100 * (asked - missing_of(numbers)) // asked if asked else 100


PUPILS = "pupils"
