"""Real files for the demonstration, small and made here: slides, documents, tables, pictures, texts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape  # nosec B406 - only escapes what is written

import xlsxwriter
from PIL import Image, ImageDraw

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def document(at: Path, title: str, paragraphs: Sequence[str]) -> Path:
    """A Word document."""
    lines = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in (title, *paragraphs))
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    body = f'{head}<w:document xmlns:w="{WORD}"><w:body>{lines}</w:body></w:document>'
    with zipfile.ZipFile(at, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _RELATIONS)
        package.writestr("word/document.xml", body)
    return at


def sheet(at: Path, title: str, paragraphs: Sequence[str]) -> Path:
    """A table of exercises."""
    book = xlsxwriter.Workbook(str(at))
    page = book.add_worksheet()
    page.write_row(0, 0, ("序号", title))
    for number, line in enumerate(paragraphs, 1):
        page.write_row(number, 0, (number, line))
    book.close()
    return at


def text(at: Path, title: str, paragraphs: Sequence[str]) -> Path:
    """A plain text."""
    at.write_text("\n\n".join((title, *paragraphs)), encoding="utf-8")
    return at


def picture(at: Path, title: str, paragraphs: Sequence[str]) -> Path:
    """A drawing with shapes in colours that follow from the title, so that every one differs."""
    seed = sum(map(ord, title))
    image = Image.new("RGB", (960, 540), (235, 240 - seed % 30, 250))
    draw = ImageDraw.Draw(image)
    for number in range(9):
        x, y = (seed * (number + 3) * 37) % 820, (seed * (number + 5) * 53) % 400
        colour = ((seed * 7 + number * 40) % 200 + 30, (seed * 3 + number * 70) % 200 + 30, (number * 90) % 200 + 40)
        draw.ellipse((x, y, x + 60 + number * 9, y + 60 + number * 9), outline=colour, width=6)
        draw.line((x, y, 960 - x, 540 - y), fill=colour, width=3)
    content = io.BytesIO()
    image.save(content, "PNG", compress_level=1)
    at.write_bytes(content.getvalue())
    return at
