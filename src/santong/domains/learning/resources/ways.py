"""How each kind of file is played."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from santong.domains.learning.resources.models import Resource
from santong.domains.learning.resources.queries.playing import may_be_copied, place_of
from santong.domains.platform.files.public import Rendition, Shown, address_of, text_of
from santong.kit.access import Viewer

PLAYED_BY_BROWSERS = ("video/mp4", "video/webm", "audio/mpeg", "audio/mp4", "audio/ogg", "audio/wav", "audio/x-wav")
MOST_TEXT = 100_000
"""Characters of a text that a page shows; the file itself has all of them."""


@dataclass(frozen=True)
class Rung:
    """One size of a video: the address of the whole as MP4, pixels high, bytes."""

    url: str
    height: int
    size: int


def way_of(shown: Shown) -> str:
    """Which player shows it: stream, sound, pages, picture, text, original, waiting or none."""
    if not shown.file.is_ready:
        return "waiting"
    if shown.hls:
        return "stream"
    if shown.audio:
        return "sound"
    if shown.pages:
        return "pages"
    if shown.pictures or shown.file.media_type == "image/svg+xml":
        return "picture"
    if shown.file.kind == "text" and not shown.making:
        return "text"
    if shown.file.media_type in PLAYED_BY_BROWSERS:
        return "original"
    return "none"


def rungs_of(shown: Shown) -> list[Rung]:
    """The sizes of a video, the smallest first."""
    row = shown.renditions.get(Rendition.Kind.HLS)
    if row is None or not row.is_ready:
        return []
    names = [f"{number}.mp4" for number in range(len(row.data["heights"]))]
    return [
        Rung(address_of(shown.file, row, name), height, row.sizes[name])
        for name, height in zip(names, row.data["heights"], strict=True)
    ]


def search_address(shown: Shown) -> str:
    """The address of a document's text, pages parted by form feeds; "" when it can't be searched."""
    row = shown.renditions.get(Rendition.Kind.TEXT)
    return address_of(shown.file, row) if row and row.is_ready and row.name and row.data["characters"] else ""


def context_of(viewer: Viewer, row: Resource, shown: Shown) -> dict[str, Any]:
    """What `resources/playing/player.html` needs."""
    way = way_of(shown)
    text = text_of(shown.file) if way == "text" else ""
    return {
        "row": row,
        "shown": shown,
        "way": way,
        "place": place_of(viewer, shown.file.pk),
        "rungs": rungs_of(shown) if way == "stream" else [],
        "search": search_address(shown) if way == "pages" else "",
        "text": text[:MOST_TEXT],
        # What is being watched isn't taken away to be replaced by its better version.
        "asks_again": shown.is_preparing and way in ("waiting", "none"),
        "is_cut": len(text) > MOST_TEXT,
        "is_author": row.author_id == viewer.person_id,
        "is_mine": shown.file.owner_id == viewer.person_id,
        "may_be_copied": may_be_copied(viewer, row),
        "speeds": [
            ("0.5", "0.5×"),
            ("0.75", "0.75×"),
            ("1", _("Normal speed")),
            ("1.25", "1.25×"),
            ("1.5", "1.5×"),
            ("2", "2×"),
        ],
    }
