"""Files that the platform itself makes, and what an owner does with theirs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from santong.domains.platform.files import staging, wording
from santong.domains.platform.files.actions.receiving import LIFETIME
from santong.domains.platform.files.actions.taking import take_in
from santong.domains.platform.files.conversion import Made
from santong.domains.platform.files.converting import keep_made
from santong.domains.platform.files.events import FileReworded
from santong.domains.platform.files.models import File, Upload
from santong.domains.platform.files.naming import clean_name, split
from santong.domains.platform.files.problems import NotTaken
from santong.kit.access import SYSTEM, Viewer
from santong.kit.audit import named
from santong.kit.events import emit


def keep_file(*, acting: Viewer, owner_id: int, path: str, name: str, source: Path, convert: bool = True) -> File:
    """Take in a local file as if `owner_id` had uploaded it; without a limit, but with every check.

    The source stays where it is. Raises `NotTaken` when it is refused; then nothing is kept.
    """
    acting.demand("files.upload", path or None)
    size = source.stat().st_size
    now = File.State.CHECKING
    with transaction.atomic(), named("files.keep"):
        file = File.objects.create(owner_id=owner_id, path=path, name=clean_name(name), size=size, state=now)
        upload = Upload.objects.create(file=file, length=size, expires_at=timezone.now() + LIFETIME)
        with source.open("rb") as content:
            staging.append(upload.pk, 0, size, content)
        upload.sha256 = staging.checksum(upload.pk)
        upload.save(update_fields=["sha256"])
    take_in(file, convert=convert)
    if file.state == File.State.REFUSED:
        reason = file.reason
        file.delete()
        raise NotTaken(reason)
    return file


def keep_renditions(*, acting: Viewer, file: File, folder: Path, made: Iterable[Made]) -> None:
    """Give a file what was made of it elsewhere, out of files in a folder.

    Only the installation itself does it, with content that it wrote: whoever has the same bytes is
    shown the same. Raises `PermissionDenied` for everybody else.
    """
    if acting != SYSTEM or file.blob is None:
        raise PermissionDenied
    with named("files.keep"):
        keep_made(file.blob, folder, made)


def rename_file(*, acting: Viewer, file: File, name: str) -> File:
    """Give a file another name; the extension, which tells other programs what it is, stays.

    Raises `NotTaken` when who shows the file to others refuses its words.
    """
    file = acting.get(File, file.pk, "files.upload")
    extension = split(file.name)[1]
    stem, given = split(clean_name(name))
    file.name = (
        clean_name(stem + (extension or given))
        if given.lower() == extension.lower()
        else clean_name(stem + given + extension)
    )
    wording.refuse(file.pk, {"name": file.name})
    with transaction.atomic(), named("files.rename"):
        file.save(update_fields=["name"])
        emit(FileReworded(file.pk))
    return file


def remove_files(*, acting: Viewer, ids: list[int]) -> int:
    """Remove the viewer's own files; their uploads end."""
    acting.demand("files.upload")
    with transaction.atomic(), named("files.remove"):
        count: int = File.objects.visible_to(acting, "files.upload").filter(pk__in=ids).remove()
    return count


def restore_files(*, acting: Viewer, ids: list[int]) -> int:
    """Bring removed files back, as long as their content is kept."""
    with transaction.atomic(), named("files.restore"):
        count: int = File.with_removed.visible_to(acting, "files.upload").filter(pk__in=ids).restore()
    return count
