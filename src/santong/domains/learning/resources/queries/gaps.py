"""Where resources are missing: admitted ones by place, subject and unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from santong.domains.learning.resources.models import Node, Resource, Textbook, locks_at, not_over
from santong.domains.platform.organisations.public import Organisation, Stage, ancestor_paths, unions_by_school

SCARCE = ("音乐", "美术", "英语", "科学")
"""Subjects for which village schools lack teachers most; they are shown first."""
Kind = Organisation.Kind


@dataclass(frozen=True)
class Asked:
    """What is looked at: what teachers at a place find, perhaps of one stage or subject."""

    place: Organisation
    stage: str = ""
    subject: str = ""

    @property
    def stages(self) -> list[str]:
        """The stages that count: the one chosen, else those that the school teaches, else all."""
        return [self.stage] if self.stage in Stage.values else _stages_at(self.place)


@dataclass(frozen=True)
class BookGap:
    """A textbook: its units, how many of them have something, and how many resources in all."""

    textbook: Textbook
    units: int
    covered: int
    resources: int
    empty: list[str]

    @property
    def is_scarce(self) -> bool:
        """Whether it is of a subject that is looked at first."""
        return self.textbook.subject in SCARCE


@dataclass(frozen=True)
class PlaceGap:
    """A place below: resources that its teachers find, and units of its textbooks with and without any."""

    place: Organisation
    resources: int
    units: int
    covered: int

    @property
    def empty(self) -> int:
        """Units with nothing."""
        return self.units - self.covered

    @property
    def share(self) -> int:
        """Units with something, in percent; 0 without units."""
        return round(100 * self.covered / self.units) if self.units else 0


def gaps(asked: Asked) -> list[BookGap]:
    """Every textbook in use with its gaps: scarce subjects first, then by how much is missing."""
    path = asked.place.path
    numbers = _found_at([path], _by_reach(asked))[path]
    units: dict[int, list[Node]] = {}
    books = _books(asked)
    for node in _units(asked):
        units.setdefault(node.textbook_id, []).append(node)
    found = [_gap(book, units.get(book.pk, []), numbers) for book in books]
    return sorted(found, key=lambda gap: (not gap.is_scarce, gap.covered / max(gap.units, 1)))


def places(asked: Asked) -> list[PlaceGap]:
    """The counties and schools right below a bureau, those that lack most first, those without
    textbooks last; nothing for a school.

    Resources shared with single classes or with research groups are nobody else's and don't count.
    """
    children = Organisation.objects.open_to_everyone().filter(
        parent=asked.place, kind__in=(Kind.CITY_BUREAU, Kind.COUNTY_BUREAU, Kind.SCHOOL)
    )
    rows = list(children.open_on(timezone.localdate()).select_related("school").order_by("path"))
    numbers = _found_at((place.path for place in rows), _by_reach(asked))
    stage_of = dict(_units(asked).values_list("pk", "textbook__stage"))
    found = []
    for place in rows:
        stages = set(asked.stages if asked.stage else _stages_at(place))
        wanted = {unit for unit, stage in stage_of.items() if not stages or stage in stages}
        here = numbers[place.path]
        number = sum(count for unit, count in here.items() if unit in wanted)
        found.append(PlaceGap(place, number, len(wanted), len(wanted & here.keys())))
    return sorted(found, key=lambda gap: (not gap.units, gap.share, gap.place.path))


def books_exported(found: Sequence[BookGap], heads: Sequence[str]) -> list[list[Any]]:
    """Textbooks as rows of a sheet, heads first; units with nothing by name."""
    rows = [
        [at.textbook.subject, at.textbook.volume, at.textbook.edition, at.resources, at.units, at.covered,
         "、".join(at.empty)]
        for at in found
    ]  # fmt: skip
    return [list(heads), *rows]


def places_exported(found: Sequence[PlaceGap], heads: Sequence[str]) -> list[list[Any]]:
    """Places as rows of a sheet, heads first."""
    return [list(heads), *([at.place.name, at.resources, at.units, at.covered, at.empty, at.share] for at in found)]


def _stages_at(place: Organisation) -> list[str]:
    profile = getattr(place, "school", None) if place.kind == Kind.SCHOOL else None
    return [stage.value for stage in profile.stage_list] if profile else []


def _books(asked: Asked) -> Any:
    books = Textbook.objects.open_to_everyone().filter(is_current=True)
    if asked.stages:
        books = books.filter(stage__in=asked.stages)
    if asked.subject:
        books = books.filter(subject=asked.subject)
    return books.order_by("subject", "grade", "term")


def _units(asked: Asked) -> Any:
    books = _books(asked).order_by()
    return Node.objects.open_to_everyone().filter(textbook__in=books, kind=Node.Kind.UNIT).order_by("position")


def _gap(book: Textbook, units: list[Node], numbers: Mapping[int, int]) -> BookGap:
    covered = [unit for unit in units if numbers.get(unit.pk)]
    empty = [unit.name for unit in units if not numbers.get(unit.pk)]
    return BookGap(book, len(units), len(covered), sum(numbers.get(unit.pk, 0) for unit in units), empty)


def _by_reach(asked: Asked) -> dict[str, Counter[int]]:
    """How many admitted resources each unit has, those of its lessons included, by what they reach."""
    rows = Resource.objects.numbers_only().filter(not_over(), status=Resource.Status.ADMITTED)
    placed = rows.filter(node__textbook__in=_books(asked).order_by())
    found: dict[str, Counter[int]] = {}
    for reach, node, parent in placed.values_list("reach", "node_id", "node__parent_id"):
        found.setdefault(reach, Counter())[parent or node] += 1
    return found


def _found_at(paths: Iterable[str], numbers: Mapping[str, Counter[int]]) -> dict[str, Counter[int]]:
    """What teachers at each place find: what reaches everybody, the place and those above, its unions, its keys."""
    lines = {path: ancestor_paths(path) for path in paths}
    unions = unions_by_school(lines)
    locks = locks_at({above for line in lines.values() for above in line})
    found = {}
    for path, line in lines.items():
        reaches = {"", *line, *unions.get(path, ()), *(lock for above in line for lock in locks.get(above, ()))}
        found[path] = sum((numbers[reach] for reach in reaches & numbers.keys()), Counter())
    return found
