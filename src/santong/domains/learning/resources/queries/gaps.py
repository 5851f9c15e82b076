"""Where resources are missing: admitted ones by subject and unit, as a place sees them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from santong.domains.learning.resources.models import Node, Resource, Textbook
from santong.domains.platform.organisations.public import Stage
from santong.kit.access import Viewer

SCARCE = ("音乐", "美术", "英语", "科学")
"""Subjects for which village schools lack teachers most; they are shown first."""
PUBLIC = "textbooks are public knowledge"


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


def gaps(viewer: Viewer, *, stage: str = "", subject: str = "") -> list[BookGap]:
    """Every textbook in use with its gaps: scarce subjects first, then by how much is missing."""
    books = Textbook.objects.unscoped(PUBLIC).filter(is_current=True)
    if stage in Stage.values:
        books = books.filter(stage=stage)
    if subject:
        books = books.filter(subject=subject)
    numbers = _resources_by_unit(viewer)
    units: dict[int, list[Node]] = {}
    for node in Node.objects.unscoped(PUBLIC).filter(textbook__in=books, kind=Node.Kind.UNIT).order_by("position"):
        units.setdefault(node.textbook_id, []).append(node)
    found = [_gap(book, units.get(book.pk, []), numbers) for book in books.order_by("subject", "grade", "term")]
    return sorted(found, key=lambda gap: (not gap.is_scarce, gap.covered / max(gap.units, 1)))


def _gap(book: Textbook, units: list[Node], numbers: Counter[int]) -> BookGap:
    covered = [unit for unit in units if numbers[unit.pk]]
    empty = [unit.name for unit in units if not numbers[unit.pk]]
    return BookGap(book, len(units), len(covered), sum(numbers[unit.pk] for unit in units), empty)


def _resources_by_unit(viewer: Viewer) -> Counter[int]:
    """How many admitted resources each unit has, those of its lessons included."""
    found: Counter[int] = Counter()
    rows = Resource.objects.visible_to(viewer).exclude(node=None)
    for node, parent in rows.values_list("node_id", "node__parent_id"):
        found[parent or node] += 1
    return found
