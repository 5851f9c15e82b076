"""The sheet with remarks, to be corrected where it came from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO

from django.utils.translation import gettext as _

from santong.kit.imports.faults import sentence, tidyings
from santong.kit.imports.judging import tidied_of
from santong.kit.imports.models import ImportRun
from santong.kit.imports.places import position_of, row_of
from santong.kit.imports.queries import label_of, rest_of
from santong.kit.imports.reading import ReadSheet, book_of, read_sheets
from santong.kit.imports.sealing import open_data
from santong.kit.imports.targets import Verdict
from santong.lib.sheets.annotate import AnnotatedSheet, Remark, Severity, write_annotated
from santong.lib.sheets.books import DEFAULT_LIMITS
from santong.lib.sheets.grid import Limits

At = Sequence[Mapping[str, int]]
"""Field name to column, for each sheet that is read."""


def annotate(run: ImportRun, target: BinaryIO, limits: Limits = DEFAULT_LIMITS) -> None:
    """Write an XLSX copy of the sheets read with what the last check found, except what is settled.

    Of an import of remaining rows only these are copied, below what stands above them.
    Raises `FileGone`, and `UnreadableSheet` when the file is beyond `limits`.
    """
    _write(run, target, limits, None if run.only is None else set(run.only))


def annotate_rest(run: ImportRun, target: BinaryIO, limits: Limits = DEFAULT_LIMITS) -> None:
    """As `annotate`, with only the rows that the run didn't take, to be corrected and sent again."""
    _write(run, target, limits, set(rest_of(run).values_list("index", flat=True)))


def _write(run: ImportRun, target: BinaryIO, limits: Limits, only: set[int] | None) -> None:
    sheets = read_sheets(run, book_of(run, limits))
    at = [each.layout.column_of for each in sheets]
    remarks: dict[int, list[Remark]] = defaultdict(list)
    for index, remark in [*_problems(run, at), *_tidied(run, at)]:
        remarks[position_of(index)].append(remark)
    write_annotated(
        [_sheet(each, remarks[each.position], only) for each in sheets], target, heading=_("What was found")
    )


def _sheet(sheet: ReadSheet, remarks: list[Remark], only: set[int] | None) -> AnnotatedSheet:
    layout = sheet.layout
    shown = None
    if only is not None:
        above = range(layout.header.last + 1)
        shown = frozenset({*above, *(row_of(index) for index in only if position_of(index) == sheet.position)})
    return AnnotatedSheet(layout.grid, remarks, layout.header.last, shown)


def _problems(run: ImportRun, at: At) -> Iterator[tuple[int, Remark]]:
    for problem in run.problems.filter(row__is_settled=False).select_related("row").order_by("row__index", "pk"):
        left_out = problem.row.verdict in (Verdict.LEFT_OUT, Verdict.DUPLICATE)
        text = sentence(run.target, problem.code, problem.arguments)
        if problem.proposal:
            text += " " + _("Proposed: %(text)s") % {"text": open_data(problem.proposal)}
        if problem.field:
            text = _("%(label)s: %(text)s") % {"label": label_of(run.target, problem.field), "text": text}
        severity = Severity.LEFT_OUT if left_out else Severity.DOUBTFUL
        yield problem.row.index, _remark(problem.row.index, at, problem.field, severity, text)


def _tidied(run: ImportRun, at: At) -> Iterator[tuple[int, Remark]]:
    for index, fields in tidied_of(run).items():
        for name, codes in fields.items():
            label = label_of(run.target, name)
            text = _("%(label)s: %(text)s") % {"label": label, "text": tidyings(codes)}
            yield index, _remark(index, at, name, Severity.CORRECTED, text)


def _remark(index: int, at: At, field: str, severity: Severity, text: str) -> Remark:
    return Remark(row_of(index), at[position_of(index)].get(field), severity, text)
