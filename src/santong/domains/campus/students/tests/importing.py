"""Runs an import as the wizard does, for tests and benchmarks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from santong.kit.access import SYSTEM, Viewer
from santong.kit.imports.targets import ImportTarget, PlannedRow, Sheet, SourceRow, Verdict
from santong.kit.imports.written import Written
from santong.lib.sheets.books import read_book
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
