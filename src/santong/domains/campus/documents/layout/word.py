"""The same layout as a document for Word (docx), with the fonts that offices have."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from santong.domains.campus.documents.layout.paper import Paper
from santong.domains.campus.documents.text import Block

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT, TITLE, SANS, SCRIPT, NUMBERS = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
HEADS = {1: SANS, 2: SCRIPT}
RED = RGBColor(0xD7, 0x00, 0x0F)
LINE = Pt(28.99)
"""225 mm divided by 22."""
TWENTIETHS = 580
CLOSER = -4
"""Twentieths of a point by which characters of 16 pt stand closer: 28 of them fill 156 mm."""


def word_of(paper: Paper) -> bytes:
    """The document as a file of Word."""
    file = docx.Document()
    _prepare(file)
    if paper.urgency:
        _add(file, paper.urgency, font=SANS)
    mark = _add(file, paper.mark, font=TITLE, size=44 if len(paper.mark) < 13 else 30, center=True, exact=False)
    mark.paragraph_format.space_before, mark.runs[0].font.color.rgb = Mm(20), RED
    number = _add(file, paper.number or " ", center=not paper.signatory)
    if paper.signatory:
        number.add_run(f"\t{paper.signatory}")
        number.paragraph_format.tab_stops.add_tab_stop(Mm(110))
    number.paragraph_format.space_before = LINE * 2
    _line_below(number)
    for position, line in enumerate(paper.title):
        title = _add(file, line, font=TITLE, size=22, center=True, exact=False)
        title.paragraph_format.space_before = LINE * 2 if position == 0 else Pt(0)
    _add(file, "")
    if paper.main:
        _add(file, paper.main)
    for block in paper.blocks:
        _add_block(file, block)
    _add_end(file, paper)
    out = BytesIO()
    file.save(out)
    return out.getvalue()


def _prepare(file: Any) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(21)
    grid = OxmlElement("w:docGrid")
    for name, value in (("w:type", "lines"), ("w:linePitch", TWENTIETHS)):
        grid.set(qn(name), str(value))
    found = section._sectPr.find(qn("w:docGrid"))
    if found is not None:
        section._sectPr.remove(found)
    section._sectPr.append(grid)
    _add_page_number(section)


def _add_page_number(section: Any) -> None:
    line = section.footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    line.paragraph_format.right_indent = Mm(5.57)
    for kind, text in (("", "— "), ("begin", ""), ("instr", "PAGE"), ("end", ""), ("", " —")):
        run = line.add_run(text if not kind else "")
        _dress(run, NUMBERS, 14)
        if kind == "instr":
            field = OxmlElement("w:instrText")
            field.text = text
            run._r.append(field)
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def _add(file: Any, text: str, *, font: str = TEXT, size: float = 16, center: bool = False, exact: bool = True) -> Any:
    line = file.add_paragraph()
    shape = line.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    if exact:
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER if center else WD_ALIGN_PARAGRAPH.JUSTIFY
    _dress(line.add_run(text), font, size)
    return line


def _dress(run: Any, font: str, size: float) -> None:
    run.font.name, run.font.size = font, Pt(size)
    properties = run._r.get_or_add_rPr()
    properties.rFonts.set(qn("w:eastAsia"), font)
    if size == 16:
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(CLOSER))
        properties.append(spacing)


def _add_block(file: Any, block: Block) -> None:
    line = _add(file, block.head or block.text, font=HEADS.get(block.level, TEXT))
    line.paragraph_format.first_line_indent = Pt(32)
    if block.head and block.text:
        _dress(line.add_run(block.text), TEXT, 16)


def _add_end(file: Any, paper: Paper) -> None:
    for position, (mark, name) in enumerate(paper.attachment_note):
        line = _add(file, f"{'附件：' if position == 0 else '　　　'}{mark}{name}")
        line.paragraph_format.first_line_indent = Pt(32)
        line.paragraph_format.space_before = LINE if position == 0 else Pt(0)
    for position, text in enumerate((paper.sender, paper.day)):
        line = _add(file, text)
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line.paragraph_format.right_indent = Pt(64)
        line.paragraph_format.space_before = LINE * 3 if position == 0 else Pt(0)
    for position, text in enumerate(filter(None, (paper.copies, f"{paper.sender}　　{paper.printed}"))):
        line = _add(file, text, size=14)
        line.paragraph_format.space_before = LINE if position == 0 else Pt(0)
        _line_below(line, color="000000", above=position == 0)


def _line_below(line: Any, *, color: str = "D7000F", above: bool = False) -> None:
    """A line below a paragraph, and one above it where that is asked for."""
    borders = OxmlElement("w:pBdr")
    for side in (*(("w:top",) if above else ()), "w:bottom"):
        edge = OxmlElement(side)
        for name, value in (("w:val", "single"), ("w:sz", "12"), ("w:space", "4"), ("w:color", color)):
            edge.set(qn(name), value)
        borders.append(edge)
    line._p.get_or_add_pPr().append(borders)
