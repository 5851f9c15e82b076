"""HTML to PDF, in a process of its own (`santong.lib.pdf_press`)."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from santong.lib import pdf_press
from santong.lib.chinese_fonts import NoChineseFont, chinese_font

STYLE = Path(__file__).parent / "document.css"
LONGEST = 600
"""Seconds that a document may take."""


class NoPress(Exception):
    """This machine lacks what makes PDFs: the libraries, or a Chinese font."""


class PressFailed(RuntimeError):
    """The document could not be made; the text is what the program said."""


def press(html: str, on_page: Callable[[int], None] = lambda page: None, style: Path = STYLE) -> bytes:
    """The PDF of a document; `on_page` hears of each page that is laid out, and may raise to stop.

    `style` is the style sheet, where a document has a layout of its own.

    Raises `NoPress` and `PressFailed`.
    """
    demand_font()
    command = [sys.executable, "-m", pdf_press.__name__, str(style)]
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as target:
        source.write(html.encode())
        source.seek(0)
        with subprocess.Popen(command, stdin=source, stdout=target, stderr=subprocess.PIPE, text=True) as process:
            try:
                said = _follow(process, on_page)
                code = process.wait(LONGEST)
            finally:
                process.kill()
        if code == pdf_press.NO_LIBRARIES:
            raise NoPress("Pango")
        if code:
            raise PressFailed(said)
        target.seek(0)
        return target.read()


def demand_font() -> None:
    """Refuse on a machine without a Chinese font: the document would be empty boxes."""
    try:
        chinese_font()
    except NoChineseFont as problem:
        raise NoPress("fonts-noto-cjk") from problem


def _follow(process: subprocess.Popen[str], on_page: Callable[[int], None]) -> str:
    """Pass on the pages; returns the last lines that say something else."""
    said: list[str] = []
    for line in process.stderr or ():
        word, _blank, number = line.strip().partition(" ")
        if word == "page" and number.isdigit():
            on_page(int(number))
        else:
            said = [*said[-19:], line]
    return "".join(said)
