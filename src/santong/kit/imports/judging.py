"""The check: every row judged, what is doubtful written down. Nothing else is written."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from santong.kit.access import Viewer
from santong.kit.imports.models import ImportProblem, ImportRow, ImportRun
from santong.kit.imports.reading import book_of, layout_of, sheet_of
from santong.kit.imports.sealing import open_data, seal_data
from santong.kit.imports.targets import BATCH, CellProblem, PlannedRow, Sheet, SourceRow, Verdict
from santong.kit.jobs.public import progress
from santong.lib.cells import CellValue
from santong.lib.sheets.layout import Layout

ROW_CODE = "row_"
"""Before the kind of a row that is no data (`santong.lib.sheets.rows.RowKind`), as a problem's code."""
BY_PERSON = "left_out_by_person"
MOST_LEFT_OUT = 5000
"""Rows that are no data and are listed one by one; beyond, only their number is told."""


class BrokenTarget(Exception):
    """A target broke its contract: `prepare` answered other rows than it was asked for."""


def judge(run: ImportRun, *, acting: Viewer) -> None:
    """Judge all rows anew and write the findings and numbers into the run."""
    run.rows.all().delete()
    layout = layout_of(run, book_of(run))
    sheet = sheet_of(run, layout)
    counts: Counter[str] = Counter()
    tidied: dict[int, dict[str, list[str]]] = {}
    plan = run.target.prepare(sheet, context=run.context, acting=acting)
    done = 0
    for rows in sheet.chunks():
        progress.check_cancelled()
        planned = checked(next(plan, []), rows)
        counts.update(each.verdict.value for each in planned)
        tidied |= {each.index: _codes(each) for each in planned if each.tidied}
        _keep(run, planned, rows)
        done += len(rows)
        progress.report(done, len(sheet.rows))
    counts[Verdict.LEFT_OUT.value] += _keep_left_out(run, layout)
    counts["tidied"] = len(tidied)
    counts["rows"] = len(sheet.rows)
    run.counts = {**counts, "stated": list(layout.stated_totals().values())}
    run.tidied = zlib.compress(json.dumps(tidied).encode())


def checked(planned: Sequence[PlannedRow], rows: Sequence[SourceRow]) -> Sequence[PlannedRow]:
    """The answer of `prepare`, if it speaks of exactly these rows."""
    if [each.index for each in planned] != [each.index for each in rows]:
        raise BrokenTarget(f"asked for {len(rows)} rows, prepare answered {len(planned)} or others")
    return planned


def tidied_of(run: ImportRun) -> dict[int, dict[str, list[str]]]:
    """By row and field the harmless changes found by the last check."""
    if not run.tidied:
        return {}
    return {int(index): fields for index, fields in json.loads(zlib.decompress(bytes(run.tidied))).items()}


def _codes(row: PlannedRow) -> dict[str, list[str]]:
    return {name: [step.value for step in steps] for name, steps in row.tidied.items()}


def needs_a_look(row: PlannedRow) -> bool:
    """Whether a person should see this row."""
    return bool(row.problems) or row.verdict in (Verdict.ASK, Verdict.DOUBTFUL, Verdict.REFUSED, Verdict.DUPLICATE)


def _keep(run: ImportRun, planned: Sequence[PlannedRow], rows: Sequence[SourceRow]) -> None:
    pairs = [(each, row) for each, row in zip(planned, rows, strict=True) if needs_a_look(each)]
    kept = [(_row(run, each.index, each.verdict, dict(row.cells)), each.problems) for each, row in pairs]
    _insert(run, kept)


def _keep_left_out(run: ImportRun, layout: Layout) -> int:
    """The rows that are no data, and those that a person left out; returns how many."""
    left = [(index, ROW_CODE + kind.value) for index, kind in layout.left_out()]
    left += [(index, BY_PERSON) for index in _left_out_by_person(run)]
    fields = layout.column_of
    for start in range(0, min(len(left), MOST_LEFT_OUT), BATCH):
        part = left[start : start + BATCH]
        cells = [{name: layout.grid.rows[index][at] for name, at in fields.items()} for index, _code in part]
        rows = [_row(run, index, Verdict.LEFT_OUT, own) for (index, _code), own in zip(part, cells, strict=True)]
        _insert(run, [(row, (CellProblem("", code),)) for row, (_index, code) in zip(rows, part, strict=True)])
    return len(left)


def _left_out_by_person(run: ImportRun) -> Iterable[int]:
    return run.decisions.filter(kind="left_out").order_by("index").values_list("index", flat=True)


def _row(run: ImportRun, index: int, verdict: Verdict, cells: dict[str, CellValue]) -> ImportRow:
    return ImportRow(run=run, index=index, verdict=verdict.value, cells=seal_data(cells))


def _insert(run: ImportRun, kept: Sequence[tuple[ImportRow, Iterable[CellProblem]]]) -> None:
    with transaction.atomic():
        ImportRow.objects.bulk_create([row for row, _problems in kept])
        ImportProblem.objects.bulk_create(_problem(run, row, problem) for row, problems in kept for problem in problems)


def _problem(run: ImportRun, row: ImportRow, problem: CellProblem) -> ImportProblem:
    sealed = seal_data(problem.proposal) if problem.proposal else b""
    return ImportProblem(
        run=run, row=row, field=problem.field, code=problem.code, arguments=dict(problem.arguments), proposal=sealed
    )


def judge_one(run: ImportRun, row: ImportRow, source: SourceRow, *, acting: Viewer) -> PlannedRow:
    """Judge a single row after a decision, and replace what is written of it.

    Repeats within the sheet don't show here; the next whole check and the run find them.
    """
    fields = frozenset(name for name in run.mapping or () if name)
    sheet = Sheet([source], fields, run.epoch_1904)
    planned = checked(next(run.target.prepare(sheet, context=run.context, acting=acting)), [source])[0]
    with transaction.atomic():
        row.problems.all().delete()
        ImportProblem.objects.bulk_create(_problem(run, row, problem) for problem in planned.problems)
        row.verdict, row.is_settled = planned.verdict.value, not needs_a_look(planned)
        row.save(update_fields=["verdict", "is_settled"])
    return planned


def cells_of(row: ImportRow) -> dict[str, Any]:
    """The cells of a row as the sheet has them."""
    return open_data(row.cells)  # type: ignore[no-any-return]
