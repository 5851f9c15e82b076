"""Conversions as background jobs: what is made of a blob, once, and again only when it failed."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.files import store
from santong.domains.platform.files.conversion import CannotConvertHere, ConversionFailed, Made, recipe_of
from santong.domains.platform.files.conversion.office import PDF_NAME
from santong.domains.platform.files.events import FileConverted
from santong.domains.platform.files.models import Blob, File, Rendition
from santong.kit.events import emit
from santong.kit.jobs.public import Job, JobFailed, JobTask, Outcome, job, progress, start

State = Rendition.State


def convert_what_is_missing(blob: Blob, file: File) -> None:
    """Note what will be made of a blob, and start it. What is ready or under way stays as it is.

    `file` is the one that asks for it; call this inside the transaction that knows of it.
    """
    recipe = recipe_of(blob.kind, blob.media_type)
    known = {row.kind: row for row in Rendition.objects.filter(blob=blob)}
    new = [Rendition(blob=blob, kind=kind) for kind in recipe.kinds if kind not in known]
    Rendition.objects.bulk_create(new, ignore_conflicts=True)
    failed = [row.pk for row in known.values() if row.state == State.FAILED]
    if not new and not failed:
        return
    task: JobTask[..., Outcome | None] = convert_long if recipe.long else convert
    begun = start(task, {"blob_id": blob.pk}, acting=progress.viewer(), path=file.path, subject=file.name)
    waiting = Rendition.objects.filter(blob=blob).exclude(state=State.READY)
    waiting.update(state=State.WAITING, reason="", job_id=begun.pk)


@job(title=_("Convert a file"))
def convert(blob_id: int) -> Outcome | None:
    """Make what is missing of a blob."""
    return make_missing(blob_id)


@job(title=_("Convert a video"), queue="long")
def convert_long(blob_id: int) -> Outcome | None:
    """The same for what takes minutes; it leaves a thread free for short jobs."""
    return make_missing(blob_id)


def make_missing(blob_id: int) -> Outcome | None:
    """Make every rendition of a blob that isn't ready. A second run makes only what the first didn't.

    Where a program is missing the job has done what can be done, and says so: its failing would tell
    the operators of every file again what `santong doctor` tells them once.
    """
    blob = Blob.objects.filter(pk=blob_id).first()
    if blob is None:
        return None  # its last file was removed meanwhile
    rows = Rendition.objects.filter(blob=blob).exclude(state=State.READY)
    wanted = set(rows.values_list("kind", flat=True))
    rows.update(state=State.RUNNING, reason="")
    recipe = recipe_of(blob.kind, blob.media_type)
    try:
        with store.on_disk(blob.name) as source, store.workplace() as folder:
            _bring_kept(blob, folder)
            _keep_all(blob, folder, recipe.make(source, folder, wanted))
    except CannotConvertHere as problem:
        _give_up(blob, str(problem))
        return Outcome(str(problem))
    except ConversionFailed as problem:
        _give_up(blob, str(problem))
        raise JobFailed(str(problem)) from problem
    return None


def keep_made(blob: Blob, folder: Path, every: Iterable[Made]) -> None:
    """Store renditions that whoever wrote the content made along with it."""
    for made in every:
        Rendition.objects.get_or_create(blob=blob, kind=made.kind)
        _keep(blob, folder, made)


def _bring_kept(blob: Blob, folder: Path) -> None:
    """The PDF of an earlier attempt, from which the pages and the text are made."""
    for row in Rendition.objects.filter(blob=blob, kind=Rendition.Kind.PDF, state=State.READY):
        with store.on_disk(f"{row.folder}/{row.name}") as pdf:
            shutil.copyfile(pdf, folder / PDF_NAME)


def _keep_all(blob: Blob, folder: Path, every: Iterable[Made]) -> None:
    for made in every:
        progress.check_cancelled()
        _keep(blob, folder, made)


def _keep(blob: Blob, folder: Path, made: Made) -> None:
    """Store what was made under a folder of this attempt, then let the row point there.

    Whoever else made the same at the same time finds the row ready, and takes its own away again.
    """
    place = f"{blob.folder}/{made.kind}/{uuid4().hex[:12]}"
    for name in made.names:
        store.put(folder / name, f"{place}/{name}")
    with transaction.atomic():
        row = Rendition.objects.select_for_update().filter(blob=blob, kind=made.kind).first()
        late = row is None or row.is_ready
        if row is not None and not late:
            sizes = {name: (folder / name).stat().st_size for name in made.names}
            values = {"folder": place, "name": made.name, "sizes": sizes, "data": made.data}
            row.take(state=State.READY, reason=made.note, **values)
            _tell(blob, made.kind, ready=True)
    if late:
        store.remove_folder(place)
        return
    for name in list(store.walk(f"{blob.folder}/{made.kind}")):
        if not name.startswith(f"{place}/"):
            store.remove(name)


def lost_renditions(**which: object) -> int:
    """Mark as failed what no job works on any more, and give how many; narrowed by `which` (look-ups)."""
    going_on = Rendition.objects.filter(state__in=(State.WAITING, State.RUNNING), **which)
    rows = dict(going_on.values_list("pk", "job_id"))
    jobs = Job.objects.noted(rows.values()).select_related("result").in_bulk()
    lost = [pk for pk, job in rows.items() if job not in jobs or jobs[job].is_finished]
    return going_on.filter(pk__in=lost).update(state=State.FAILED, reason="")


def _give_up(blob: Blob, reason: str) -> None:
    with transaction.atomic():
        rows = Rendition.objects.select_for_update().filter(blob=blob).exclude(state=State.READY)
        for row in rows:
            row.take(state=State.FAILED, reason=reason)
            _tell(blob, row.kind, ready=False)


def _tell(blob: Blob, kind: str, *, ready: bool) -> None:
    for pk in File.objects.belonging_to(blob=blob).values_list("pk", flat=True):
        emit(FileConverted(pk, kind, ready))
