"""What goes into the offline copy of a basket: one page, and the files it shows."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django_vite.core.asset_loader import DjangoViteAssetLoader

from santong.domains.learning.resources.offline.archive import Archive, Entry, entry_of_bytes
from santong.domains.learning.resources.queries.playing import Step, may_be_copied
from santong.domains.learning.resources.slides import Slide, slides_of
from santong.domains.learning.resources.ways import way_of
from santong.domains.platform.files.public import Rendition, Shown, Subtitle
from santong.kit.access import Viewer

LIMIT = 1900 * 1024**2
"""Bytes: above 2 GB a ZIP is of another form, which old machines don't open, and no lesson needs that much."""

PARTS = (("deck.js", "frontend/deck.ts"), ("deck.css", "frontend/styles/deck.css"))
"""What the page brings along, by the name it has there."""

K = Rendition.Kind


@dataclass(frozen=True)
class LeftOut:
    """A resource that doesn't come along, and why."""

    title: str
    reason: str


@dataclass(frozen=True)
class Copy:
    """The copy of a basket: its entries, and what had to stay."""

    title: str
    entries: list[Entry]
    taken: list[Step]
    left_out: list[LeftOut]

    @cached_property
    def size(self) -> int:
        """Bytes of the ZIP."""
        return Archive(self.entries).size

    @property
    def is_too_large(self) -> bool:
        """Whether it can't be given as one file."""
        return self.size > LIMIT

    def disposition(self, what: str) -> str:
        """The header that names the saved file after the basket (RFC 6266)."""
        name = f"{get_valid_filename(self.title) or 'basket'} {what}.zip"
        return f"attachment; filename=\"basket.zip\"; filename*=UTF-8''{quote(name, safe='')}"


def copy_of(viewer: Viewer, title: str, steps: Sequence[Step], *, large: bool) -> Copy:
    """Put the copy together; `large` takes videos and pictures in their largest size."""
    taken = [step for step in steps if may_be_copied(viewer, step.resource)]
    left_out = [_left_out(step) for step in steps if step not in taken]
    subtitles = _subtitles(taken)
    entries: list[Entry] = []
    slides: list[Slide] = []
    for number, step in enumerate(taken, start=1):
        for place, shown in enumerate(step.files, start=1):
            plain = slides_of([replace(step, files=[shown])])
            given = [replace(slide, tracks=subtitles.get(shown.file.pk, [])) for slide in plain]
            found, shows = _file(f"files/{number:02}-{place}", shown, given, large=large)
            entries += found
            slides += shows
    if not slides:
        return Copy(title, [], [], left_out)
    page = render_to_string("resources/playing/offline.html", {"title": title, "slides": slides, "left_out": left_out})
    own = [entry_of_bytes("index.html", page.encode()), *_parts()]
    return Copy(title, [*own, *entries], taken, left_out)


def _left_out(step: Step) -> LeftOut:
    licence = step.resource.get_licence_display()
    return LeftOut(step.resource.title, _("Its licence doesn't allow copies: %(name)s.") % {"name": licence})


def _parts() -> Iterable[Entry]:
    """The script and the style, as they were built."""
    loader = DjangoViteAssetLoader.instance()
    for name, source in PARTS:
        url = loader.generate_vite_asset_url(source, app="default")
        built = Path(str(settings.DJANGO_VITE["default"]["manifest_path"])).parent / "assets" / PurePosixPath(url).name
        yield entry_of_bytes(name, built.read_bytes())


def _file(stem: str, shown: Shown, slides: list[Slide], *, large: bool) -> tuple[list[Entry], list[Slide]]:
    """The entries of one file, and its slides with addresses that lead to them."""
    way = way_of(shown)
    if way == "stream":
        return _video(stem, shown, slides[0], large=large)
    if way == "sound":
        entry = _of(shown, K.AUDIO, f"{stem}.m4a")
        return [entry], [replace(slides[0], url=entry.name, save="")]
    if way == "pages":
        return _pages(stem, shown, slides)
    if way == "picture" and shown.pictures:
        row = shown.renditions[K.WEBP]
        sizes = sorted(row.data["sizes"], key=lambda size: size["width"])
        size = sizes[-1] if large else next((s for s in sizes if s["width"] >= 1000), sizes[-1])
        entry = _of(shown, K.WEBP, f"{stem}.webp", size["name"])
        return [entry], [replace(slides[0], url=entry.name, width=size["width"], height=size["height"], save="")]
    if way == "text":
        return [], [replace(slides[0], save="")]
    if not shown.file.is_ready or shown.file.blob is None:
        return [], [replace(slides[0], way="waiting", save="", url="")]
    entry = _original(stem, shown)
    url = entry.name if slides[0].way in ("video", "sound", "picture") else ""
    return [entry], [replace(slides[0], way="file" if not url else slides[0].way, url=url, save=entry.name)]


def _video(stem: str, shown: Shown, slide: Slide, *, large: bool) -> tuple[list[Entry], list[Slide]]:
    """One rung of it, which is a video of its own, with its poster and subtitles."""
    rung = len(shown.renditions[K.HLS].data["heights"]) - 1 if large else 0
    entries = [_of(shown, K.HLS, f"{stem}.mp4", f"{rung}.mp4")]
    poster = ""
    if shown.poster:
        entries.append(_of(shown, K.POSTER, f"{stem}.jpg"))
        poster = f"{stem}.jpg"
    made = replace(slide, way="video", url=f"{stem}.mp4", poster=poster, save="")
    return entries, [made]


def _pages(stem: str, shown: Shown, slides: list[Slide]) -> tuple[list[Entry], list[Slide]]:
    """The pictures of the pages to show, and the PDF to print."""
    names = shown.renditions[K.PAGES].names
    entries = [_of(shown, K.PAGES, f"{stem}-{number:03}.webp", name) for number, name in enumerate(names, start=1)]
    made = [replace(slide, url=entry.name, save="") for slide, entry in zip(slides, entries, strict=True)]
    if shown.file.kind == "pdf":
        pdf = _original(stem, shown)
    elif K.PDF in shown.renditions and shown.renditions[K.PDF].is_ready:
        pdf = _of(shown, K.PDF, f"{stem}.pdf")
    else:
        return entries, made
    return [*entries, pdf], [replace(slide, save=pdf.name) for slide in made]


def _of(shown: Shown, kind: str, name: str, part: str = "") -> Entry:
    """An entry with a file of a rendition, by default its main one."""
    row = shown.renditions[kind]
    stored = f"{row.folder}/{part or row.name}"
    return Entry(name, row.sizes[part or row.name], stored, partial(default_storage.open, stored))


def _original(stem: str, shown: Shown) -> Entry:
    """An entry with the file as it was sent, with its extension."""
    blob = shown.file.blob
    if blob is None:
        raise ValueError("a file that isn't complete has nothing to copy")
    extension = PurePosixPath(shown.file.name).suffix.lower()
    known = extension if extension.isascii() and len(extension) <= 8 else ""
    return Entry(f"{stem}{known}", blob.size, blob.sha256, partial(default_storage.open, blob.name))


def _subtitles(steps: Iterable[Step]) -> dict[int, list[tuple[str, str]]]:
    """Subtitles by file, inside the page: what is opened from a folder may not read the file beside it."""
    files = [shown.file for step in steps for shown in step.files if shown.subtitles]
    found: dict[int, list[tuple[str, str]]] = {}
    rows = Subtitle.objects.belonging_to(file__in=files)
    for row in rows.order_by("file", "language") if files else ():
        address = f"data:text/vtt;base64,{base64.b64encode(row.text.encode()).decode()}"
        found.setdefault(row.file_id, []).append((address, row.language))
    return found
