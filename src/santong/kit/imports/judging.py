"""The check: every row judged, what is doubtful written down. Nothing else is written."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from santong.kit.access import Viewer
from santong.kit.imports.aside import divided
from santong.kit.imports.models import ImportProblem, ImportRow, ImportRun
from santong.kit.imports.places import position_of, row_of
from santong.kit.imports.reading import ReadSheet, book_of, read_sheets, sheet_of, sheets_of
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
    sheets = read_sheets(run, book_of(run))
    whole = sheet_of(run, sheets)
    sheet, aside = divided(whole)
    counts: Counter[str] = Counter()
    tidied: dict[int, dict[str, list[str]]] = {}
    _set_aside(run, aside, whole.rows, counts)
    plan = run.target.prepare(sheet, context=run.context, acting=acting)
    done = 0
    for rows in sheet.chunks():
        progress.check_cancelled()
        planned = checked(next(plan, []), rows)
        counts.update(each.verdict.value for each in planned)
        tidied |= {each.index: _codes(each) for each in planned if each.tidied}
        keep(run, planned, rows)
        done += len(rows)
        progress.report(done, len(sheet.rows))
    counts[Verdict.LEFT_OUT.value] += sum(_keep_left_out(run, each) for each in sheets if run.only is None)
    counts[Verdict.LEFT_OUT.value] += _keep_left_out_by_person(run, sheets)
    counts["tidied"] = len(tidied)
    counts["rows"] = len(whole.rows)
    run.counts = {**counts, "stated": _stated_totals(run, sheets)}
    run.tidied = zlib.compress(json.dumps(tidied).encode())


def _set_aside(run: ImportRun, aside: Sequence[PlannedRow], rows: Iterable[SourceRow], counts: Counter[str]) -> None:
    """Keep the rows that wait for a person and aren't judged."""
    waiting = {each.index for each in aside}
    sources = [row for row in rows if row.index in waiting]
    for start in range(0, len(aside), BATCH):
        keep(run, aside[start : start + BATCH], sources[start : start + BATCH])
    counts.update(each.verdict.value for each in aside)


def _stated_totals(run: ImportRun, sheets: Sequence[ReadSheet]) -> list[int]:
    """The totals that the sheets state; one for all of them when each states one."""
    stated = [list(each.layout.stated_totals().values()) for each in sheets if run.only is None]
    if len(stated) > 1 and all(len(each) == 1 for each in stated):
        return [sum(total for [total] in stated)]
    return [total for totals in stated for total in totals]


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


def keep(run: ImportRun, planned: Sequence[PlannedRow], rows: Sequence[SourceRow]) -> None:
    """Write down those rows that a person should see."""
    pairs = [(each, row) for each, row in zip(planned, rows, strict=True) if needs_a_look(each)]
    kept = [(_row(run, each.index, each.verdict, dict(row.cells)), each.problems) for each, row in pairs]
    _insert(run, kept)


def _keep_left_out(run: ImportRun, sheet: ReadSheet) -> int:
    """The rows of a sheet that are no data; returns how many."""
    left = [(index, ROW_CODE + kind.value) for index, kind in sheet.layout.left_out()]
    _keep_as_left_out(run, [(sheet, index, code) for index, code in left])
    return len(left)


def _keep_left_out_by_person(run: ImportRun, sheets: Sequence[ReadSheet]) -> int:
    """The rows that a person left out; returns how many."""
    left = run.decisions.filter(kind="left_out").order_by("index").values_list("index", flat=True)
    _keep_as_left_out(run, [(sheets[position_of(index)], row_of(index), BY_PERSON) for index in left])
    return len(left)


def _keep_as_left_out(run: ImportRun, left: Sequence[tuple[ReadSheet, int, str]]) -> None:
    for start in range(0, min(len(left), MOST_LEFT_OUT), BATCH):
        part = left[start : start + BATCH]
        rows = [_row(run, each.index(row), Verdict.LEFT_OUT, _cells_at(each.layout, row)) for each, row, _code in part]
        _insert(run, [(row, (CellProblem("", code),)) for row, (_s, _r, code) in zip(rows, part, strict=True)])


def _cells_at(layout: Layout, row: int) -> dict[str, CellValue]:
    return {name: layout.grid.rows[row][at] for name, at in layout.column_of.items()}


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
    planned = _planned_alone(run, source, acting)
    with transaction.atomic():
        row.problems.all().delete()
        ImportProblem.objects.bulk_create(_problem(run, row, problem) for problem in planned.problems)
        row.verdict, row.is_settled = planned.verdict.value, not needs_a_look(planned)
        row.save(update_fields=["verdict", "is_settled"])
    return planned


def _planned_alone(run: ImportRun, source: SourceRow, acting: Viewer) -> PlannedRow:
    fields = frozenset(name for part in sheets_of(run) for name in part["mapping"] or () if name)
    sheet, aside = divided(Sheet([source], fields, run.epoch_1904))
    if aside:
        return aside[0]
    return checked(next(run.target.prepare(sheet, context=run.context, acting=acting)), [source])[0]


def cells_of(row: ImportRow) -> dict[str, Any]:
    """The cells of a row as the sheet has them."""
    return open_data(row.cells)  # type: ignore[no-any-return]
