"""Runs an import as the wizard does, and what holds for every `ModelImport`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from santong.kit.access import SYSTEM, Viewer
from santong.kit.imports.model_import import ModelImport
from santong.kit.imports.targets import TOO_LONG, ImportTarget, PlannedRow, Sheet, SourceRow, Verdict
from santong.kit.imports.written import Written
from santong.kit.models import AuditedModel, AuditEntry
from santong.lib.cells import CellValue
from santong.lib.sheets.books import read_book
from santong.lib.sheets.grid import Grid
from santong.lib.sheets.headers import find_header
from santong.lib.sheets.layout import lay_out_book


@dataclass
class Ran:
    """What became of a sheet."""

    rows: list[PlannedRow] = field(default_factory=list)
    written: list[Written] = field(default_factory=list)

    @property
    def verdicts(self) -> Counter[Verdict]:
        return Counter(row.verdict for row in self.rows)

    @property
    def problems(self) -> Counter[tuple[str, str]]:
        return Counter((problem.field, problem.code) for row in self.rows for problem in row.problems)


def sheet_of(target: ImportTarget, content: bytes, changes: Mapping[int, Mapping[str, Any]] | None = None) -> Sheet:
    """The sheet of a file as the wizard hands it over; `changes` are cells typed anew, by row number."""
    book = read_book(content)
    layout = lay_out_book(book, target.fields)[0]
    rows = [
        SourceRow(row.index, row.cells | dict((changes or {}).get(row.index + 1, {})), row.section)
        for row in layout.data_rows()
    ]
    return Sheet(rows, frozenset(layout.column_of), book.epoch_1904)


def judge(target: ImportTarget, sheet: Sheet, context: Mapping[str, Any], acting: Viewer = SYSTEM) -> Ran:
    """A dry run."""
    return Ran([row for part in target.prepare(sheet, context=context, acting=acting) for row in part])


def run(target: ImportTarget, sheet: Sheet, context: Mapping[str, Any], acting: Viewer = SYSTEM) -> Ran:
    """The real run: each part in one transaction, planned when the part before is written."""
    ran = Ran()
    for part in target.prepare(sheet, context=context, acting=acting):
        taken = [row for row in part if row.verdict in (Verdict.CREATE, Verdict.CHANGE, Verdict.ASK)]
        with transaction.atomic():
            ran.written += target.write(taken, context=context, acting=acting)
        ran.rows += part
    return ran


class ModelImportContract:
    """What holds for every `ModelImport`: a test class names the target, a row and its circumstances.

        class TestClubImport(ModelImportContract):
            target = ClubImport()
            row = {"name": "无人机社", "founded_on": "2025-09-01"}
            changed = {"founded_on": "2025-10-01"}

            @pytest.fixture
            def context(self, cast): return {"school": cast.school.pk}

    `row` holds texts as a person writes them, by field; `changed` what else it may say of the row
    that is there by then, {} where nothing of it can change. `makes` are the tables whose rows
    come and go with it.
    """

    target: ModelImport
    row: Mapping[str, str]
    changed: Mapping[str, str] = {}
    makes: Sequence[type[AuditedModel]] = ()

    def sheet(self, *rows: Mapping[str, str]) -> Sheet:
        """A sheet with these rows below its headings, whose columns are those of the first."""
        return Sheet([SourceRow(number + 1, each) for number, each in enumerate(rows)], frozenset(rows[0]))

    def kept(self) -> list[Any]:
        """Everything in the tables that the import writes."""
        return [list(model._base_manager.order_by("pk").values()) for model in self.makes or (self.target.model,)]

    def test_the_blank_sheet_is_recognised(self) -> None:
        heads: list[CellValue] = [each.synonyms[0] for each in self.target.fields]
        found = find_header(Grid("名单", [heads, [""] * len(heads)]), self.target.fields)
        assert found is not None
        assert [column.field for column in found.columns] == [each.name for each in self.target.fields]

    def test_a_row_is_written_once(self, context: dict[str, Any]) -> None:
        before = self.kept()
        twice = run(self.target, self.sheet(self.row, self.row), context)
        assert [row.verdict for row in twice.rows] == [Verdict.CREATE, Verdict.DUPLICATE], twice.problems
        assert twice.rows[1].problems[0].arguments == {"row": "2"}
        assert twice.written and self.kept() != before
        assert run(self.target, self.sheet(self.row), context).verdicts == {Verdict.SAME: 1}
        assert {each.model for each in twice.written} <= _audited()

    def test_what_is_told_of_a_known_row_is_taken_over(self, context: dict[str, Any]) -> None:
        if not self.changed:
            assert type(self.target).judge is not ModelImport.judge, "say in `changed` what can change"
            return
        run(self.target, self.sheet(self.row), context)
        changed = self.sheet({**self.row, **self.changed})
        assert run(self.target, changed, context).verdicts == {Verdict.CHANGE: 1}
        assert run(self.target, changed, context).verdicts == {Verdict.SAME: 1}

    def test_an_import_is_taken_back(self, context: dict[str, Any]) -> None:
        before = self.kept()
        ran = run(self.target, self.sheet(self.row), context)
        undone = self.target.undo(ran.written, acting=SYSTEM)
        assert not undone.kept and self.kept() == before

    def test_empty_and_endless_cells_are_asked_about(self, context: dict[str, Any]) -> None:
        wrong = {each.name: ("", each.empty) for each in self.target.fields if each.required}
        longest = {each.name: ("长" * (each.longest + 1), TOO_LONG) for each in self.target.fields if each.longest}
        assert wrong, "a row without anything says nothing"
        for name, (text, code) in [*wrong.items(), *longest.items()]:
            judged = judge(self.target, self.sheet({**self.row, name: text}), context)
            assert judged.verdicts == {Verdict.DOUBTFUL: 1}, name
            assert (name, code) in judged.problems

    def test_judging_writes_nothing(self, context: dict[str, Any]) -> None:
        before = self.kept()
        judge(self.target, self.sheet(self.row), context)
        assert self.kept() == before

    def test_a_stranger_may_not_import(self, context: dict[str, Any]) -> None:
        with pytest.raises(PermissionDenied):
            self.target.demand(context, Viewer(person_id=10**9, category="staff", grants=()))


def _audited() -> set[str]:
    return set(AuditEntry.objects.filter(kind="create").values_list("model", flat=True))
