"""Making a document: the frame around what a module says, and the answer to whoever wants it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.http import Request
from santong.kit.jobs.public import start
from santong.kit.printing.models import PrintedDocument
from santong.kit.printing.press import STYLE, NoPress, press
from santong.kit.printing.tasks import print_document

AT_ONCE = 200
"""Rows that a document may have to be made while somebody waits: about two seconds."""


@dataclass(frozen=True)
class Paper:
    """A document to be printed. `name` is the declared one, `object_id` the row that it is about (0: a list)."""

    name: str
    template: str
    title: str
    context: dict[str, Any]
    issuer: str = ""
    rows: int = 1
    object_id: int = 0
    path: str = ""
    size: str = "A4"
    landscape: bool = False
    style: Path = STYLE

    def html(self, acting: Viewer, *, for_browser: bool = False) -> str:
        """The whole document; for a browser with what it needs to print it itself."""
        frame = {
            "paper": self,
            "printed_by": acting.name,
            "printed_at": timezone.localtime(),
            "language": get_language(),
            "for_browser": for_browser,
        }
        return render_to_string(self.template, {**self.context, **frame})


def answer(request: Request, paper: Paper) -> HttpResponse:
    """The PDF; a background job for many rows; a page for the browser to print where no PDF can be made here."""
    if paper.rows > AT_ONCE:
        return redirect("jobs:detail", _in_background(request.viewer, paper).pk)
    try:
        response = pdf_response(press(paper.html(request.viewer), style=paper.style), paper.title)
    except NoPress:
        response = private(HttpResponse(paper.html(request.viewer, for_browser=True)))
    _noted(request.viewer, paper)
    return response


def pdf_response(pdf: bytes, title: str) -> HttpResponse:
    """A PDF that the browser shows and nobody keeps on the way."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(title)}.pdf"
    return private(response)


def private(response: HttpResponse) -> HttpResponse:
    """An answer that no cache keeps."""
    response["Cache-Control"] = "no-store"
    return response


def _noted(acting: Viewer, paper: Paper, content: bytes | None = None) -> PrintedDocument:
    """Record that it was printed."""
    row = PrintedDocument(
        name=paper.name,
        object_id=paper.object_id,
        rows=paper.rows,
        title=paper.title[:160],
        path=paper.path,
        person_id=acting.person_id,
    )
    if content is not None:
        row.put(content)
    with named(f"printing.{paper.name}"):
        row.save()
    return row


def _in_background(acting: Viewer, paper: Paper) -> Any:
    row = _noted(acting, paper, paper.html(acting).encode())
    return start(print_document, {"document": row.pk}, acting=acting, path=paper.path, subject=paper.title[:160])
