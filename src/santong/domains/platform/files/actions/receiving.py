"""An upload begins, is complete, or is given up."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.platform.files import staging
from santong.domains.platform.files.actions.taking import check_file
from santong.domains.platform.files.models import File, Upload
from santong.domains.platform.files.naming import clean_name
from santong.domains.platform.files.problems import NotTaken
from santong.domains.platform.files.queries.allowances import full_organisation, home_of, room_of
from santong.domains.platform.identity.public import Person
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.jobs.public import start

LIFETIME = timedelta(days=7)
"""After so long without a byte an upload is given up."""

REMEMBERED = timedelta(days=1)


def begin_upload(*, acting: Viewer, name: str, length: int, path: str = "") -> Upload:
    """Make room for a file of `length` bytes that will arrive. Raises `NotTaken`."""
    acting.demand("files.upload")
    place = path or home_of(acting)
    with transaction.atomic(), named("files.upload"):
        # One upload of a person after the other, so that two can't both take the last free room.
        list(Person.objects.of_acting(acting).select_for_update().values("pk"))
        _check_room(acting, place, length)
        file = File.objects.create(owner_id=acting.person_id, path=place, name=clean_name(name), size=length)
        return Upload.objects.create(file=file, length=length, expires_at=timezone.now() + LIFETIME)


def _check_room(acting: Viewer, place: str, length: int) -> None:
    if length <= 0:
        raise NotTaken(_("The file is empty. Check it on your device and choose it again."), "empty")
    limit = settings.FILES_LIMIT_BYTES
    if length > limit:
        text = _("The file is larger than %(limit)s. Compress it or cut it into parts.")
        raise NotTaken(text % {"limit": filesizeformat(limit)}, "too_large")
    room = room_of(acting, place)
    if not room.takes(length):
        text = _(
            "Your storage is full: %(left)s are left, the file has %(size)s. Remove files, or ask school IT for more."
        )
        raise NotTaken(text % {"left": filesizeformat(room.left or 0), "size": filesizeformat(length)}, "no_room")
    if full_organisation(place, length) is not None:
        raise NotTaken(_("The storage of your school is full. Ask school IT for more."), "no_room")


def complete(*, acting: Viewer, upload: Upload) -> None:
    """All bytes are there: note their checksum and have the file checked. Doing it again changes nothing."""
    if upload.file.state != File.State.UPLOADING:
        return
    checksum = staging.checksum(upload.pk)
    with transaction.atomic(), named("files.complete"):
        files = File.objects.noted([upload.file_id]).select_for_update()
        file = files.filter(state=File.State.UPLOADING).first()
        if file is None:
            return
        # The row stays for a while, so that a client that missed the answer learns that it is done.
        end = timezone.now() + REMEMBERED
        Upload.objects.again([upload]).update(sha256=checksum, expires_at=end)
        job = start(
            check_file,
            {"file_id": file.pk},
            acting=acting,
            key=f"files-check-{file.pk}",
            path=file.path,
            subject=file.name,
        )
        file.state, file.job_id = File.State.CHECKING, job.pk
        file.save(update_fields=["state", "job_id"])


def abandon(*, acting: Viewer, upload: Upload) -> None:
    """Give an upload up before it is complete; nothing of it stays."""
    upload_id, file = upload.pk, acting.get(File, upload.file_id, "files.upload")
    with transaction.atomic(), named("files.abandon"):
        if file.state != File.State.UPLOADING:
            raise NotTaken(_("This upload is complete. Remove the file instead."), "complete")
        upload.delete()
        file.delete()
    staging.discard(upload_id)
