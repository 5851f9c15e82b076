"""The sheet with remarks, to be corrected where it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from django.utils.translation import gettext as _

from santong.kit.imports.faults import sentence, tidyings
from santong.kit.imports.judging import tidied_of
from santong.kit.imports.models import ImportRun
from santong.kit.imports.queries import label_of
from santong.kit.imports.reading import book_of, layout_of
from santong.kit.imports.sealing import open_data
from santong.kit.imports.targets import Verdict
from santong.lib.sheets.annotate import Remark, Severity, write_annotated


def annotate(run: ImportRun, target: BinaryIO) -> None:
    """Write an XLSX copy of the file with what the last check found, except what is settled.

    Raises `FileGone`.
    """
    layout = layout_of(run, book_of(run))
    remarks = [*_problems(run, layout.column_of), *_tidied(run, layout.column_of)]
    write_annotated(layout.grid, remarks, target, header_row=layout.header.last, heading=_("What was found"))


def _problems(run: ImportRun, at: Mapping[str, int]) -> Iterator[Remark]:
    for problem in run.problems.filter(row__is_settled=False).select_related("row").order_by("row__index", "pk"):
        left_out = problem.row.verdict in (Verdict.LEFT_OUT, Verdict.DUPLICATE)
        text = sentence(run.target, problem.code, problem.arguments)
        if problem.proposal:
            text += " " + _("Proposed: %(text)s") % {"text": open_data(problem.proposal)}
        if problem.field:
            text = _("%(label)s: %(text)s") % {"label": label_of(run.target, problem.field), "text": text}
        severity = Severity.LEFT_OUT if left_out else Severity.DOUBTFUL
        yield Remark(problem.row.index, at.get(problem.field), severity, text)


def _tidied(run: ImportRun, at: Mapping[str, int]) -> Iterator[Remark]:
    for index, fields in tidied_of(run).items():
        for name, codes in fields.items():
            label = label_of(run.target, name)
            text = _("%(label)s: %(text)s") % {"label": label, "text": tidyings(codes)}
            yield Remark(index, at.get(name), Severity.CORRECTED, text)
