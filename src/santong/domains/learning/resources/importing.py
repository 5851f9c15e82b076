"""Trees of textbooks as sheets, for the import wizard: a row a lesson, units and volumes fill down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.learning.resources.actions.catalogue import CHANGE, add_textbook, link_successors
from santong.domains.learning.resources.indexing import learn_terms
from santong.domains.learning.resources.models import Node, Textbook
from santong.domains.platform.organisations.public import Stage
from santong.kit.access import Viewer
from santong.kit.imports.targets import (
    REQUIRED_EMPTY,
    CellProblem,
    Context,
    ImportTarget,
    PlannedRow,
    Sheet,
    SourceRow,
    TargetField,
    Verdict,
)
from santong.kit.imports.written import Written, created
from santong.lib.cells import tidy_text
from santong.lib.grades import parse_grade
from santong.lib.subjects import parse_subjects

NO_GRADE, NO_SUBJECT, NO_STAGE, NO_YEAR = "no_grade", "no_subject", "no_stage", "no_year"
_STAGES = {
    "小学": Stage.PRIMARY,
    "初中": Stage.JUNIOR,
    "高中": Stage.SENIOR,
    "幼儿园": Stage.PRESCHOOL,
    "学前": Stage.PRESCHOOL,
}


@dataclass(frozen=True)
class _Lesson:
    """What a row says, read."""

    stage: str
    subject: str
    edition: str
    volume: str
    grade: int
    term: int
    year: int
    unit: str
    lesson: str
    hours: int

    @property
    def book(self) -> tuple[str, str, str, str, int]:
        """What makes a revision of a volume one."""
        return self.stage, self.subject, self.edition, self.volume, self.year


class TextbookImport(ImportTarget):
    """Textbooks, units and lessons. A revision of a year that is there already only gets what it lacks."""

    name = "textbooks"
    label = _("Textbooks with units and lessons")
    permission = CHANGE
    fields = (
        TargetField("stage", ("学段", "stage"), fills_down=True, label=_("stage"), required=True),
        TargetField("subject", ("学科", "科目", "subject"), fills_down=True, label=_("subject"), required=True),
        TargetField(
            "edition", ("版本", "教材版本", "出版社", "edition"), fills_down=True, label=_("edition"), required=True
        ),
        TargetField("volume", ("册次", "册别", "教材", "volume"), fills_down=True, label=_("volume"), required=True),
        TargetField("year", ("修订年份", "年份", "版次", "year"), fills_down=True, label=_("revised in")),
        TargetField(
            "unit",
            ("单元", "章", "单元名称", "章名", "unit"),
            is_key=True,
            fills_down=True,
            label=_("unit"),
            required=True,
        ),
        TargetField("lesson", ("课", "课文", "节", "课题", "课名", "lesson"), is_key=True, label=_("lesson")),
        TargetField("hours", ("课时", "课时数", "hours"), label=_("hours")),
    )
    messages = {
        NO_GRADE: _("The volume names no grade. Write it like 七年级上册."),
        NO_SUBJECT: _("This is no known subject."),
        NO_STAGE: _("Write 小学, 初中 or 高中."),
        NO_YEAR: _("Write the year with four digits, like 2024."),
    }

    def list_url(self, context: Context) -> str:
        return reverse("resources:textbooks")

    def prepare(self, sheet: Sheet, *, context: Context, acting: Viewer) -> Iterator[list[PlannedRow]]:
        carried: dict[str, str] = {}
        seen: set[tuple[Any, ...]] = set()
        for chunk in sheet.chunks():
            known = _known()
            yield [_judge(row, carried, seen, known) for row in chunk]

    def write(self, rows: Sequence[PlannedRow], *, context: Context, acting: Viewer) -> list[Written]:
        written: list[Written] = []
        for row in rows:
            written += _write(row.values, acting)
        for book in {_book(row.values) for row in rows}:
            if book is not None:
                link_successors(book)
        learn_terms()
        return written


def _judge(
    row: SourceRow, carried: dict[str, str], seen: set[tuple[Any, ...]], known: set[tuple[Any, ...]]
) -> PlannedRow:
    texts = {field.name: tidy_text(row.cells.get(field.name))[0] for field in TextbookImport.fields}
    for name in ("stage", "subject", "edition", "volume", "year", "unit"):
        texts[name] = carried[name] = texts[name] or carried.get(name, "")
    problems = [
        CellProblem(name, REQUIRED_EMPTY)
        for name in ("stage", "subject", "edition", "volume", "unit")
        if not texts[name]
    ]
    lesson = None if problems else _read(texts, problems)
    if lesson is None:
        return PlannedRow(row.index, Verdict.DOUBTFUL, None, problems)
    key = (*lesson.book, lesson.unit, lesson.lesson)
    if key in seen:
        return PlannedRow(row.index, Verdict.DUPLICATE, None)
    seen.add(key)
    return PlannedRow(row.index, Verdict.SAME if key in known else Verdict.CREATE, lesson)


def _read(texts: dict[str, str], problems: list[CellProblem]) -> _Lesson | None:
    stage = _STAGES.get(texts["stage"])
    subjects = parse_subjects(texts["subject"]).value
    grade = parse_grade(texts["volume"].rstrip("上下全一册")).value
    year = texts["year"] or str(timezone.localdate().year)
    checks = ((stage, "stage", NO_STAGE), (subjects, "subject", NO_SUBJECT), (grade is not None, "volume", NO_GRADE))
    problems += [CellProblem(name, code) for value, name, code in checks if not value]
    if not (year.isdecimal() and len(year) == 4):
        problems.append(CellProblem("year", NO_YEAR))
    if problems or stage is None or not subjects or grade is None:
        return None
    term = 1 if "上" in texts["volume"] else 2 if "下" in texts["volume"] else 0
    hours = int(texts["hours"]) if texts["hours"].isdecimal() and len(texts["hours"]) < 3 else 1
    return _Lesson(
        stage, subjects[0], texts["edition"][:30], texts["volume"][:30], int(grade), term, int(year),
        texts["unit"][:80], texts["lesson"][:80], hours,
    )  # fmt: skip


def _known() -> set[tuple[Any, ...]]:
    rows = Node.objects.open_to_everyone().select_related("textbook", "parent")
    found = set()
    for node in rows:
        book = node.textbook
        unit, lesson = (node.parent.name, node.name) if node.parent else (node.name, "")
        found.add((book.stage, book.subject, book.edition, book.volume, book.year, unit, lesson))
    return found


def _book(lesson: _Lesson) -> Textbook | None:
    return (
        Textbook.objects.open_to_everyone()
        .filter(
            stage=lesson.stage, subject=lesson.subject, edition=lesson.edition, volume=lesson.volume, year=lesson.year
        )
        .first()
    )


def _write(lesson: _Lesson, acting: Viewer) -> list[Written]:
    written: list[Written] = []
    book = _book(lesson)
    if book is None:
        book = Textbook(
            stage=lesson.stage, subject=lesson.subject, edition=lesson.edition, volume=lesson.volume,
            grade=lesson.grade, term=lesson.term, year=lesson.year,
        )  # fmt: skip
        add_textbook(acting=acting, textbook=book)
        written.append(created(book))
    nodes = Node.objects.open_to_everyone().filter(textbook=book)
    unit = nodes.filter(kind=Node.Kind.UNIT, name=lesson.unit).first()
    if unit is None:
        position = f"{nodes.filter(kind=Node.Kind.UNIT).count() + 1:02}"
        unit = Node.objects.create(
            textbook=book, kind=Node.Kind.UNIT, name=lesson.unit, position=position, hours=lesson.hours
        )
        written.append(created(unit))
    if lesson.lesson and not nodes.filter(parent=unit, name=lesson.lesson).exists():
        number = nodes.filter(parent=unit).count() + 1
        node = Node.objects.create(
            textbook=book, parent=unit, kind=Node.Kind.LESSON, name=lesson.lesson, hours=lesson.hours,
            position=f"{unit.position}.{number:02}",
        )  # fmt: skip
        written.append(created(node))
    return written
