"""Pages of a PDF as pictures, and its text: `python -m … SOURCE FOLDER MOST`.

Prints how far it is ("12/340") and at last one line of JSON: `{"pages", "shown": [{"name", "width", "height"}]}`
or `{"locked": true}`. The text goes into `drawn.txt`, pages parted by form feeds.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pypdfium2

from santong.domains.platform.files.content.documents import PDFIUM_PASSWORD

MOST_READ = 3000
WIDTH = 1280
"""Pixels; sharp on a classroom screen at half its width."""
MOST_HEIGHT = 8000
MOST_CHARACTERS = 2_000_000


def draw(source: Path, folder: Path, most: int) -> dict[str, object]:
    """Draw the first `most` pages, read the text of more."""
    try:
        document = pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as error:
        if error.err_code == PDFIUM_PASSWORD:
            return {"locked": True}
        raise
    count = len(document)
    shown, texts, read = [], [], 0
    for number in range(min(count, MOST_READ)):
        page = document[number]
        if number < most:
            shown.append(_draw_page(page, folder, f"page-{number + 1:04}.webp"))
            sys.stdout.write(f"{number + 1}/{min(count, most)}\n")
            sys.stdout.flush()
        if read < MOST_CHARACTERS:
            texts.append(page.get_textpage().get_text_bounded())
            read += len(texts[-1])
        page.close()
    text = "\f".join(texts).encode("utf-8", "replace").decode("utf-8")
    (folder / "drawn.txt").write_text(text, encoding="utf-8")
    return {"pages": count, "shown": shown}


def _draw_page(page: pypdfium2.PdfPage, folder: Path, name: str) -> dict[str, object]:
    width, height = page.get_size()
    scale = min(WIDTH / max(width, 1), MOST_HEIGHT / max(height, 1))
    image = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    image.save(folder / name, "WEBP", quality=80, method=2)
    return {"name": name, "width": image.width, "height": image.height}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(draw(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))))
