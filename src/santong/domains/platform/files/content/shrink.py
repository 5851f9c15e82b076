"""A picture in several sizes as WebP: `python -m … SOURCE FOLDER`; prints widths, heights and names as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PIL import Image, ImageOps

from santong.domains.platform.files.content.pictures import FORMATS

SIDES = (1920, 960, 320)
"""Longest sides in pixels: a page, a phone, a tile."""
QUALITY = 82


def shrink(source: Path, folder: Path) -> dict[str, object]:
    """Write the sizes, upright, without metadata (where and with which device it was taken)."""
    Image.MAX_IMAGE_PIXELS = None
    with Image.open(source, formats=FORMATS) as opened:
        opened.draft("RGB", (SIDES[0], SIDES[0]))
        width, height = opened.size
        mode = "RGBA" if "A" in opened.getbands() or "transparency" in opened.info else "RGB"
        image = ImageOps.exif_transpose(opened).convert(mode)
    sizes = []
    for side in SIDES:
        image.thumbnail((side, side), Image.Resampling.LANCZOS)
        name = f"{side}.webp"
        image.save(folder / name, "WEBP", quality=QUALITY, method=4)
        sizes.append({"name": name, "width": image.width, "height": image.height})
    return {"width": width, "height": height, "sizes": sizes}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(shrink(Path(sys.argv[1]), Path(sys.argv[2]))))
