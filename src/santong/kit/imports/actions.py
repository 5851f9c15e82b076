"""Writes: each step of an import is one verb."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from copy import copy
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from santong.kit.access import SYSTEM, Viewer
from santong.kit.imports import tasks
from santong.kit.imports.admission import admitted
from santong.kit.imports.judging import judge_one
from santong.kit.imports.models import ImportDecision, ImportRow, ImportRun
from santong.kit.imports.queries import rest_of, source_of
from santong.kit.imports.reading import (
    HEAD_ROWS,
    best_sheet,
    decided,
    delete_file,
    digest_of,
    heads_of,
    keep_file,
    kept_content,
    sealed_head,
)
from santong.kit.imports.sealing import seal_data
from santong.kit.imports.sheet_choice import chosen_by_itself, further_sheets, parts_of
from santong.kit.imports.targets import ImportTarget, PlannedRow
from santong.kit.jobs.public import Job, JobTask, cancel, start
from santong.lib.sheets.books import read_heads

State = ImportRun.State
MOST_ACCEPTED = 100_000


class WrongState(Exception):
    """The import has moved on; the text tells the person."""

    def __init__(self) -> None:
        super().__init__(_("This import has moved on meanwhile. This is how it stands now."))


def upload(
    *, acting: Viewer, target: ImportTarget, name: str, content: bytes, context: dict[str, Any], person_name: str = ""
) -> ImportRun:
    """Take a file in, and find sheet and headings.

    Raises:
        UnreadableSheet: for a file that can't be read; nothing is kept of it.
        TooMuch: when this person sends more than one person may.
    """
    target.demand(context, acting)
    with admitted(acting, len(content)):
        book = read_heads(content, HEAD_ROWS)
    sheet, header = best_sheet(book.grids, target.fields)
    with transaction.atomic():
        return ImportRun.objects.create(
            target_name=target.name,
            path=target.place(context) or next(iter(acting.paths(target.permission)), ""),
            person_id=acting.person_id,
            person_name=person_name[:60],
            context=context,
            file_name=name[-160:],
            file=keep_file(content),
            size=len(content),
            digest=digest_of(content),
            head=sealed_head(book),
            epoch_1904=book.epoch_1904,
            sheet=sheet,
            header_first=header.first if header else 0,
            header_last=header.last if header else 0,
        )


def choose_headings(run: ImportRun, *, acting: Viewer, sheet: int, first: int, last: int) -> None:
    """Say which sheet is meant and where its headings stand; columns are guessed anew."""
    _demand_owner(run, acting)
    with transaction.atomic():
        _move(run, (State.UPLOADED, State.CHECKED), State.UPLOADED)
        run.decisions.all().delete()
        _set(run, sheet=sheet, header_first=first, header_last=last, mapping=None, more_sheets=[])


def assign_columns(
    run: ImportRun, *, acting: Viewer, mapping: Sequence[str | None], sheets: Collection[int] | None = None
) -> Job:
    """Say which column holds which field, and have all rows checked in the background.

    `sheets` are the numbers of further sheets to be read with it; None: those with the same columns.
    """
    with transaction.atomic():
        set_columns(run, acting=acting, mapping=mapping, sheets=sheets)
        return check(run, acting=acting)


def set_columns(
    run: ImportRun, *, acting: Viewer, mapping: Sequence[str | None], sheets: Collection[int] | None = None
) -> None:
    """Keep which column holds which field, in this sheet and the further ones."""
    _demand_owner(run, acting)
    before = (run.mapping, run.more_sheets)
    run.mapping = list(mapping)
    further = further_sheets(run, heads_of(run))
    parts = parts_of(further, chosen_by_itself(further) if sheets is None else sheets)
    with transaction.atomic():
        if before[0] is not None and before != (run.mapping, parts):
            run.decisions.all().delete()
        _set(run, mapping=run.mapping, more_sheets=parts)


def check(run: ImportRun, *, acting: Viewer) -> Job:
    """Have all rows judged in the background."""
    _demand_owner(run, acting)
    return _start(run, (State.UPLOADED, State.CHECKED), State.CHECKING, tasks.check, acting)


def start_run(run: ImportRun, *, acting: Viewer) -> Job:
    """Have the good rows written in the background; one that was stopped goes on where it was."""
    _demand_owner(run, acting)
    run.target.demand(run.context, acting)
    return _start(run, (State.CHECKED, State.STOPPED), State.RUNNING, tasks.run_import, acting)


def start_undo(run: ImportRun, *, acting: Viewer) -> Job:
    """Have everything taken back in the background, except rows changed or in use since."""
    run.target.demand(run.context, acting)
    return _start(run, (State.DONE, State.STOPPED, State.PARTLY_UNDONE), State.UNDOING, tasks.undo_import, acting)


def stop(run: ImportRun, *, acting: Viewer) -> None:
    """Stop the background job at its next batch; what was written stays, and can be undone."""
    if run.job_id is not None and run.is_busy:
        cancel(acting.get(Job, run.job_id), acting=acting)


def decide(
    run: ImportRun, *, acting: Viewer, row: ImportRow, field: str, kind: str, text: str = ""
) -> PlannedRow | None:
    """Accept a proposal, type a cell anew or leave a row out; returns how the row stands now.

    None: it is left out.
    """
    _demand_owner(run, acting)
    with transaction.atomic():
        _demand_state(run, (State.CHECKED,))
        _drop_report(run)
        _keep_decision(run, row.index, field, kind, text)
        if kind == ImportDecision.Kind.LEFT_OUT:
            row.is_settled = True
            row.save(update_fields=["is_settled"])
            return None
        own = list(run.decisions.filter(index=row.index))
        return judge_one(run, row, decided(source_of(run, row), own), acting=acting)


def reconsider(run: ImportRun, *, acting: Viewer, row: ImportRow) -> None:
    """Forget what was decided about a row."""
    _demand_owner(run, acting)
    with transaction.atomic():
        _demand_state(run, (State.CHECKED,))
        run.decisions.filter(index=row.index).delete()
        judge_one(run, row, source_of(run, row), acting=acting)


def decide_all(run: ImportRun, *, acting: Viewer, code: str, field: str, kind: str, answer: str = "") -> int:
    """Accept every proposal for one kind of problem, or leave all its rows out; then check anew.

    A question is answered in the same way for all its rows with `answer`.
    """
    count = settle_all(run, acting=acting, code=code, field=field, kind=kind, answer=answer)
    if count:
        check(run, acting=acting)
    return count


def settle_all(run: ImportRun, *, acting: Viewer, code: str, field: str, kind: str, answer: str = "") -> int:
    """As `decide_all`, without the check that shows what follows from it."""
    _demand_owner(run, acting)
    with transaction.atomic():
        _demand_state(run, (State.CHECKED,))
        open_ones = run.problems.filter(code=code, field=field, row__is_settled=False).select_related("row")
        if kind == ImportDecision.Kind.ACCEPTED and not answer:
            open_ones = open_ones.exclude(proposal=b"")
        found = list(open_ones[:MOST_ACCEPTED])
        _keep_decisions(run, found, kind, answer)
    return len(found)


def start_rest(run: ImportRun, *, acting: Viewer) -> ImportRun:
    """Begin an import of the rows that this one didn't take, with what was decided about them.

    Raises:
        FileGone: when the file was deleted meanwhile.
    """
    _demand_owner(run, acting)
    run.target.demand(run.context, acting)
    indices = list(rest_of(run).order_by("index").values_list("index", flat=True))
    if not run.can_be_corrected or not indices:
        raise WrongState
    with transaction.atomic():
        rest = copy(run)
        rest.pk, rest.rest_of, rest.only = None, run, indices
        rest.state, rest.job_id, rest.finished_at, rest.report = State.UPLOADED, None, None, ""
        rest.counts, rest.taken, rest.taken_rows, rest.kept_rows, rest.tidied = {}, {}, 0, 0, None
        rest.file = keep_file(kept_content(run.file))
        rest._state.adding = True
        rest.save(force_insert=True)
        _copy_decisions(run, rest, indices)
        check(rest, acting=acting)
    return rest


def _copy_decisions(run: ImportRun, rest: ImportRun, indices: Collection[int]) -> None:
    wanted = set(indices)
    copies = [each for each in run.decisions.all() if each.index in wanted]
    for each in copies:
        each.pk, each.run = None, rest
    ImportDecision.objects.bulk_create(copies)


def report(run: ImportRun, *, acting: Viewer) -> Job:
    """Have the sheet with remarks written in the background; ready when `run.report` names it."""
    _demand_owner(run, acting)
    path, subject = run.path, run.file_name
    return start(tasks.write_report, {"run_id": run.pk}, acting=acting, path=path, subject=subject)


def forget(run: ImportRun, *, acting: Viewer) -> None:
    """Delete the file and all cells kept of it; a run that wrote nothing goes altogether."""
    if acting is not SYSTEM:
        _demand_owner(run, acting)
    kept = copy(run)
    with transaction.atomic():
        if run.is_busy:
            raise WrongState
        run.rows.all().delete()
        run.decisions.all().delete()
        if run.has_run:
            _set(run, file="", report="", head=b"", tidied=None)
        else:
            run.delete()
        # After the commit: a file without its entry is only waste, an entry without its file a puzzle.
        transaction.on_commit(partial(delete_file, kept))


def _keep_decision(run: ImportRun, index: int, field: str, kind: str, text: str) -> None:
    name = "" if kind == ImportDecision.Kind.LEFT_OUT else field
    defaults = {"kind": kind, "value": seal_data(text)}
    run.decisions.update_or_create(index=index, field=name, defaults=defaults)


def _keep_decisions(run: ImportRun, problems: Iterable[Any], kind: str, answer: str) -> None:
    accepts = kind == ImportDecision.Kind.ACCEPTED
    rows = {
        (problem.row.index, problem.field if accepts else ""): ImportDecision(
            run=run,
            index=problem.row.index,
            field=problem.field if accepts else "",
            kind=kind,
            value=bytes(problem.proposal) if accepts and not answer else seal_data(answer),
        )
        for problem in problems
    }
    ImportDecision.objects.bulk_create(
        rows.values(), update_conflicts=True, unique_fields=["run", "index", "field"], update_fields=["kind", "value"]
    )


def _demand_owner(run: ImportRun, acting: Viewer) -> None:
    """Only who uploaded the file works on it: its cells are nobody else's business."""
    if acting is not SYSTEM and run.person_id != acting.person_id:
        raise PermissionDenied("imports: somebody else's file")


def _start(run: ImportRun, before: Iterable[str], state: str, task: JobTask[..., Any], acting: Viewer) -> Job:
    with transaction.atomic():
        _move(run, before, state)
        if state == State.CHECKING:
            _drop_report(run)
        job = start(task, {"run_id": run.pk}, acting=acting, path=run.path, subject=run.file_name)
        _set(run, job_id=job.pk)
    return job


def _drop_report(run: ImportRun) -> None:
    """The sheet with remarks tells an old story once something was decided."""
    if run.report:
        transaction.on_commit(partial(default_storage.delete, run.report))
        _set(run, report="")


def _demand_state(run: ImportRun, allowed: Iterable[str]) -> None:
    """Lock the run and refuse when it has moved on."""
    fresh = ImportRun.objects.locked_for_action(run)
    run.state = fresh.state
    if run.state not in allowed:
        raise WrongState


def _move(run: ImportRun, before: Iterable[str], state: str) -> None:
    _demand_state(run, before)
    _set(run, state=state)


def _set(run: ImportRun, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(run, name, value)
    run.save(update_fields=list(fields))


def take_over(run: ImportRun, state: str) -> None:
    """Do the next step in this process instead of a background job: for the command line."""
    before = {State.CHECKING: (State.UPLOADED, State.CHECKED), State.RUNNING: (State.CHECKED, State.STOPPED)}
    with transaction.atomic():
        _move(run, before[State(state)], state)
