"""Fetching is authorising: whoever gets a file here may read it."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.files.storage import default_storage
from django.db.models import Q
from django.http import Http404
from django.urls import reverse

from santong.domains.platform.files import readers
from santong.domains.platform.files.models import File, Rendition, Subtitle
from santong.domains.platform.files.webvtt import spoken
from santong.kit.access import Viewer
from santong.kit.models.base import SoftDeletedQuerySet

REASON = "readable through what holds it"


class Unreadable(Exception):
    """A file has no such rendition yet, or none at all."""


def own_files(viewer: Viewer) -> SoftDeletedQuerySet:
    """The viewer's own files that are present."""
    return File.objects.visible_to(viewer)


def own_file(viewer: Viewer, pk: int) -> File:
    """One of the viewer's own files; 404 for everybody else."""
    return viewer.get(File, pk)


def readable_file(viewer: Viewer, pk: int) -> File:
    """A file that is the viewer's own, or that something they may see holds; else 404.

    The second way finds it also after its owner removed it: what others rely on stays.
    """
    found = readable_files(viewer, [pk]).get(pk)
    if found is None:
        raise Http404(str(pk))
    return found


def may_save(viewer: Viewer, file: File) -> bool:
    """Whether a viewer who may read a file may also carry a copy of it away; owners always may."""
    return file.owner_id == viewer.person_id or file.pk in readers.savable_ids(viewer, [file.pk])


def readable_files(viewer: Viewer, pks: Iterable[int]) -> dict[int, File]:
    """Those of the files that the viewer may read, by id, with their content."""
    asked = set(pks)
    mine = File.scope.own(viewer) & Q(removed_at=None)
    held = readers.readable_ids(viewer, asked)
    rows = File.with_removed.unscoped(REASON).filter(mine | Q(pk__in=held), pk__in=asked)
    return {file.pk: file for file in rows.select_related("blob")}


def renditions_of(file: File) -> dict[str, Rendition]:
    """What was or will be made from a file, by kind (`Rendition.Kind`), in whatever state."""
    if file.blob_id is None:
        return {}
    return {rendition.kind: rendition for rendition in Rendition.objects.filter(blob_id=file.blob_id)}


def rendition_of(file: File, kind: str) -> Rendition:
    """One rendition that is ready. Raises `Unreadable`."""
    found = renditions_of(file).get(kind)
    if found is None or not found.is_ready:
        raise Unreadable(kind)
    return found


def text_of(file: File) -> str:
    """The text found in a file, for search; "" while there is none (listen to `FileConverted`)."""
    found = renditions_of(file).get(Rendition.Kind.TEXT)
    if found is None or not found.is_ready or not found.name:
        return ""
    with default_storage.open(f"{found.folder}/{found.name}") as content:
        return str(content.read().decode("utf-8"))


def subtitles_of(files: Iterable[File]) -> str:
    """What the subtitles of files say, in all languages, one line below the other."""
    rows = Subtitle.objects.unscoped(REASON).filter(file__in=list(files)).order_by("file", "language")
    return "\n".join(spoken(row.text) for row in rows)


def address_of(file: File, rendition: Rendition | None = None, name: str = "", *, download: bool = False) -> str:
    """The address of a file's bytes, or of a file of one of its renditions (by default the main one).

    Every request there is checked anew. `download` asks the browser to save instead of to show.
    """
    if rendition is not None:
        return reverse("files:rendition", args=[file.pk, rendition.kind, name or rendition.name])
    return reverse("files:download" if download else "files:content", args=[file.pk])
