"""Taking a complete upload in: judge its content, scan it, store it once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.files import scanning, staging, store
from santong.domains.platform.files.converting import convert_what_is_missing
from santong.domains.platform.files.events import FileReady, FileRefused
from santong.domains.platform.files.inspection import Verdict, inspect
from santong.domains.platform.files.models import Blob, File, Upload
from santong.domains.platform.files.problems import NotTaken
from santong.kit.audit import named
from santong.kit.events import emit
from santong.kit.jobs.public import job


@job(title=_("Check a file"), retries=8)
def check_file(file_id: int) -> None:
    """Take in an upload that is complete; a scanner that doesn't answer is asked again later."""
    file = File.with_removed.noted([file_id]).first()
    if file is not None:
        take_in(file)


def take_in(file: File, *, convert: bool = True) -> None:
    """Check a file whose bytes are there and store them, or refuse it. Can be repeated after a crash.

    Raises `scanning.ScannerDown` when a scanner is set and doesn't answer: nothing passes unseen.
    """
    upload = Upload.objects.belonging_to(file=file).first()
    if file.state != File.State.CHECKING or upload is None:
        return
    path = store.staged(upload.pk)
    try:
        verdict = inspect(path, file.name)
        remark = scanning.scan(path)
    except NotTaken as problem:
        _refuse(file, upload, str(problem))
        return
    if remark:
        verdict = replace(verdict, note=f"{verdict.note} {remark}".strip())
    _accept(file, upload, path, verdict, convert=convert)


def _refuse(file: File, upload: Upload, reason: str) -> None:
    with transaction.atomic(), named("files.refuse"):
        file.state, file.reason = File.State.REFUSED, reason
        file.save(update_fields=["state", "reason"])
        emit(FileRefused(file.pk))
    staging.discard(upload.pk)


def _accept(file: File, upload: Upload, path: Path, verdict: Verdict, *, convert: bool) -> None:
    name = store.blob_name(upload.sha256)
    if not store.holds(name, file.size):
        store.put(path, name)  # may take long, so before the transaction
    with transaction.atomic(), named("files.take_in"):
        blob = Blob.objects.select_for_update().filter(sha256=upload.sha256).first()
        if not store.holds(name, file.size):  # the sweep, which takes the same lock, was quicker
            store.put(path, name)
        if blob is None:
            blob = _new_blob(upload.sha256, file.size, name, verdict)
        file.blob, file.state, file.reason = blob, File.State.READY, verdict.note
        file.name, file.kind, file.media_type = verdict.name, blob.kind, blob.media_type
        file.save()
        if convert:
            convert_what_is_missing(blob, file)
        emit(FileReady(file.pk))
    staging.discard(upload.pk)


def _new_blob(sha256: str, size: int, name: str, verdict: Verdict) -> Blob:
    """A new blob; of two that are made at the same moment, the first."""
    blob, _created = Blob.objects.get_or_create(
        sha256=sha256,
        defaults={
            "size": size,
            "name": name,
            "kind": verdict.kind,
            "media_type": verdict.media_type,
            "details": verdict.details,
        },
    )
    return blob
