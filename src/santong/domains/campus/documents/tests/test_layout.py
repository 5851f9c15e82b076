"""The paper, measured: margins, lines and characters of GB/T 9704-2012 in the PDF, and in the file for Word."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from itertools import pairwise

import docx
import pypdfium2
import pytest
from django.template.loader import render_to_string

from santong.domains.campus.documents.layout.paper import STYLE, Paper, paper_of
from santong.domains.campus.documents.layout.word import word_of
from santong.domains.campus.documents.tests.conftest import Office, again
from santong.domains.campus.documents.text import blocks_of
from santong.kit.access import SYSTEM
from santong.kit.printing.documents import Paper as Printed
from santong.kit.printing.press import press

MM = 72 / 25.4
LINE = 225 / 22


def paper(body: str, **more: object) -> Paper:
    given = {
        "mark": "云岭市教育局文件", "number": "云教发〔2026〕12号", "signatory": "", "urgency": "", "main": "各学校：",
        "title": ("云岭市教育局", "关于做好冬季防火工作的通知"), "blocks": blocks_of(body), "attachments": (),
        "sender": "云岭市教育局", "day": "2026年11月30日", "copies": "抄送：市消防救援支队。",
        "printed": "2026年11月30日印发", "is_void": False, **more,
    }  # fmt: skip
    return Paper(**given)  # type: ignore[arg-type]


def pdf_of(what: Paper) -> pypdfium2.PdfDocument:
    printed = Printed(
        name="document", template="documents/gbt9704.html", title="公文", context={"document": what}, style=STYLE
    )
    return pypdfium2.PdfDocument(press(printed.html(SYSTEM), style=STYLE))


def characters(page: pypdfium2.PdfPage) -> list[tuple[str, float, float]]:
    """Each character with its left edge and its baseline from the top, in millimetres."""
    text, height = page.get_textpage(), page.get_height()
    found = []
    for at in range(text.count_chars()):
        left, bottom, _right, _top = text.get_charbox(at, loose=True)
        found.append((text.get_text_range(at, 1), left / MM, (height - bottom) / MM))
    return [each for each in found if each[0].strip()]


@pytest.fixture(scope="module")
def long_one() -> pypdfium2.PdfDocument:
    return pdf_of(paper("国" * 28 * 60))


def test_a_page_holds_22_lines_of_28_characters(long_one: pypdfium2.PdfDocument):
    lines = Counter(round(bottom, 1) for char, _left, bottom in characters(long_one[1]) if char == "国")
    assert len(lines) == 22
    assert set(lines.values()) == {28}
    tops = sorted(lines)
    steps = {round(b - a, 1) for a, b in pairwise(tops)}
    assert all(abs(step - LINE) < 0.2 for step in steps)


def test_the_block_stands_37_mm_below_the_top_and_28_mm_from_the_left(long_one: pypdfium2.PdfDocument):
    assert [round(side / MM) for side in long_one[1].get_size()] == [210, 297]
    left = min(x for char, x, _bottom in characters(long_one[1]) if char == "国")
    right = max(x for char, x, _bottom in characters(long_one[1]) if char == "国") + 156 / 28
    assert abs(left - 28) < 0.5 and abs(right - 184) < 1
    lines = sorted({bottom for char, _x, bottom in characters(long_one[1]) if char == "国"})
    middle_of_first, middle_of_last = 37 + LINE / 2, 37 + 225 - LINE / 2
    assert abs(lines[0] - 5.64 / 2 - middle_of_first) < 2 and abs(lines[-1] - 5.64 / 2 - middle_of_last) < 2


def test_pages_are_numbered_outside_at_the_foot(long_one: pypdfium2.PdfDocument):
    for number, page in enumerate(long_one, 1):
        foot = [(char, x) for char, x, bottom in characters(page) if bottom > 297 - 35]
        assert "".join(char for char, _x in foot).replace(" ", "") == f"—{number}—"
        middle = sum(x for _char, x in foot) / len(foot)
        assert middle > 150 if number % 2 else middle < 60


def test_the_colophon_stands_at_the_foot_of_the_last_page(long_one: pypdfium2.PdfDocument):
    last = [bottom for page in (long_one[len(long_one) - 1],) for char, _x, bottom in characters(page) if char == "印"]
    assert len(last) == 1 and last[0] > 297 - 35 - 12
    assert not [char for char, _x, _bottom in characters(long_one[0]) if char == "印"]


def test_the_first_page_bears_the_red_head_and_the_number_in_its_brackets():
    text = "".join(char for char, _x, _bottom in characters(pdf_of(paper("一、要求。\n请落实。"))[0]))
    assert text.startswith("云岭市教育局文件云教发〔2026〕12号云岭市教育局关于做好冬季防火工作的通知各学校：一、要求。")


@pytest.mark.django_db
def test_who_goes_up_names_who_signed(office_paper: Paper):
    assert office_paper.signatory.endswith("Person principal") and office_paper.title[0] == "Lake"
    text = pdf_of(office_paper)[0].get_textpage().get_text_range()
    assert "签发人：" in text


@pytest.fixture
def office_paper(office: Office) -> Paper:
    row = office.numbered(title="关于改造食堂的请示", values={"kind": "request", "main": "东县教育局："})
    return paper_of(again(row))


@pytest.mark.django_db
def test_elements_come_from_the_document(office_paper: Paper):
    assert office_paper.main == "东县教育局："
    assert office_paper.mark == "Lake文件"
    assert office_paper.blocks[1].level == 1


def test_attachments_are_numbered_where_there_are_several():
    assert paper("正文", attachments=("表",)).attachment_note == [("", "表")]
    assert [mark for mark, _name in paper("正文", attachments=("表", "单")).attachment_note] == ["1. ", "2. "]


def test_word_has_the_same_page_lines_and_fonts():
    file = docx.Document(BytesIO(word_of(paper("一、要求\n请落实。", attachments=("表",), signatory="签发人：某某"))))
    section = file.sections[0]
    assert [round(each.mm) for each in (section.top_margin, section.left_margin, section.right_margin)] == [37, 28, 26]
    texts = [line.text for line in file.paragraphs]
    assert "云岭市教育局文件" in texts and "云教发〔2026〕12号\t签发人：某某" in texts and "附件：表" in texts
    body = next(line for line in file.paragraphs if line.text == "请落实。")
    assert body.runs[0].font.size.pt == 16
    assert 22 * body.paragraph_format.line_spacing.mm == pytest.approx(225, abs=0.5)
    head = next(line for line in file.paragraphs if line.text == "一、要求")
    assert head.runs[0].font.name == "黑体"


def test_a_withdrawn_document_says_so_on_paper():
    assert "已作废" in render_to_string("documents/sheet.html", {"paper": paper("正文", is_void=True)})
