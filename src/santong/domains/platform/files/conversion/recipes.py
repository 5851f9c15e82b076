"""Which recipe is for which kind of file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from santong.domains.platform.files.conversion import audio, documents, images, texts, video
from santong.domains.platform.files.conversion.made import Made
from santong.domains.platform.files.models import Kind, Rendition

Make = Callable[[Path, Path, Collection[str]], Iterator[Made]]
"""`make(source, folder, wanted)` writes into the folder and yields what of `wanted` is there."""

K = Rendition.Kind


@dataclass(frozen=True)
class Recipe:
    """What is made, and how; `long` when it takes minutes."""

    kinds: tuple[str, ...]
    make: Make
    long: bool = False


_NOTHING = Recipe((), lambda source, folder, wanted: iter(()))
_RECIPES = {
    Kind.VIDEO: Recipe((K.HLS, K.POSTER, K.SPRITE), video.make, long=True),
    Kind.AUDIO: Recipe((K.AUDIO, K.WAVEFORM), audio.make),
    Kind.IMAGE: Recipe((K.WEBP,), images.make),
    Kind.PDF: Recipe((K.PAGES, K.TEXT), documents.make_of_pdf),
    Kind.SLIDES: Recipe((K.PDF, K.PAGES, K.TEXT), documents.make_of_office),
    Kind.DOCUMENT: Recipe((K.PDF, K.PAGES, K.TEXT), documents.make_of_office),
    Kind.SHEET: Recipe((K.PDF, K.PAGES, K.TEXT), documents.make_of_office),
    Kind.TEXT: Recipe((K.TEXT,), texts.make),
}
_AS_THEY_ARE = ("image/svg+xml", "image/heic", "application/vnd.oasis.opendocument.graphics", "application/epub+zip")
"""Browsers show or save these; there is nothing to make of them."""


def recipe_of(kind: str, media_type: str) -> Recipe:
    """What is made of a file of this kind; possibly nothing."""
    return _NOTHING if media_type in _AS_THEY_ARE else _RECIPES.get(Kind(kind), _NOTHING)


def convert_local(kind: str, media_type: str, source: Path, folder: Path) -> list[Made]:
    """Everything that is made of a local file, into a folder: for measuring, and for files outside of the platform."""
    recipe = recipe_of(kind, media_type)
    return list(recipe.make(source, folder, recipe.kinds))
