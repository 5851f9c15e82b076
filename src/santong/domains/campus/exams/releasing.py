"""Writes on results: released to families and to other modules, and held back again."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.campus.exams.events import ResultsPublished
from santong.domains.campus.exams.models import KEEP, Examination, ExamResult, Paper
from santong.kit.access import Viewer
from santong.kit.events import emit
from santong.kit.refusals import NotPossible
from santong.kit.steps import Holds, step

State = Examination.State


def _nothing_to_release(acting: Viewer, examination: Examination) -> str:
    rows = ExamResult.objects.belonging_to(paper__examination=examination).filter(paper__released_at=None)
    return "" if rows.exists() else _("There are no results that aren't released. Import them first.")


@step(
    Examination, "exams.release_results", who=Holds(KEEP), sources=Examination.OPEN, unless=(_nothing_to_release,)
)  # fmt: skip
def release_results(*, acting: Viewer, examination: Examination, paper: Paper) -> int:
    """Let pupils and families see their own results of a paper, and others take them."""
    if not ExamResult.objects.belonging_to(paper=paper).exists():
        raise NotPossible(_("There are no results of this paper. Import them first."), field="paper")
    paper.released_at = timezone.now()
    paper.save(update_fields=["released_at"])
    emit(ResultsPublished(examination.pk, paper.pk))
    return paper.pk


@release_results.back
def _hold_back(acting: Viewer, examination: Examination, key: int) -> None:
    for paper in Paper.objects.noted([key]):
        paper.released_at = None
        paper.save(update_fields=["released_at"])
        emit(ResultsPublished(examination.pk, paper.pk))


def _nothing_released(acting: Viewer, examination: Examination) -> str:
    rows = Paper.objects.belonging_to(examination=examination).exclude(released_at=None)
    return "" if rows.exists() else _("No results are released.")


@step(Examination, "exams.hold_results", who=Holds(KEEP), sources=Examination.OPEN, unless=(_nothing_released,))
def hold_results(*, acting: Viewer, examination: Examination, paper: Paper) -> None:
    """Show the results of a paper to families no longer, to correct them."""
    paper.released_at = None
    paper.save(update_fields=["released_at"])
    emit(ResultsPublished(examination.pk, paper.pk))
