"""Imports as the API shows them: their shapes, and runs and targets put into these."""

from __future__ import annotations

from django.utils.translation import gettext as _
from ninja import Schema

from santong.kit.access import Viewer
from santong.kit.imports.models import ImportRun
from santong.kit.imports.queries import ProblemKind, kinds_of_problems, numbers, warnings_of
from santong.kit.imports.reading import heads_of, proposed_columns
from santong.kit.imports.sheet_choice import chosen_by_itself, further_sheets
from santong.kit.imports.states import come_to_rest
from santong.kit.imports.targets import ImportTarget
from santong.kit.jobs.public import Job
from santong.lib.sheets.columns import Column


class FieldOut(Schema):
    """A field of a target."""

    name: str
    label: str
    required: bool


class TargetOut(Schema):
    """What a sheet can be imported as. `context` names what must be sent besides the file."""

    name: str
    label: str
    fields: list[FieldOut]
    context: list[FieldOut]


class ColumnOut(Schema):
    """A column of the sheet and the field it was recognised as (null: not used)."""

    heading: str
    field: str | None


class ProblemKindOut(Schema):
    """One kind of problem, and how many rows have it; `answers` are those that a question allows."""

    code: str
    field: str
    message: str
    rows: int
    answers: list[str]


class SheetOut(Schema):
    """A sheet of the file with its rows, and whether it is read. Only with the needed headings it can be."""

    number: int
    name: str
    rows: int
    is_read: bool
    can_be_read: bool


class ProgressOut(Schema):
    """How far the present step is, in rows."""

    done: int
    total: int


class ImportBrief(Schema):
    """An import in a list."""

    id: int
    target: str
    file: str
    state: str
    taken: int


class ImportOut(Schema):
    """An import. `rows` counts them by what becomes of each: create, change, same, doubtful, refused …"""

    id: int
    target: str
    file: str
    state: str
    rows: dict[str, int]
    taken: int
    columns: list[ColumnOut]
    missing: list[str]
    sheets: list[SheetOut]
    warnings: list[str]
    problems: list[ProblemKindOut]
    progress: ProgressOut | None
    failure: str
    can_undo: bool


class CellProblemOut(Schema):
    """What is wrong with a cell ("" for the row): `cell` is its name in the sheet."""

    cell: str
    code: str
    field: str
    message: str
    has_proposal: bool


class RowOut(Schema):
    """A row that wasn't taken, is doubtful, or is asked about; rows count from 1.

    `verdict` "ask": the person is known elsewhere, and whoever keeps the record is asked when the
    import runs. `sheet` is "" when only one is read.
    """

    sheet: str
    row: int
    verdict: str
    problems: list[CellProblemOut]


class RowsOut(Schema):
    """Rows of a check, and where to go on (null: nowhere)."""

    items: list[RowOut]
    next: str | None


class ColumnsIn(Schema):
    """For each column of the first sheet the name of a field, or null.

    `sheets` are the numbers of further sheets to be read; null: those with the same columns.
    """

    columns: list[str | None]
    sheets: list[int] | None = None


class DecisionIn(Schema):
    """What becomes of all rows with one kind of problem: `decision` is accepted, left_out, or one of its answers."""

    code: str
    field: str = ""
    decision: str


def import_out(run: ImportRun, viewer: Viewer) -> ImportOut:
    """A run without anything that its cells hold."""
    job = come_to_rest(run)
    columns = columns_of(run)
    found = {column.field for column in columns}
    failed = job is not None and job.state == Job.State.FAILED
    return ImportOut(
        id=run.pk,
        target=run.target_name,
        file=run.file_name,
        state=run.state,
        rows={name: number for name, number in numbers(run).items() if name not in ("open", "ready", "tidied")},
        taken=run.taken_rows,
        columns=[ColumnOut(heading=column.heading, field=column.field) for column in columns],
        missing=sorted(run.target.required - found) if columns else [],
        sheets=_sheets(run),
        warnings=warnings_of(run),
        problems=[_problem_kind(each) for each in kinds_of_problems(run)],
        progress=ProgressOut(done=job.done, total=job.total) if job is not None and run.is_busy else None,
        failure=(job.reason if job.reason_is_for_people else _("The step failed.")) if job and failed else "",
        can_undo=run.can_be_undone and viewer.can(run.target.permission, run.target.place(run.context) or None),
    )


def columns_of(run: ImportRun) -> tuple[Column, ...]:
    """The columns of a run's sheet with the fields proposed for them; none before the sheet is read."""
    if not run.head:
        return ()
    return proposed_columns(run, heads_of(run)[run.sheet], run.target.fields)


def _sheets(run: ImportRun) -> list[SheetOut]:
    if not run.head:
        return []
    heads = heads_of(run)
    further = further_sheets(run, heads)
    chosen = chosen_by_itself(further) if run.mapping is None else [part["sheet"] for part in run.more_sheets]
    rows = heads[run.sheet].height - run.header_last - 1 if heads else 0
    first = [SheetOut(number=run.sheet, name=heads[run.sheet].name, rows=rows, is_read=True, can_be_read=True)]
    return first + [
        SheetOut(
            number=each.number,
            name=each.grid.name,
            rows=each.rows,
            is_read=each.number in chosen,
            can_be_read=each.header is not None,
        )
        for each in further
    ]


def _problem_kind(kind: ProblemKind) -> ProblemKindOut:
    answers = [answer.value for answer in kind.answers]
    return ProblemKindOut(code=kind.code, field=kind.field, message=kind.message, rows=kind.count, answers=answers)


def brief(run: ImportRun, viewer: Viewer) -> Schema:
    """A run in a list."""
    return ImportBrief(id=run.pk, target=run.target_name, file=run.file_name, state=run.state, taken=run.taken_rows)


def target_out(target: ImportTarget, viewer: Viewer) -> TargetOut:
    """A target, with what this viewer must send besides the file."""
    form = target.context_form(viewer=viewer) if target.context_form else None
    return TargetOut(
        name=target.name,
        label=str(target.label),
        fields=[FieldOut(name=f.name, label=str(f.label), required=f.required) for f in target.fields],
        context=[
            FieldOut(name=name, label=str(field.label), required=field.required)
            for name, field in (form.fields.items() if form else ())
        ],
    )
