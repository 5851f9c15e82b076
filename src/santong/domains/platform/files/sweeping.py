"""Taking away what nobody needs any more: uploads given up, files removed, content that no file has."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

import structlog
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.files import staging, store
from santong.domains.platform.files.converting import lost_renditions
from santong.domains.platform.files.models import Blob, File, Rendition, Upload
from santong.kit.jobs.public import job, progress

log = structlog.get_logger(__name__)
KEPT_AFTER_REMOVAL = timedelta(days=30)
YOUNG = timedelta(days=1)
"""What is younger may belong to work that is going on."""


@job(title=_("Tidy up stored files"))
def sweep() -> None:
    """Everything that is left over; what a crash left, too."""
    end_old_uploads()
    delete_removed_files()
    delete_unused_blobs()
    lost_renditions()
    delete_orphans()


def end_old_uploads() -> None:
    """Uploads without a byte for a week, and the rows of those long complete."""
    for upload in Upload.objects.by_installation().filter(expires_at__lt=timezone.now()).select_related("file"):
        progress.check_cancelled()
        upload_id = upload.pk
        with transaction.atomic():
            upload.delete()
            if upload.file.state == File.State.UPLOADING:
                upload.file.delete()
        staging.discard(upload_id)


def delete_removed_files() -> None:
    """Files removed a month ago that nothing holds."""
    old = File.with_removed.by_installation().filter(removed_at__lt=timezone.now() - KEPT_AFTER_REMOVAL)
    for file in old:
        progress.check_cancelled()
        try:
            with transaction.atomic():
                file.delete()
        except ProtectedError:
            log.info("removed_file_is_held", file=file.pk)


def delete_unused_blobs() -> None:
    """Content that no file has, with everything made from it. The row goes first: without it nobody is sent there."""
    used = File.with_removed.by_installation().filter(blob__isnull=False).values("blob_id")
    for pk in (
        Blob.objects.exclude(pk__in=used).filter(created_at__lt=timezone.now() - YOUNG).values_list("pk", flat=True)
    ):
        progress.check_cancelled()
        with transaction.atomic():
            blob = Blob.objects.select_for_update().get(pk=pk)
            if File.with_removed.by_installation().filter(blob=blob).exists():
                continue
            name, folder = blob.name, blob.folder
            blob.delete()
            store.remove(name)
        store.remove_folder(folder)


def delete_orphans() -> int:
    """Stored files that no row knows of; returns how many."""
    found = 0
    blobs = set(Blob.objects.values_list("name", flat=True))
    folders = set(Rendition.objects.exclude(folder="").values_list("folder", flat=True))
    for name in [*store.walk("blobs"), *store.walk("renditions")]:
        progress.check_cancelled()
        known = name in blobs or name.rpartition("/")[0] in folders
        if not known and store.is_older(name, YOUNG):
            store.remove(name)
            found += 1
    uploads = {pk.hex for pk in Upload.objects.by_installation().values_list("pk", flat=True)}
    found += sum(_unlink_old(path) for path in store.uploads().iterdir() if path.name not in uploads)
    return found


def _unlink_old(path: Path) -> bool:
    if time.time() - path.stat().st_mtime < YOUNG.total_seconds():
        return False
    path.unlink(missing_ok=True)
    return True
