"""The background jobs of imports. All of them go on where they were when their worker dies."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from santong.kit.access import Viewer
from santong.kit.imports.annotated import annotate
from santong.kit.imports.faults import explained
from santong.kit.imports.judging import judge
from santong.kit.imports.models import KEEP, ImportBatch, ImportRun
from santong.kit.imports.reading import FileGone, delete_file, keep_file
from santong.kit.imports.running import take_back_all, write_all
from santong.kit.jobs.public import JobFailed, Outcome, job, progress
from santong.lib.sheets.faults import UnreadableSheet

State = ImportRun.State
RUN = "imports:run"
_REASON = "a background job that was started for this run"


@job(title=_("Check a file to import"))
def check(run_id: int) -> Outcome:
    """Judge every row; nothing is written but the findings."""
    run = _get(run_id)
    _explaining(judge, run)
    _rest(run, State.CHECKING, State.CHECKED, ["counts", "tidied"])
    return Outcome(_t("The rows were checked."), RUN, arguments=[run.pk])


@job(title=_("Import a file"))
def run_import(run_id: int) -> Outcome:
    """Write the good rows."""
    run = _get(run_id)
    _explaining(write_all, run)
    _rest(run, State.RUNNING, State.DONE, [])
    run.refresh_from_db(fields=["taken", "taken_rows"])
    if not run.not_taken:
        return Outcome(_t("%(count)s rows were taken.") % {"count": run.taken_rows}, RUN, arguments=[run.pk])
    words = _t("%(count)s of %(all)s rows were taken; %(left)s are still to be corrected.")
    numbers = {"count": run.taken_rows, "all": run.taken_rows + run.not_taken, "left": run.not_taken}
    return Outcome(words % numbers, RUN, arguments=[run.pk])


@job(title=_("Undo an import"))
def undo_import(run_id: int) -> Outcome:
    """Take everything back that was not changed since."""
    run = _get(run_id)
    take_back_all(run, acting=progress.viewer())
    _rest(run, State.UNDOING, State.PARTLY_UNDONE if run.kept_rows else State.UNDONE, ["kept_rows"])
    return Outcome(_t("The import was undone."), RUN, arguments=[run.pk])


@job(title=_("Write the sheet with remarks"))
def write_report(run_id: int) -> Outcome:
    """Write the remarks of a large sheet, which takes longer than a page may."""
    run = _get(run_id)
    file = BytesIO()
    _explaining(lambda each, acting: annotate(each, file), run)
    name = keep_file(file.getvalue())
    ImportRun.objects.by_installation().filter(pk=run.pk).update_quietly(report=name)
    return Outcome(_t("The sheet with remarks is ready."), "imports:annotated", arguments=[run.pk])


@job(title=_("Delete old import files"))
def remove_old_files() -> int:
    """Delete what is kept of imports whose time is over; returns how many."""
    busy = (State.CHECKING, State.RUNNING, State.UNDOING)
    past = ImportRun.objects.filter(created_at__lt=timezone.now() - KEEP).exclude(state__in=busy)
    old = past.filter(~Q(file="") | Exists(ImportBatch.objects.filter(run=OuterRef("pk"))))
    count = 0
    for run in old.iterator():
        remove_data(run)
        count += 1
        progress.check_cancelled()
    return count


def remove_data(run: ImportRun) -> None:
    """Delete the file, the doubtful rows and the undo's memory of one run."""
    delete_file(run)
    for kept in (run.rows, run.decisions, run.batches):
        kept.all().delete()
    if run.has_run:
        ImportRun.objects.filter(pk=run.pk).update_quietly(file="", report="", head=b"", tidied=None)
    else:
        run.delete()


def _get(run_id: int) -> ImportRun:
    return ImportRun.objects.by_installation().get(pk=run_id)


def _explaining(work: Callable[..., None], run: ImportRun) -> None:
    viewer: Viewer = progress.viewer()
    try:
        work(run, acting=viewer)
    except UnreadableSheet as fault:
        raise JobFailed(explained(fault)) from fault
    except FileGone as gone:
        raise JobFailed(_t("The file was deleted meanwhile. Upload it again.")) from gone


def _rest(run: ImportRun, before: str, after: str, fields: list[str]) -> None:
    """Write the end down, once: a job that is repeated finds its work done."""
    run.state, run.finished_at = after, timezone.now()
    fresh = ImportRun.objects.by_installation().filter(pk=run.pk, state=before)
    fresh.update_quietly(**{name: getattr(run, name) for name in ("state", "finished_at", *fields)})
