"""Reads: what the pages show of a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from santong.kit.imports import places
from santong.kit.imports.faults import sentence
from santong.kit.imports.judging import cells_of
from santong.kit.imports.models import ImportProblem, ImportRow, ImportRun
from santong.kit.imports.places import position_of, row_of
from santong.kit.imports.reading import decided, heads_of, sheets_of
from santong.kit.imports.sealing import open_data
from santong.kit.imports.targets import Answer, ImportTarget, SourceRow, Verdict
from santong.lib.cells import text_of
from santong.lib.sheets.grid import cell_name

PAGE = 20
_NAMING_CELLS = 4
NOT_MEANT = (Verdict.LEFT_OUT, Verdict.DUPLICATE)
"""Rows that say nothing, or nothing new."""
NO_QUESTION = (*NOT_MEANT, Verdict.ASK)
"""Rows about which the person at the sheet has nothing to decide."""
_GOOD = (Verdict.CREATE, Verdict.CHANGE, Verdict.SAME)


@dataclass(frozen=True)
class ShownProblem:
    """A problem as the page shows it. `cell` is its name in the sheet ("D77")."""

    code: str
    field: str
    label: str
    cell: str
    content: str
    message: str
    proposal: str
    answers: Sequence[Answer] = ()


@dataclass(frozen=True)
class ShownRow:
    """A row that needs a look.

    `number` counts from 1 within `sheet`, whose name is "" when only one is read; `cells` name the
    row; `decisions` say what was decided. `index` is unique in the import.
    """

    pk: int
    index: int
    sheet: str
    number: int
    verdict: str
    cells: list[tuple[str, str]]
    problems: list[ShownProblem]
    is_settled: bool
    is_left_out: bool
    decisions: int


@dataclass(frozen=True)
class ProblemKind:
    """One kind of problem in one column, with how many rows have it and for how many there is a proposal."""

    code: str
    field: str
    label: str
    message: str
    count: int
    proposals: int
    answers: Sequence[Answer] = ()


def open_rows(run: ImportRun, *, show: str = "", code: str = "", field: str = "") -> QuerySet[ImportRow]:
    """The rows of one tab: "" those that need a decision, "settled", or a verdict."""
    rows = run.rows.all()
    if show == "settled":
        rows = rows.filter(is_settled=True)
    elif show in set(Verdict):
        rows = rows.filter(verdict=show, is_settled=False)
    else:
        rows = rows.filter(is_settled=False).exclude(verdict__in=NO_QUESTION)
    if code:
        rows = rows.filter(Q(problems__code=code, problems__field=field)).distinct()
    return rows


def rows_to_look_at(run: ImportRun) -> QuerySet[ImportRow]:
    """The rows that need a decision, and those that others will be asked about."""
    return run.rows.filter(is_settled=False).exclude(verdict__in=NOT_MEANT)


def page_of_rows(run: ImportRun, rows: QuerySet[ImportRow], after: int) -> tuple[list[ShownRow], int | None]:
    """A page of rows below row number `after`, and where the next begins (None: nowhere)."""
    found = list(rows.filter(index__gte=after).order_by("index").prefetch_related("problems")[: PAGE + 1])
    following = found[PAGE].index if len(found) > PAGE else None
    return shown_rows(run, found[:PAGE]), following


def shown_rows(run: ImportRun, rows: Sequence[ImportRow]) -> list[ShownRow]:
    """Rows with their cells opened and their problems in words."""
    decisions: dict[int, list[Any]] = {}
    for each in run.decisions.filter(index__in=[row.index for row in rows]):
        decisions.setdefault(each.index, []).append(each)
    names = sheet_names(run)
    return [_shown(run, row, decisions.get(row.index, []), names) for row in rows]


def sheet_names(run: ImportRun) -> list[str]:
    """The names of the sheets that are read, in their order; the only one has none."""
    parts = sheets_of(run)
    if len(parts) == 1 or not run.head:
        return [""] * len(parts)
    heads = heads_of(run)
    return [heads[part["sheet"]].name for part in parts]


def source_of(run: ImportRun, row: ImportRow) -> SourceRow:
    """A kept row as its sheet has it, without what was decided about it."""
    parts = sheets_of(run)
    grid = heads_of(run)[parts[position_of(row.index)]["sheet"]]
    at = row_of(row.index)
    label = places.label_of(grid.name, at, is_only=len(parts) == 1)
    return SourceRow(row.index, cells_of(row), sheet=grid.name, label=label, is_hidden=at in grid.hidden_rows)


def rest_of(run: ImportRun) -> QuerySet[ImportRow]:
    """The rows of data that a run didn't take."""
    return run.rows.filter(is_settled=False, verdict__in=(Verdict.DOUBTFUL, Verdict.REFUSED))


def warnings_of(run: ImportRun) -> list[str]:
    """What speaks against this file in this place, by its name, its sheets' names and its titles."""
    if not run.head:
        return []
    heads, texts = heads_of(run), [run.file_name.rpartition(".")[0]]
    for part in sheets_of(run):
        grid = heads[part["sheet"]]
        above = [text_of(value).strip() for row in grid.rows[: part["first"]] for value in row]
        texts += [grid.name, *filter(None, above)]
    return run.target.warnings(run.context, texts)


def _shown(run: ImportRun, row: ImportRow, decisions: Sequence[Any], names: Sequence[str]) -> ShownRow:
    target = run.target
    source = decided(SourceRow(row.index, cells_of(row)), decisions)
    cells = {**source.cells, **source.accepted}
    naming = [each for each in target.fields if each.name in cells and text_of(cells[each.name]).strip()]
    keys = [each for each in naming if each.is_key] or naming
    return ShownRow(
        pk=row.pk,
        index=row.index,
        sheet=names[position_of(row.index)],
        number=row_of(row.index) + 1,
        verdict=row.verdict,
        cells=[(str(each.label), text_of(cells[each.name]).strip()) for each in keys[:_NAMING_CELLS]],
        problems=[_shown_problem(run, target, row, cells, problem) for problem in row.problems.all()],
        is_settled=row.is_settled,
        is_left_out=any(each.kind == "left_out" for each in decisions),
        decisions=len(decisions),
    )


def _shown_problem(
    run: ImportRun, target: ImportTarget, row: ImportRow, cells: Any, problem: ImportProblem
) -> ShownProblem:
    part = sheets_of(run)[position_of(row.index)]
    columns = {name: index for index, name in enumerate(part["mapping"] or ()) if name}
    return ShownProblem(
        code=problem.code,
        field=problem.field,
        label=label_of(target, problem.field),
        cell=cell_name(row_of(row.index), columns[problem.field]) if problem.field in columns else "",
        content=text_of(cells.get(problem.field)),
        message=sentence(target, problem.code, problem.arguments),
        proposal=open_data(problem.proposal) if problem.proposal else "",
        answers=target.answers_to(problem.code),
    )


def label_of(target: ImportTarget, field: str) -> str:
    """The label of a field; the whole row's for ""."""
    return next((str(each.label) for each in target.fields if each.name == field), str(_("Row")))


def kinds_of_problems(run: ImportRun) -> list[ProblemKind]:
    """What is wrong, by kind, the most frequent first; left-out rows and repeats are not wrong."""
    open_ones = run.problems.filter(row__is_settled=False).exclude(row__verdict__in=NO_QUESTION)
    proposals = Count("pk", filter=~Q(proposal=b""))
    kinds = open_ones.values("code", "field").annotate(n=Count("pk"), proposals=proposals).order_by("-n", "code")
    return [_kind(run, each) for each in kinds]


def _kind(run: ImportRun, found: Mapping[str, Any]) -> ProblemKind:
    example = run.problems.filter(code=found["code"], field=found["field"]).order_by("pk").first()
    arguments = example.arguments if example else {}
    return ProblemKind(
        code=found["code"],
        field=found["field"],
        label=label_of(run.target, found["field"]),
        message=sentence(run.target, found["code"], arguments),
        count=found["n"],
        proposals=found["proposals"],
        answers=run.target.answers_to(found["code"]),
    )


def tabs_of(run: ImportRun) -> dict[str, int]:
    """How many rows each tab holds: "" needs a decision, "ask", "duplicate", "left_out", "settled"."""
    groups = run.rows.values_list("is_settled", "verdict").annotate(n=Count("pk"))
    tabs = {"": 0, "ask": 0, "duplicate": 0, "left_out": 0, "settled": 0}
    for is_settled, verdict, number in groups:
        tabs["settled" if is_settled else verdict if verdict in tabs else ""] += number
    return tabs


def numbers(run: ImportRun) -> dict[str, int]:
    """Rows by what becomes of them as things stand, with what was decided since the check.

    Beside the verdicts: "ready" to be written, "open" to be decided, "tidied" without doubt.
    """
    found = {each.value: int(run.counts.get(each.value, 0)) for each in Verdict}
    kept = run.rows.values_list("is_settled", "verdict").annotate(n=Count("pk"))
    groups = {(settled, verdict): number for settled, verdict, number in kept}
    if groups:
        found |= {name: groups.get((False, name), 0) for name in ("ask", "doubtful", "refused", "duplicate")}
    for (settled, verdict), number in groups.items():
        if settled:
            # A row that a person left out keeps what was found wrong with it.
            found[verdict if verdict in _GOOD else "left_out"] += number
    found["ready"] = found["create"] + found["change"]
    found["open"] = tabs_of(run)[""]
    found["tidied"] = int(run.counts.get("tidied", 0))
    return found


def earlier(run: ImportRun) -> ImportRun | None:
    """The last run that took the same file into the same place; its undo makes it forgotten."""
    same = ImportRun.objects.unscoped("tells that the same file was imported, and when").filter(
        digest=run.digest, target_name=run.target_name, context=run.context
    )
    taken = (ImportRun.State.RUNNING, ImportRun.State.DONE, ImportRun.State.STOPPED, ImportRun.State.PARTLY_UNDONE)
    return same.filter(state__in=taken).exclude(pk__in=[run.pk, run.rest_of_id]).order_by("-pk").first()
