"""From the stored file to the rows that a target judges."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from santong.kit.imports.models import ImportDecision, ImportRun
from santong.kit.imports.sealing import open_data, open_file, seal_data, seal_file
from santong.kit.imports.targets import Sheet, SourceRow, TargetField
from santong.lib.cells import CellValue, text_of
from santong.lib.sheets.books import read_book
from santong.lib.sheets.columns import Column
from santong.lib.sheets.grid import Book, Grid, Merge
from santong.lib.sheets.headers import Header, find_header, header_at
from santong.lib.sheets.layout import Layout, lay_out

HEAD_ROWS = 60
"""Rows of each sheet that the pages before the check show and search for headings."""
_WIDEST_CELL = 200


class FileGone(Exception):
    """The file of an import was deleted, by a person or because its time was over."""


@dataclass(frozen=True)
class Head:
    """The first rows of a sheet, and how large it is."""

    grid: Grid
    height: int


def keep_file(content: bytes) -> str:
    """Store an uploaded file, sealed; returns its name in the store."""
    return default_storage.save(f"imports/{uuid4().hex}", ContentFile(seal_file(content)))


def delete_file(run: ImportRun) -> None:
    """Remove the file and the sheet with remarks from the store."""
    for name in filter(None, (run.file, run.report)):
        default_storage.delete(name)


def digest_of(content: bytes) -> str:
    """The same for the same file, whatever its name."""
    return sha256(content).hexdigest()


def book_of(run: ImportRun) -> Book:
    """The file, read again. Raises `FileGone`, or `UnreadableSheet` when the limits became narrower."""
    return read_book(kept_content(run.file))


def kept_content(name: str) -> bytes:
    """What lies sealed under a name in the store. Raises `FileGone`."""
    if not name or not default_storage.exists(name):
        raise FileGone(name)
    with default_storage.open(name) as file:
        return open_file(file.read())


def sealed_head(book: Book) -> bytes:
    """The first rows of every sheet, sealed."""
    return seal_data([_head(grid) for grid in book.grids])


def _head(grid: Grid) -> dict[str, Any]:
    merges = [[m.top, m.left, m.bottom, m.right] for m in grid.merges if m.top < HEAD_ROWS]
    rows = [[_short(value) for value in row] for row in grid.rows[:HEAD_ROWS]]
    return {"name": grid.name, "hidden": grid.is_hidden, "height": len(grid.rows), "rows": rows, "merges": merges}


def _short(value: CellValue) -> CellValue:
    return value[:_WIDEST_CELL] if isinstance(value, str) else value


def heads_of(run: ImportRun) -> list[Head]:
    """The first rows of every sheet."""
    return [
        Head(Grid(each["name"], each["rows"], tuple(Merge(*m) for m in each["merges"]), each["hidden"]), each["height"])
        for each in open_data(run.head)
    ]


def best_sheet(grids: Sequence[Grid], fields: Sequence[TargetField]) -> tuple[int, Header | None]:
    """The sheet that fits best with the headings found in it; hidden ones only when no other fits."""
    for hidden in (False, True):
        found = [
            (index, header)
            for index, grid in enumerate(grids)
            if grid.is_hidden is hidden and (header := find_header(grid, fields))
        ]
        if found:
            return max(found, key=lambda pair: (round(pair[1].score), len(grids[pair[0]].rows)))
    filled = [index for index, grid in enumerate(grids) if grid.rows and not grid.is_hidden]
    return (filled[0] if filled else 0), None


def proposed_columns(run: ImportRun, grid: Grid, fields: Sequence[TargetField]) -> tuple[Column, ...]:
    """The columns with the fields guessed, or as a person assigned them."""
    columns = header_at(grid, fields, run.header_first, run.header_last).columns
    return _mapped(columns, run.mapping) if run.mapping is not None else columns


def _mapped(columns: Iterable[Column], mapping: Sequence[str | None]) -> tuple[Column, ...]:
    return tuple(
        replace(column, field=name, confidence=1.0 if name else 0.0)
        for column, name in zip(columns, mapping, strict=False)
    )


def layout_of(run: ImportRun, book: Book) -> Layout:
    """The sheet under the headings and with the columns that a person confirmed."""
    grid, fields = book.grids[run.sheet], run.target.fields
    columns = proposed_columns(run, grid, fields)
    return lay_out(grid, Header(run.header_first, run.header_last, columns), fields)


def sheet_of(run: ImportRun, layout: Layout) -> Sheet:
    """The rows with what a person decided in place; rows that they left out are not in it."""
    decisions = decisions_of(run)
    rows = [
        decided(row.index, row.cells, row.section, decisions.get(row.index, ()))
        for row in layout.data_rows()
        if not is_left_out(decisions.get(row.index, ()))
    ]
    return Sheet(rows, frozenset(layout.column_of), run.epoch_1904)


def decisions_of(run: ImportRun) -> dict[int, list[ImportDecision]]:
    """What was decided, by index of the row."""
    found: dict[int, list[ImportDecision]] = {}
    for decision in run.decisions.all():
        found.setdefault(decision.index, []).append(decision)
    return found


def is_left_out(decisions: Iterable[ImportDecision]) -> bool:
    """Whether a person left the whole row out."""
    return any(each.kind == ImportDecision.Kind.LEFT_OUT for each in decisions)


def decided(index: int, cells: dict[str, CellValue], section: str, decisions: Iterable[ImportDecision]) -> SourceRow:
    """A row with the cells typed anew and the proposals accepted."""
    accepted: dict[str, str] = {}
    for each in decisions:
        if each.kind == ImportDecision.Kind.TYPED:
            cells = {**cells, each.field: open_data(each.value)}
        elif each.kind == ImportDecision.Kind.ACCEPTED:
            accepted[each.field] = open_data(each.value)
    return SourceRow(index, cells, section, accepted)


def samples(grid: Grid, column: int, below: int, count: int = 3) -> list[str]:
    """The first texts of a column below the headings, for a person to recognise it."""
    texts = (text_of(row[column]).strip() for row in grid.rows[below + 1 :])
    return [text for _number, text in zip(range(count), filter(None, texts), strict=False)]
