"""Pages, screens and blackboards as pictures with Chinese text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from santong.domains.learning.resources.demo.studio.work import Work
from santong.lib.chinese_fonts import chinese_font

PAGE = (1240, 1754)
"""A4 at 150 dots an inch."""
DOTS = 150
SCREEN = (1600, 900)
MARGIN = 120
INK, PALE, CHALK, BOARD = (30, 30, 40), (210, 214, 222), (245, 245, 235), (36, 78, 62)
Pen = ImageDraw.ImageDraw


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """The Chinese font in a size; raises `NoChineseFont`."""
    found = chinese_font()
    return ImageFont.truetype(str(found.path), size, index=found.number)


def keep(pages: Sequence[Image.Image], at: Path) -> None:
    """Write pages as one PDF."""
    pages[0].save(at, "PDF", save_all=True, append_images=pages[1:], resolution=DOTS)


def sheets(work: Work) -> list[Image.Image]:
    """A printed page with all that is to be read."""
    page, pen = _empty(PAGE, "white")
    y = _write(pen, work.title, (MARGIN, MARGIN), 54, PAGE[0], INK) + 40
    numbered = work.form == "questions"
    for number, line in enumerate(work.lines, 1):
        y = _write(pen, f"{number}. {line}" if numbered else line, (MARGIN, y), 32, PAGE[0], INK) + 24
    return [page]


def paper(at: Path, work: Work) -> None:
    """A worksheet to write on: a line of goals, then tasks with room for answers."""
    page, pen = _empty(PAGE, "white")
    y = _write(pen, work.title, (MARGIN, MARGIN), 54, PAGE[0], work.colour) + 24
    y = _write(pen, "姓名：__________    班级：__________", (MARGIN, y), 30, PAGE[0], INK) + 30
    for number, line in enumerate(work.lines):
        y = _write(pen, f"{number}. {line}" if number else line, (MARGIN, y), 32, PAGE[0], INK) + 30
        for _row in range(4 if number else 0):
            y += 64
            pen.line((MARGIN, y, PAGE[0] - MARGIN, y), fill=PALE, width=2)
        y += 30
    keep([page], at)


def screens(work: Work) -> list[Image.Image]:
    """The slides of a presentation."""
    found = []
    for number, line in enumerate((work.title, *work.lines)):
        page, pen = _empty(SCREEN, "white")
        pen.rectangle((0, 0, SCREEN[0], 42 if number else 264), fill=work.colour)
        _write(pen, line, (MARGIN, 380), 64 if number else 92, SCREEN[0], INK)
        found.append(page)
    return found


def board(at: Path, work: Work) -> None:
    """A blackboard: the title on top, the points of the lesson below, joined by an arrow."""
    page, pen = _empty((1280, 800), BOARD)
    pen.rectangle((8, 8, 1271, 791), outline=(150, 110, 70), width=16)
    _write(pen, work.title, (110, 70), 60, 1280, CHALK)
    y = 200
    for number, line in enumerate(work.lines):
        if number:
            pen.line((140, y - 40, 140, y - 8), fill=CHALK, width=4)
            pen.polygon((130, y - 12, 150, y - 12, 140, y + 2), fill=CHALK)
        y = _write(pen, line, (110, y), 40, 1280, CHALK) + 56
    page.save(at, "PNG", compress_level=1)


def _empty(size: tuple[int, int], colour: str | tuple[int, int, int]) -> tuple[Image.Image, Pen]:
    image = Image.new("RGB", size, colour)
    return image, ImageDraw.Draw(image)


def _write(pen: Pen, text: str, at: tuple[int, int], size: int, width: int, colour: tuple[int, int, int]) -> int:
    """Write text with breaks where the line is full; returns the height at which it ends."""
    x, y = at
    line = ""
    for letter in text:
        if pen.textlength(line + letter, font(size)) > width - x - MARGIN:
            pen.text((x, y), line, font=font(size), fill=colour)
            y, line = y + round(size * 1.5), ""
        line += letter
    pen.text((x, y), line, font=font(size), fill=colour)
    return y + round(size * 1.5)
