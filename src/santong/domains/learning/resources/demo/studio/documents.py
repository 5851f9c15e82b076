"""Office documents, each with its pages drawn beside it, and plain texts."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from pathlib import Path
from xml.sax.saxutils import escape  # nosec B406 - only escapes what is written

import xlsxwriter
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.util import Inches, Pt

from santong.domains.learning.resources.demo.studio import pictures
from santong.domains.learning.resources.demo.studio.work import Work
from santong.lib.chinese_fonts import NoChineseFont

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


def document(at: Path, work: Work) -> None:
    """A Word document."""
    title = f'<w:p><w:r><w:rPr><w:b/><w:sz w:val="36"/></w:rPr><w:t>{escape(work.title)}</w:t></w:r></w:p>'
    lines = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in work.lines)
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    body = f'{head}<w:document xmlns:w="{WORD}"><w:body>{title}{lines}</w:body></w:document>'
    with zipfile.ZipFile(at, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _RELATIONS)
        package.writestr("word/document.xml", body)
    _beside(at, work)


def sheet(at: Path, work: Work) -> None:
    """A table of exercises."""
    book = xlsxwriter.Workbook(str(at))
    page = book.add_worksheet()
    page.set_column(1, 1, 70)
    page.write_row(0, 0, ("序号", work.title))
    for number, line in enumerate(work.lines, 1):
        page.write_row(number, 0, (number, line))
    book.close()
    _beside(at, work)


def slides(at: Path, work: Work) -> None:
    """A presentation: a title, then a slide for each line."""
    shown = Presentation()
    shown.slide_width, shown.slide_height = Inches(13.333), Inches(7.5)
    for number, line in enumerate((work.title, *work.lines)):
        slide = shown.slides.add_slide(shown.slide_layouts[6])
        band = slide.shapes.add_shape(1, 0, 0, Inches(13.333), Inches(0.35 if number else 2.2))
        band.fill.solid()
        band.fill.fore_color.rgb = RGBColor(*work.colour)
        band.line.fill.background()
        frame = slide.shapes.add_textbox(Inches(0.9), Inches(3), Inches(11.5), Inches(1.8)).text_frame
        frame.word_wrap = True
        frame.text = line
        frame.paragraphs[0].runs[0].font.size = Pt(40 if number else 60)
    shown.save(str(at))
    _beside(at, work)


def text(at: Path, work: Work) -> None:
    """A plain text."""
    at.write_text("\n\n".join((work.title, *work.lines)), encoding="utf-8")


def _beside(at: Path, work: Work) -> None:
    """The pages and the text of an office document."""
    with suppress(NoChineseFont):
        pages = pictures.screens(work) if work.form == "slides" else pictures.sheets(work)
        pictures.keep(pages, at.with_name(f"{at.name}.pdf"))
        at.with_name(f"{at.name}.txt").write_text("\n".join((work.title, *work.lines)), encoding="utf-8")
