"""Simple imports as data: a module names the fields of its table with their readers, and how a row is found again.

    class ClubImport(SchoolImport, ModelImport):
        name, label, permission = "clubs", _("Clubs"), "clubs.change"
        model = Club
        context_form = ClubSchoolForm
        fields = (
            ModelField("name", ("社团名称", "club"), is_key=True, label=_("name"), required=True, longest=60),
            ModelField("founded_on", ("成立日期", "founded on"), label=_("founded on"), read=read_day),
        )
        find_by = ("name",)

Rows are read, judged beside each other and beside what is there, and written with audit and undo.
What a table needs beyond that it says in the hooks `read_cell`, `read_row`, `look_up`, `keys`,
`judge`, `create` and `change`. Rosters, which make people in many ways, keep targets of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from santong.kit.access import Viewer
from santong.kit.imports.rows import RowReader
from santong.kit.imports.targets import (
    REPEATS_ROW,
    REQUIRED_EMPTY,
    TOO_LONG,
    Context,
    ImportTarget,
    PlannedRow,
    Sheet,
    SourceRow,
    TargetField,
    Verdict,
)
from santong.kit.imports.written import Written, change_all, create_all
from santong.kit.models import ScopedModel
from santong.lib.cells import CellValue, text_of, tidy_text
from santong.lib.dates import parse_date
from santong.lib.problems import Problem
from santong.lib.readings import Reading, doubtful, right

Key = tuple[Hashable, ...]


def read_text(value: CellValue) -> Reading[str]:
    """A text without blanks around it, in ordinary letters."""
    text, tidied = tidy_text(value)
    return right(text, *tidied) if text else Reading()


def read_as_it_is(value: CellValue) -> Reading[str]:
    """A text exactly as it was written."""
    text = text_of(value).strip()
    return right(text) if text else Reading()


def read_day(value: CellValue, epoch_1904: bool | None = None) -> Reading[date]:
    """A whole day; a year or month alone is none."""
    found = parse_date(value, epoch_1904=epoch_1904)
    if found.value is not None:
        day = found.value.as_date
        return right(day, *found.tidied) if day else doubtful(Problem.DATE_UNREADABLE)
    days = tuple(each.as_date for each in found.proposals if each.as_date is not None)
    return Reading(problem=found.problem, arguments=found.arguments, proposals=days)


@dataclass(frozen=True, slots=True)
class ModelField(TargetField):
    """A field with what reads its cells.

    `required` cells must be filled, else the row has the problem `empty`. A doubt in a cell that
    `may_stay_out` leaves the cell out; in any other one it leaves out the row. `longest` counts
    characters. `show` gives the text of a proposal.
    """

    read: Callable[[CellValue], Reading[Any]] = read_text
    longest: int | None = None
    empty: str = REQUIRED_EMPTY
    may_stay_out: bool = False
    show: Callable[[Any], str] = str


@dataclass(slots=True)
class Draft:
    """A row read: what its cells say by field (None for an empty one), and the row of the table that it means."""

    reader: RowReader
    values: dict[str, Any] = field(default_factory=dict)
    known: Any = None
    found: dict[str, Any] = field(default_factory=dict)
    """What else a target has found out about the row."""

    @property
    def row(self) -> SourceRow:
        """The row of the sheet."""
        return self.reader.row


@dataclass(slots=True)
class Work:
    """One import on its way through the sheet: its circumstances, and the rows that came before by their keys."""

    context: Context
    acting: Viewer
    sheet: Sheet
    seen: dict[Key, SourceRow] = field(default_factory=dict)
    known: Mapping[Key, Any] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)
    """What a target keeps between chunks."""


class ModelImport(ImportTarget):
    """Rows of one table. `find_by` names the fields by which a row is known among those of its place."""

    model: ClassVar[type[ScopedModel]]
    fields: ClassVar[Sequence[ModelField]]
    find_by: ClassVar[Sequence[str]] = ()

    def fixed(self, context: Context) -> dict[str, Any]:
        """The columns that are the same for all rows of an import: where they belong."""
        return {}

    def place(self, context: Context) -> str:
        return str(self.fixed(context).get("path", ""))

    def prepare(self, sheet: Sheet, *, context: Context, acting: Viewer) -> Iterator[list[PlannedRow]]:
        work = Work(context, acting, sheet)
        for rows in sheet.chunks():
            drafts = [self.read_row(row, work) for row in rows]
            self.look_up(drafts, work)
            yield [self._planned(draft, work) for draft in drafts]

    def read_row(self, row: SourceRow, work: Work) -> Draft:
        """Read all cells; a target remarks here on cells that contradict each other."""
        draft = Draft(RowReader(row))
        for each in self.fields:
            draft.values[each.name] = _taken(each, draft.reader, self.read_cell(each, draft, work))
        return draft

    def read_cell(self, declared: ModelField, draft: Draft, work: Work) -> Reading[Any]:
        """Read one cell; a target may go by those before it, which stand in `draft.values`."""
        cell = draft.reader.cell(declared.name)
        return read_day(cell, work.sheet.epoch_1904) if declared.read is read_day else declared.read(cell)

    def look_up(self, drafts: Sequence[Draft], work: Work) -> None:
        """Find what the rows of a chunk mean, in few queries: at least `work.known`, rows by their keys."""
        work.known = self._known(drafts, work)

    def keys(self, draft: Draft, work: Work) -> Sequence[Key]:
        """What makes the row one: two rows with one of them in common mean the same, the first wins."""
        return [tuple(draft.values[name] for name in self.find_by)]

    def judge(self, draft: Draft, work: Work) -> Verdict:
        """What becomes of a row without doubts that isn't a repeat; of a known one all is taken over that is told."""
        if draft.known is None:
            return Verdict.CREATE
        changed = [name for name in self._columns() if name in work.sheet.fields and self._differs(draft, name)]
        for name in changed:
            setattr(draft.known, name, self._said(draft, name))
        return Verdict.CHANGE if changed else Verdict.SAME

    def write(self, rows: Sequence[PlannedRow], *, context: Context, acting: Viewer) -> list[Written]:
        new = [row.values for row in rows if row.values.known is None]
        known = [row.values for row in rows if row.values.known is not None]
        written = self.create(new, context=context, acting=acting) if new else []
        return written + (self.change(known, context=context, acting=acting) if known else [])

    def create(self, drafts: Sequence[Draft], *, context: Context, acting: Viewer) -> list[Written]:
        """Make the rows that aren't there."""
        fixed = self.fixed(context)
        return create_all([self.made(draft, fixed) for draft in drafts])

    def made(self, draft: Draft, fixed: Mapping[str, Any]) -> ScopedModel:
        """A new row of the table, not yet stored; empty cells leave the columns' defaults."""
        return self.model(**fixed, **self.said(draft))

    def said(self, draft: Draft) -> dict[str, Any]:
        """What the filled cells say, by column of the table."""
        return {name: self._said(draft, name) for name in self._columns() if draft.values[name] is not None}

    def change(self, drafts: Sequence[Draft], *, context: Context, acting: Viewer) -> list[Written]:
        """Change those that are."""
        return change_all([draft.known for draft in drafts], self._columns())

    def _planned(self, draft: Draft, work: Work) -> PlannedRow:
        verdict = self._verdict(draft, work)
        reader = draft.reader
        return PlannedRow(draft.row.index, verdict, draft, tuple(reader.problems), reader.tidied)

    def _verdict(self, draft: Draft, work: Work) -> Verdict:
        if draft.reader.is_doubtful([each.name for each in self.fields if not each.may_stay_out]):
            return Verdict.DOUBTFUL
        keys = self.keys(draft, work)
        if first := next((work.seen[key] for key in keys if key in work.seen), None):
            draft.reader.remark("", REPEATS_ROW, row=first.number)
            return Verdict.DUPLICATE
        work.seen |= dict.fromkeys(keys, draft.row)
        draft.known = next((work.known[key] for key in keys if key in work.known), None)
        return self.judge(draft, work)

    def _known(self, drafts: Sequence[Draft], work: Work) -> dict[Key, Any]:
        rows = self.model.objects.keeping_unique().filter(**self.fixed(work.context))
        first = self.find_by[0]
        wanted = {draft.values[first] for draft in drafts} - {None}
        found = rows.filter(**{f"{first}__in": wanted})
        return {tuple(row.__dict__[name] for name in self.find_by): row for row in found}

    def _columns(self) -> list[str]:
        columns = {column.name for column in self.model._meta.concrete_fields}
        return [each.name for each in self.fields if each.name in columns]

    def _said(self, draft: Draft, name: str) -> Any:
        """What a cell says, as the column holds it; an empty one says the column's default."""
        value, column = draft.values[name], self.model._meta.get_field(name)
        return column.get_default() if value is None else column.to_python(value)  # type: ignore[union-attr]

    def _differs(self, draft: Draft, name: str) -> bool:
        return bool(draft.known.__dict__[name] != self._said(draft, name))


def _taken(declared: ModelField, reader: RowReader, reading: Reading[Any]) -> Any:
    name = declared.name
    value = reader.take(name, reading, declared.show)
    if value is None and declared.required and not reader.is_doubtful([name]):
        reader.remark(name, declared.empty)
    if declared.longest is not None and value is not None and len(value) > declared.longest:
        reader.remark(name, TOO_LONG, limit=str(declared.longest))
    return value
