"""The run: good rows written batch by batch, and the undo that takes the batches back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from zlib import crc32

from django.db import connection
from django.utils import timezone

from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.imports.aside import divided
from santong.kit.imports.judging import checked, keep
from santong.kit.imports.models import ASIDE, ImportBatch, ImportRun
from santong.kit.imports.reading import book_of, read_sheets, sheet_of
from santong.kit.imports.sealing import open_data, seal_data
from santong.kit.imports.targets import BATCH, PlannedRow, SourceRow, Verdict
from santong.kit.imports.written import Kept, Undone, Written
from santong.kit.jobs.public import progress

NOT_TAKEN = (Verdict.DOUBTFUL, Verdict.REFUSED)
WRITTEN = (Verdict.CREATE, Verdict.CHANGE)
MOST_NAMED = 200
"""Rows left alone by an undo that are named; beyond, only their number is told."""


def write_all(run: ImportRun, *, acting: Viewer) -> None:
    """Write every good row. Each batch is one transaction with what its undo needs.

    What earlier attempts committed is not written again: the batches kept say where to go on.
    """
    sheet, aside = divided(sheet_of(run, read_sheets(run, book_of(run))))
    taken: Counter[str] = Counter(run.taken)
    taken[ASIDE] = len(aside)
    _tell(run, taken)
    plan = run.target.prepare(sheet, context=run.context, acting=acting)
    position = committed(run)
    for start, rows in zip(range(0, len(sheet.rows), BATCH), sheet.chunks(), strict=True):
        end = start + len(rows)
        if end <= position:
            checked(next(plan, []), rows)
        else:
            with progress.step(end), named(f"imports.{run.target_name}"):
                _write(run, plan, rows, end, acting)
        progress.report(end, len(sheet.rows))


def committed(run: ImportRun) -> int:
    """How many rows of data earlier attempts dealt with."""
    last = run.batches.order_by("-position").values_list("position", flat=True).first()
    return last or 0


def _write(
    run: ImportRun, plan: Iterator[list[PlannedRow]], rows: Sequence[SourceRow], end: int, acting: Viewer
) -> None:
    """One batch: planned and written while nobody else imports the same."""
    take_turns(run.target_name)
    planned = checked(next(plan, []), rows)
    good = [each for each in planned if each.verdict in (*WRITTEN, Verdict.ASK)]
    written = run.target.write(good, context=run.context, acting=acting) if good else []
    sealed = seal_data([each.as_json() for each in written])
    nothing = None if written else timezone.now()
    ImportBatch.objects.create(run=run, position=end, written=sealed, undone_at=nothing)
    _keep_new_doubts(run, planned, rows)
    taken = Counter(run.taken)
    taken.update(each.verdict.value for each in planned)
    _tell(run, taken)


def _keep_new_doubts(run: ImportRun, planned: Sequence[PlannedRow], rows: Sequence[SourceRow]) -> None:
    """Rows that were right when they were checked and aren't any more: they are to be corrected, too."""
    bad = {each.index for each in planned if each.verdict in NOT_TAKEN}
    if not bad:
        return
    bad -= set(run.rows.filter(index__in=bad, is_settled=False).values_list("index", flat=True))
    run.rows.filter(index__in=bad).delete()
    keep(run, [each for each in planned if each.index in bad], [row for row in rows if row.index in bad])


def _tell(run: ImportRun, taken: Counter[str]) -> None:
    """Write down how many rows were taken until now."""
    run.taken, run.taken_rows = dict(+taken), sum(taken[each.value] for each in WRITTEN)
    ImportRun.objects.again([run]).update_quietly(taken=run.taken, taken_rows=run.taken_rows)


def take_turns(name: str) -> None:
    """Until this transaction ends, no other import of this kind plans or writes a batch.

    SQLite has one writer at a time anyhow.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [crc32(f"import {name}".encode())])


def take_back_all(run: ImportRun, *, acting: Viewer) -> None:
    """Undo every batch that is left, the last first; each is one transaction."""
    batches = list(run.batches.filter(undone_at=None).order_by("-position").values_list("pk", flat=True))
    for number, pk in enumerate(batches, 1):
        with progress.step(progress.position() + 1), named("imports.undo"):
            take_turns(run.target_name)
            batch = ImportBatch.objects.select_for_update().get(pk=pk)
            _take_back(run, batch, acting)
        progress.report(number, len(batches))
    run.kept_rows = sum(len(kept) for kept in run.batches.values_list("kept", flat=True))


def _take_back(run: ImportRun, batch: ImportBatch, acting: Viewer) -> None:
    written = [Written(**each) for each in open_data(batch.written)]
    done: Undone = run.target.undo(written, acting=acting)
    left = {(each.model, each.pk) for each in done.kept}
    batch.kept = [asdict(each) for each in done.kept if not each.is_part]
    batch.written = seal_data([each.as_json() for each in written if (each.model, each.pk) in left])
    batch.undone_at = None if done.kept else timezone.now()
    batch.save(update_fields=["kept", "written", "undone_at"])


def kept_of(run: ImportRun) -> list[Kept]:
    """The first rows that an undo left alone."""
    found = [Kept(**each) for kept in run.batches.values_list("kept", flat=True) for each in kept]
    return found[:MOST_NAMED]
