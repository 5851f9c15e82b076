"""The catalogue of the demonstration: units and lessons as they stand in public lists of contents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from santong.domains.learning.resources.actions.catalogue import PlannedUnit, add_textbook, add_units
from santong.domains.learning.resources.indexing import learn_terms
from santong.domains.learning.resources.models import Point, Textbook
from santong.kit.access import SYSTEM

HERE = Path(__file__).parent


@dataclass(frozen=True)
class PlannedBook:
    """A volume with its units, as the file names them."""

    stage: str
    subject: str
    edition: str
    volume: str
    grade: int
    term: int
    year: int
    units: list[PlannedUnit]

    def textbook(self) -> Textbook:
        """A row of the catalogue, not saved."""
        return Textbook(
            stage=self.stage, subject=self.subject, edition=self.edition, volume=self.volume, grade=self.grade,
            term=self.term, year=self.year,
        )  # fmt: skip


def planned_books() -> list[PlannedBook]:
    """What `textbooks.txt` lists: a line with "=" begins a volume, the others are units with lessons."""
    found: list[PlannedBook] = []
    for line in (HERE / "textbooks.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("="):
            stage, subject, edition, volume, grade, term, year = line[1:].split()
            found.append(PlannedBook(stage, subject, edition, volume, int(grade), int(term), int(year), []))
        elif line:
            name, _colon, lessons = line.partition(": ")
            found[-1].units.append(PlannedUnit(name, _lessons(found[-1].subject, lessons)))
    return found


def _lessons(subject: str, text: str) -> list[str]:
    """English lessons have several words, so something else stands between them."""
    return text.split("; ") if subject == "英语" else text.split()


def fill_catalogue() -> None:
    """Textbooks, units, lessons and knowledge points."""
    for planned in planned_books():
        book = add_textbook(acting=SYSTEM, textbook=planned.textbook())
        add_units(acting=SYSTEM, textbook=book, units=planned.units)
    fill_points()
    learn_terms()


def fill_points() -> None:
    """Knowledge points with what they need; "<" stands before the prerequisites."""
    points: dict[tuple[str, str, str], Point] = {}
    needs: list[tuple[tuple[str, str, str], str]] = []
    for number, (stage, subject, name, needed) in enumerate(_planned_points(), 1):
        key = (stage, subject, name)
        points[key] = Point(stage=stage, subject=subject, name=name, code=f"P{number:04}")
        needs += [(key, other) for other in needed]
    Point.objects.bulk_create(points.values())
    by_key = {(p.stage, p.subject, p.name): p for p in Point.objects.by_installation()}
    for key, other in needs:
        by_key[key].prerequisites.add(by_key[key[0], key[1], other])


def _planned_points() -> Iterator[tuple[str, str, str, list[str]]]:
    for line in (HERE / "points.txt").read_text(encoding="utf-8").splitlines():
        stage, subject, *words = line.split()
        for word in words:
            name, _sign, needed = word.partition("<")
            yield stage, subject, name, needed.split(",") if needed else []
