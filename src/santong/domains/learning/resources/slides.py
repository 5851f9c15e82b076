"""What a classroom screen shows one after another: a page, a picture, a recording, a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from santong.domains.learning.resources.queries.playing import Step
from santong.domains.learning.resources.ways import MOST_TEXT, way_of
from santong.domains.platform.files.public import Shown, text_of


@dataclass(frozen=True)
class Slide:
    """One screen. `way` is stream, video, sound, picture, text, file, waiting or failed; `page` counts from 1.

    The addresses in it may be of this platform or of files beside an offline page. `save` is the original's.
    """

    title: str
    way: str
    resource_id: int
    file_id: int
    url: str = ""
    width: int = 0
    height: int = 0
    page: int = 0
    pages: int = 0
    poster: str = ""
    text: str = ""
    note: str = ""
    save: str = ""
    name: str = ""
    tracks: list[tuple[str, str]] = field(default_factory=list)


def slides_of(steps: Iterable[Step]) -> list[Slide]:
    """The slides of a basket on this platform."""
    return [slide for step in steps for shown in step.files for slide in _slides(step, shown)]


def _slides(step: Step, shown: Shown) -> Iterator[Slide]:
    way, row, file = way_of(shown), step.resource, shown.file
    slide = Slide(row.title, "file", row.pk, file.pk, note=step.note, save=shown.download, name=file.name)
    if way == "pages":
        yield from _pages(slide, shown)
    elif way == "picture" and shown.pictures:
        first = shown.pictures[0]
        yield replace(slide, way="picture", url=first.url, width=first.width, height=first.height)
    elif way == "picture":
        yield replace(slide, way="picture", url=shown.content)
    elif way == "stream":
        tracks = [(track.url, track.language) for track in shown.subtitles]
        yield replace(slide, way="stream", url=shown.hls, poster=shown.poster, tracks=tracks)
    elif way == "sound":
        yield replace(slide, way="sound", url=shown.audio)
    elif way == "original":
        yield replace(slide, way="video" if file.kind == "video" else "sound", url=shown.content)
    elif way == "text":
        yield replace(slide, way="text", text=text_of(file)[:MOST_TEXT])
    else:
        yield replace(slide, way="waiting" if shown.is_preparing else "file")


def _pages(slide: Slide, shown: Shown) -> Iterator[Slide]:
    for number, picture in enumerate(shown.pages, start=1):
        page = replace(slide, page=number, pages=len(shown.pages))
        yield replace(page, way="picture", url=picture.url, width=picture.width, height=picture.height)
