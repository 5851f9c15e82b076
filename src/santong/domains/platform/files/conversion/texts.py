"""The text of a text file, as UTF-8."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from santong.domains.platform.files.content.texts import decoded, is_html
from santong.domains.platform.files.conversion.made import Made
from santong.domains.platform.files.models import Rendition

MOST = 2_000_000
"""Characters kept for search; a textbook has fewer."""
_TAGS = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^>]*>", re.S | re.I)


def make(source: Path, folder: Path, wanted: Collection[str]) -> Iterator[Made]:
    """The decoded text; of HTML without its tags."""
    with source.open("rb") as file:
        text = decoded(file.read(MOST * 4)) or ""
    yield written(folder, _TAGS.sub(" ", text) if is_html(text) else text)


def written(folder: Path, text: str, *, ocr: bool = False) -> Made:
    """Text as a rendition."""
    kept = text[:MOST]
    (folder / "text.txt").write_text(kept, encoding="utf-8")
    return Made(Rendition.Kind.TEXT, "text.txt", data={"characters": len(kept), "ocr": ocr})
