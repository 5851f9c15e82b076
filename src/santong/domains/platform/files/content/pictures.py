"""Pictures: their size is read from the head, before a single pixel is decoded."""

from __future__ import annotations

import warnings
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from santong.domains.platform.files.content.found import Found
from santong.domains.platform.files.content.refusals import Refused

MOST_PIXELS = 120_000_000
MOST_SIDE = 16_383
"""The longest side that a browser and WebP can hold."""
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "AVIF")


def check_picture(path: Path, found: Found) -> None:
    """Note width and height. Raises `Refused` for a broken or oversized picture."""
    if found.media_type == "image/heic":
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        Image.MAX_IMAGE_PIXELS = None  # our own limit follows, with an answer for people
        try:
            with Image.open(path, formats=FORMATS) as image:
                width, height = image.size
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
            raise Refused("broken_picture") from error
    if width * height > MOST_PIXELS or max(width, height) > MOST_SIDE:
        raise Refused("too_many_pixels", width=width, height=height, limit=MOST_SIDE)
    found.details |= {"width": width, "height": height}
