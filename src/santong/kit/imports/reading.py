"""From the stored file to the rows that a target judges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from santong.kit.imports.models import ImportDecision, ImportRun
from santong.kit.imports.places import index_of, label_of
from santong.kit.imports.sealing import open_data, open_file, seal_data, seal_file
from santong.kit.imports.targets import Sheet, SourceRow, TargetField
from santong.lib.cells import CellValue, text_of
from santong.lib.sheets.books import DEFAULT_LIMITS, read_book
from santong.lib.sheets.columns import Column
from santong.lib.sheets.grid import Book, Grid, Limits, Merge
from santong.lib.sheets.headers import Header, find_header, header_at
from santong.lib.sheets.layout import DataRow, Layout, lay_out

HEAD_ROWS = 60
"""Rows of each sheet that the pages before the check show and search for headings."""


class FileGone(Exception):
    """The file of an import was deleted, by a person or because its time was over."""


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


def book_of(run: ImportRun, limits: Limits = DEFAULT_LIMITS) -> Book:
    """The file, read again. Raises `FileGone`, or `UnreadableSheet` when the limits became narrower."""
    return read_book(kept_content(run.file), limits)


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
    return {
        "name": grid.name,
        "hidden": grid.is_hidden,
        "height": grid.height,
        "rows": grid.rows,
        "merges": merges,
        "hidden_rows": sorted(grid.hidden_rows),
    }


def heads_of(run: ImportRun) -> list[Grid]:
    """The first rows of every sheet; `height` is that of the whole sheet."""
    return [
        Grid(
            each["name"],
            each["rows"],
            tuple(Merge(*m) for m in each["merges"]),
            each["hidden"],
            frozenset(each.get("hidden_rows", ())),
            each["height"],
        )
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
            return max(found, key=lambda pair: (round(pair[1].score), grids[pair[0]].height))
    filled = [index for index, grid in enumerate(grids) if grid.rows and not grid.is_hidden]
    return (filled[0] if filled else 0), None


def proposed_columns(run: ImportRun, grid: Grid, fields: Sequence[TargetField]) -> tuple[Column, ...]:
    """The columns with the fields guessed, or as a person assigned them."""
    columns = header_at(grid, fields, run.header_first, run.header_last).columns
    return mapped(columns, run.mapping) if run.mapping is not None else columns


def mapped(columns: Iterable[Column], mapping: Sequence[str | None]) -> tuple[Column, ...]:
    """Columns with the fields that a mapping gives them."""
    return tuple(
        replace(column, field=name, confidence=1.0 if name else 0.0)
        for column, name in zip(columns, mapping, strict=False)
    )


@dataclass(frozen=True)
class ReadSheet:
    """One of the sheets that an import reads, laid out, at its position among them."""

    position: int
    layout: Layout
    is_only: bool

    def index(self, row: int) -> int:
        """The number of a row of this sheet within the whole import."""
        return index_of(self.position, row)


def read_sheets(run: ImportRun, book: Book) -> list[ReadSheet]:
    """The sheets under the headings and with the columns that a person confirmed, the first one first."""
    parts = sheets_of(run)
    return [
        ReadSheet(position, _laid_out(run, book.grids[part["sheet"]], part), len(parts) == 1)
        for position, part in enumerate(parts)
    ]


def sheets_of(run: ImportRun) -> list[dict[str, Any]]:
    """All sheets that are read, as `ImportRun.more_sheets` describes one."""
    first = {"sheet": run.sheet, "first": run.header_first, "last": run.header_last, "mapping": run.mapping}
    return [first, *run.more_sheets]


def _laid_out(run: ImportRun, grid: Grid, part: Mapping[str, Any]) -> Layout:
    fields = run.target.fields
    columns = header_at(grid, fields, part["first"], part["last"]).columns
    if part["mapping"] is not None:
        columns = mapped(columns, part["mapping"])
    return lay_out(grid, Header(part["first"], part["last"], columns), fields)


def sheet_of(run: ImportRun, sheets: Sequence[ReadSheet]) -> Sheet:
    """The rows with what a person decided in place; rows that they left out are not in it."""
    decisions = decisions_of(run)
    only = None if run.only is None else frozenset(run.only)
    rows = [
        decided(source, decisions.get(source.index, ()))
        for source in _source_rows(sheets)
        if (only is None or source.index in only) and not is_left_out(decisions.get(source.index, ()))
    ]
    return Sheet(rows, frozenset().union(*(each.layout.column_of for each in sheets)), run.epoch_1904)


def _source_rows(sheets: Iterable[ReadSheet]) -> Iterator[SourceRow]:
    for sheet in sheets:
        for row in sheet.layout.data_rows():
            yield _source(sheet, row)


def _source(sheet: ReadSheet, row: DataRow) -> SourceRow:
    name = sheet.layout.grid.name
    return SourceRow(
        sheet.index(row.index),
        row.cells,
        row.section,
        sheet=name,
        label=label_of(name, row.index, is_only=sheet.is_only),
        is_hidden=row.index in sheet.layout.grid.hidden_rows,
    )


def decisions_of(run: ImportRun) -> dict[int, list[ImportDecision]]:
    """What was decided, by index of the row."""
    found: dict[int, list[ImportDecision]] = {}
    for decision in run.decisions.all():
        found.setdefault(decision.index, []).append(decision)
    return found


def is_left_out(decisions: Iterable[ImportDecision]) -> bool:
    """Whether a person left the whole row out."""
    return any(each.kind == ImportDecision.Kind.LEFT_OUT for each in decisions)


def decided(row: SourceRow, decisions: Iterable[ImportDecision]) -> SourceRow:
    """A row with the cells typed anew and the proposals accepted."""
    cells, accepted = row.cells, dict(row.accepted)
    for each in decisions:
        if each.kind == ImportDecision.Kind.TYPED:
            cells = {**cells, each.field: open_data(each.value)}
        elif each.kind == ImportDecision.Kind.ACCEPTED:
            accepted[each.field] = open_data(each.value)
    return replace(row, cells=cells, accepted=accepted) if cells is not row.cells or accepted else row


def samples(grid: Grid, column: int, below: int, count: int = 3) -> list[str]:
    """The first texts of a column below the headings, for a person to recognise it."""
    texts: Iterator[CellValue] = (row[column] for row in grid.rows[below + 1 :])
    return [text for _n, text in zip(range(count), filter(None, (text_of(t).strip() for t in texts)), strict=False)]
