"""What a page needs to show a file: its addresses, what was made from it, how far that is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from santong.domains.platform.files.models import File, Rendition, Subtitle
from santong.domains.platform.files.progress import Making, making_of
from santong.domains.platform.files.queries.files import address_of, readable_file, readable_files, renditions_of
from santong.kit.access import Viewer

K = Rendition.Kind
PLAYED = ("video", "audio")


@dataclass(frozen=True)
class Picture:
    """A picture with its address and size in pixels."""

    url: str
    width: int
    height: int


@dataclass(frozen=True)
class Track:
    """Subtitles in one language."""

    url: str
    language: str


@dataclass(frozen=True)
class Shown:
    """A file that this viewer may read, for `files/show.html` or a player.

    Whatever isn't there yet is "" or empty; `making` says how far it is.
    """

    file: File
    renditions: dict[str, Rendition]
    subtitles: list[Track]

    @property
    def content(self) -> str:
        """The address of the original, shown in the browser where that is safe."""
        return address_of(self.file)

    @property
    def download(self) -> str:
        """The address that saves the original."""
        return address_of(self.file, download=True)

    @property
    def is_preparing(self) -> bool:
        """Whether something is still being made or checked."""
        return not self.file.is_ready or any(making.is_going_on for making in self.making)

    @cached_property
    def making(self) -> list[Making]:
        """What isn't ready: how far it is, or why it failed."""
        return making_of(self.renditions.values())

    @property
    def notes(self) -> list[str]:
        """Sentences about what is shown only in part."""
        return [row.reason for row in self.renditions.values() if row.is_ready and row.reason]

    @property
    def hls(self) -> str:
        """The address of the video's master playlist."""
        return self._address(K.HLS)

    @property
    def poster(self) -> str:
        """The address of the video's poster."""
        return self._address(K.POSTER)

    @property
    def seek_track(self) -> str:
        """The address of the WebVTT whose cues name parts of the sheet of seek pictures."""
        return self._address(K.SPRITE)

    @property
    def audio(self) -> str:
        """The address of the sound as M4A."""
        return self._address(K.AUDIO)

    @property
    def peaks(self) -> str:
        """The address of the waveform: JSON, a list of numbers from 0 to 1."""
        return self._address(K.WAVEFORM)

    @property
    def pdf(self) -> str:
        """The address of the document as PDF; of a PDF itself, the original's."""
        return self.content if self.file.kind == "pdf" else self._address(K.PDF)

    @property
    def seconds(self) -> float:
        """How long a recording is; 0 while unknown."""
        rows = (self._ready(K.HLS), self._ready(K.AUDIO))
        return next((float(row.data["seconds"]) for row in rows if row), 0.0)

    @property
    def page_count(self) -> int:
        """How many pages a document has; 0 while unknown."""
        row = self._ready(K.PAGES)
        return int(row.data["pages"]) if row else 0

    @cached_property
    def pages(self) -> list[Picture]:
        """The pages of a document."""
        row = self._ready(K.PAGES)
        if row is None:
            return []
        sizes = zip(row.names, row.data["sizes"], strict=True)
        return [Picture(address_of(self.file, row, name), width, height) for name, (width, height) in sizes]

    @cached_property
    def pictures(self) -> list[Picture]:
        """A picture in several sizes, the largest first."""
        row = self._ready(K.WEBP)
        sizes = row.data["sizes"] if row else []
        return [Picture(address_of(self.file, row, s["name"]), s["width"], s["height"]) for s in sizes]

    @property
    def srcset(self) -> str:
        """The sizes of a picture in the form of the attribute."""
        return ", ".join(f"{picture.url} {picture.width}w" for picture in self.pictures)

    @property
    def thumbnail(self) -> str:
        """The address of a small picture of it, whatever its kind; "" when there is none."""
        if self.pictures:
            return self.pictures[-1].url
        return self.pages[0].url if self.pages else self.poster

    def _ready(self, kind: str) -> Rendition | None:
        row = self.renditions.get(kind)
        return row if row is not None and row.is_ready else None

    def _address(self, kind: str) -> str:
        row = self._ready(kind)
        return address_of(self.file, row) if row is not None else ""


def show(viewer: Viewer, pk: int) -> Shown:
    """A file for showing; 404 when the viewer may not read it."""
    return shown(readable_file(viewer, pk))


def shown(file: File) -> Shown:
    """A file that was fetched for its viewer, for showing."""
    return Shown(file, renditions_of(file), _tracks([file.pk] if file.kind in PLAYED else []).get(file.pk, []))


def show_several(viewer: Viewer, pks: Iterable[int]) -> dict[int, Shown]:
    """Those of the files that the viewer may read, for showing, by id; however many, some five queries."""
    return shown_several(readable_files(viewer, pks))


def shown_several(files: Mapping[int, File]) -> dict[int, Shown]:
    """Files that were fetched for their viewer, by id, for showing; two queries."""
    made: dict[int, dict[str, Rendition]] = {}
    for row in Rendition.objects.filter(blob__in=[file.blob_id for file in files.values() if file.blob_id]):
        made.setdefault(row.blob_id, {})[row.kind] = row
    tracks = _tracks([pk for pk, file in files.items() if file.kind in PLAYED])
    return {pk: Shown(file, made.get(file.blob_id or 0, {}), tracks.get(pk, [])) for pk, file in files.items()}


def _tracks(pks: list[int]) -> dict[int, list[Track]]:
    """The subtitles of recordings, by file."""
    found: dict[int, list[Track]] = {}
    if pks:
        rows = Subtitle.objects.unscoped("of files that the viewer may read").filter(file__in=pks)
        for row in rows.order_by("file", "language"):
            track = Track(reverse("files:subtitle", args=[row.file_id, row.language]), row.language)
            found.setdefault(row.file_id, []).append(track)
    return found
