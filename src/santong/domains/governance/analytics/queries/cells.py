"""The figures of a day at a place, narrowed to a role, a subject and a kind of resource.

A cell is `[role, subject, kind, people, records]`. Subject and kind are None in the cells that count
all of them; `""` means without. People are counted for each cell anew, as somebody active in two
subjects is one person; only roles may be added up, because everybody has one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Cell = list[Any]
Sums = dict[str, list[int]]
ASPECTS = ("role", "subject", "kind")


@dataclass(frozen=True)
class Narrowing:
    """What figures are narrowed to; None is everything, "" what has no role, subject or kind."""

    role: str | None = None
    subject: str | None = None
    kind: str | None = None

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return (self.role, self.subject, self.kind) == (None, None, None)


def total(cells: Iterable[Cell], narrowing: Narrowing) -> tuple[int, int]:
    """People and records."""
    found = [(cell[3], cell[4]) for cell in cells if _fits(cell, narrowing, "role")]
    return sum(people for people, _ in found), sum(records for _, records in found)


def sums_by(cells: Iterable[Cell], narrowing: Narrowing, aspect: str) -> Sums:
    """People and records for each value of an aspect, the other two narrowed."""
    at, sums = ASPECTS.index(aspect), Sums()
    for cell in cells:
        if _fits(cell, narrowing, aspect):
            add(sums, {cell[at]: cell[3:]})
    return sums


def add(sums: Sums, figures: Mapping[str, list[int]]) -> None:
    """Add figures to sums."""
    for name, (people, records) in figures.items():
        into = sums.setdefault(name, [0, 0])
        into[0] += people
        into[1] += records


def _fits(cell: Cell, narrowing: Narrowing, aspect: str) -> bool:
    role, subject, kind = cell[:3]
    return (
        narrowing.role in (None, role)
        and _counts(subject, narrowing.subject, each=aspect == "subject")
        and _counts(kind, narrowing.kind, each=aspect == "kind")
    )


def _counts(value: str | None, wanted: str | None, *, each: bool) -> bool:
    """Whether a cell is one of those to be added; `each`: every value is told apart."""
    return value is not None if each and wanted is None else value == wanted
