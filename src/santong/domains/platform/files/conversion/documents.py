"""Documents → PDF by LibreOffice, PDF → pictures of the pages and text."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from santong.domains.platform.files.conversion import recognition
from santong.domains.platform.files.conversion.made import ConversionFailed, Made
from santong.domains.platform.files.conversion.office import PDF_NAME, to_pdf
from santong.domains.platform.files.conversion.texts import written
from santong.domains.platform.files.models import Rendition
from santong.domains.platform.files.programs import GB, Limits, python, run
from santong.kit.jobs.public import progress

K = Rendition.Kind
LIMITS = Limits(cpu=240, clock=480, memory=2 * GB, disk=200 * 1024**2)
PROGRAM = "santong.domains.platform.files.content.pages"
MOST_DRAWN = 300
"""Pages shown; more than anybody leafs through here, and few enough to be drawn in a minute."""
SCANNED = 20
"""Characters a page on average; with fewer, the pages are pictures and their text has to be recognised."""


def make_of_office(source: Path, folder: Path, wanted: Collection[str]) -> Iterator[Made]:
    """The PDF first: it alone is enough to be read. One that an earlier attempt kept serves again."""
    pdf = folder / PDF_NAME
    if not pdf.exists():
        progress.report(0, 100, _("Converting to PDF"))
        to_pdf(source, folder)
    if K.PDF in wanted:
        yield Made(K.PDF, pdf.name)
    yield from make_of_pdf(pdf, folder, wanted)


def make_of_pdf(source: Path, folder: Path, wanted: Collection[str]) -> Iterator[Made]:
    """Pictures of the pages, and the text in them."""
    progress.report(30, 100, _("Drawing the pages"))
    found = _draw(source, folder)
    if K.PAGES in wanted:
        yield _pages(found)
    if K.TEXT in wanted:
        progress.report(80, 100, _("Reading the text"))
        yield _text(found, folder)


def _draw(source: Path, folder: Path) -> dict[str, Any]:
    ended = run(python(PROGRAM, source, folder, str(MOST_DRAWN)), LIMITS, heard=_heard)
    if not ended.is_good:
        if ended.late:
            raise ConversionFailed(_("The document is too elaborate to be drawn in time. Split it into parts."))
        raise ConversionFailed(
            _("The document is damaged, so its pages can't be drawn. Save it anew and send it again.")
        )
    found: dict[str, Any] = json.loads(ended.output.splitlines()[-1])
    if found.get("locked"):
        raise ConversionFailed(_("The document is protected with a password. Remove the password and send it again."))
    return found


def _heard(output: str) -> None:
    done, _slash, total = output.strip().rpartition("\n")[2].partition("/")
    if done.isdigit() and total.isdigit() and int(total):
        progress.report(30 + 50 * int(done) // int(total), 100, _("Drawing the pages"))


def _pages(found: dict[str, Any]) -> Made:
    names = [page["name"] for page in found["shown"]]
    data = {"pages": found["pages"], "shown": len(names), "sizes": [[p["width"], p["height"]] for p in found["shown"]]}
    text = _("Only the first %(shown)s of %(pages)s pages are shown; the saved file has all of them.")
    note = text % {"shown": len(names), "pages": found["pages"]} if len(names) < found["pages"] else ""
    return Made(K.PAGES, names[0], names[1:], data, note)


def _text(found: dict[str, Any], folder: Path) -> Made:
    text = (folder / "drawn.txt").read_text(encoding="utf-8")
    if len(text.strip()) < SCANNED * len(found["shown"]) and recognition.is_available():
        recognised = recognition.recognise([folder / page["name"] for page in found["shown"]])
        if len(recognised) > len(text.strip()):
            return written(folder, recognised, ocr=True)
    return written(folder, text)
