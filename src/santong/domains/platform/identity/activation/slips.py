"""Activation slips on paper: eight on a page (A4), to be cut apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from santong.domains.platform.identity.activation.actions import Issued
from santong.lib.chinese_fonts import ChineseFont, chinese_font, common_characters, reduced_font

if TYPE_CHECKING:
    from fpdf import FPDF

COLUMNS, ROWS = 2, 4
WIDTH, HEIGHT = 105.0, 74.25
"""Millimetres: an eighth of A4."""
MARGIN = 7.0
QR_SIZE = 32.0
FAMILY = "slip"
GREY, BLACK, FAINT = 110, 0, 190
OVERLAP = 0.02
"""Millimetres by which rows of a QR code overlap, against hairlines on screens."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What stands on one slip; `note` is a line more, such as whose parent it is."""

    name: str
    place: str
    username: str
    code: str
    expires: str
    note: str = ""


def slips_pdf(slips: Sequence[Slip], title: str) -> bytes:
    """A document with the slips, its font embedded as far as it is used; raises `NoChineseFont`."""
    from fpdf import FPDF  # brings numpy and fontTools: nobody should wait for them at the start

    font = _font_for("".join(text for slip in slips for text in (slip.name, slip.place, slip.note)) + title)
    pdf = FPDF(format="A4")
    pdf.set_auto_page_break(False)
    pdf.set_title(title)
    pdf.add_font(FAMILY, fname=font.path, collection_font_number=font.number)
    for number, slip in enumerate(slips):
        position = number % (COLUMNS * ROWS)
        if position == 0:
            pdf.add_page()
            _cut_lines(pdf)
        _draw(pdf, slip, position % COLUMNS * WIDTH, position // COLUMNS * HEIGHT)
    return bytes(pdf.output())


def _font_for(text: str) -> ChineseFont:
    """A small font that has all characters of a text, else the whole one."""
    whole = chinese_font()
    if not _common().issuperset(text):
        return whole
    return reduced_font(whole, settings.HOME / "fonts")


@cache
def _common() -> frozenset[str]:
    return frozenset(common_characters())


def slip_of(issued: Issued, *, place: str, note: str = "") -> Slip:
    """The slip of a code, with its last day as the reader's language writes it."""
    day = date_format(timezone.localtime(issued.expires_at), "DATE_FORMAT")
    return Slip(issued.person.name, place, issued.person.username, issued.code, day, note)


def qr_picture(code: str) -> str:
    """A picture (as a data: address) that leads to where the code is entered.

    With a quiet zone of four modules (ISO/IEC 18004, 6.3.8).
    """
    picture = segno.make(activation_address(code), error="m", micro=False)
    return picture.svg_data_uri(border=4, light="#fff", omitsize=True)


def activation_address(code: str = "") -> str:
    """Where codes are entered. The code stands behind "#": browsers don't send that, so no log has it."""
    address = f"{settings.PUBLIC_URL.rstrip('/')}{reverse('activation')}"
    return f"{address}#{code}" if code else address


def _draw(pdf: FPDF, slip: Slip, left: float, top: float) -> None:
    right = left + WIDTH - MARGIN - QR_SIZE
    x, width = left + MARGIN, WIDTH - 2 * MARGIN
    text = width - QR_SIZE - 2
    _write(pdf, x, top + 7, _("Activate your account"), size=8, grey=GREY, width=text)
    _write(pdf, x, top + 12, slip.name, size=15, width=text)
    _write(pdf, x, top + 20, slip.note or slip.place, size=8.5, width=text)
    if slip.note:
        _write(pdf, x, top + 24.5, slip.place, size=7.5, grey=GREY, width=text)
    _write(pdf, x, top + 30, _("Username"), size=7, grey=GREY, width=text)
    _write(pdf, x, top + 33.5, slip.username, size=11, width=text)
    _write(pdf, x, top + 41, _("Activation code"), size=7, grey=GREY, width=text)
    _write(pdf, x, top + 44.5, slip.code, size=14, width=text)
    steps = _("Scan the picture or open %(address)s, enter the code and choose a password.")
    _write(pdf, x, top + 54, steps % {"address": activation_address()}, size=7.5, width=width)
    last = _("Works once, until %(day)s. Whoever has this slip can use the account: don't show it around.")
    _write(pdf, x, top + 62, last % {"day": slip.expires}, size=7, grey=GREY, width=width)
    _draw_qr(pdf, activation_address(slip.code), right, top + MARGIN)


def _write(pdf: FPDF, x: float, y: float, text: str, *, size: float, width: float, grey: int = BLACK) -> None:
    """Text at a place; what is too long for the width goes on below."""
    pdf.set_font(FAMILY, size=size)
    pdf.set_text_color(grey)
    pdf.set_xy(x, y)
    pdf.multi_cell(width, size * 0.46, text, align="L")


def _draw_qr(pdf: FPDF, text: str, x: float, y: float) -> None:
    """The code with its quiet zone of four modules inside the square (ISO/IEC 18004, 6.3.8)."""
    rows = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix_iter(border=4)]
    step = QR_SIZE / len(rows)
    pdf.set_fill_color(BLACK)
    for line, row in enumerate(rows):
        for start, length in _runs(row):
            pdf.rect(x + start * step, y + line * step, length * step, step + OVERLAP, style="F")


def _runs(row: bytes) -> list[tuple[int, int]]:
    """Where dark modules stand side by side: first position and number."""
    runs: list[tuple[int, int]] = []
    for position, dark in enumerate(row):
        if not dark:
            continue
        if runs and sum(runs[-1]) == position:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((position, 1))
    return runs


def _cut_lines(pdf: FPDF) -> None:
    pdf.set_draw_color(FAINT)
    pdf.set_line_width(0.1)
    pdf.set_dash_pattern(dash=1, gap=1)
    pdf.line(WIDTH, 0, WIDTH, HEIGHT * ROWS)
    for row in range(1, ROWS):
        pdf.line(0, HEIGHT * row, WIDTH * COLUMNS, HEIGHT * row)
