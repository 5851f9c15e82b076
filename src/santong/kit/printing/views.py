"""Printing a declared document, and fetching one that a background job made."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_POST, require_safe

from santong.kit.http import Request
from santong.kit.printing.declare import Printable
from santong.kit.printing.documents import Paper, answer, pdf_response
from santong.kit.printing.models import PrintedDocument
from santong.kit.printing.press import STYLE
from santong.kit.registry import registry


@login_required
@require_POST
def print_row(request: Request, name: str, pk: int) -> HttpResponse:
    """A declared document about a row that the viewer sees."""
    printable = registry.by_name(Printable).get(name)
    if printable is None:
        raise Http404(name)
    row = request.viewer.get(printable.row_model, pk)
    if not printable.applies(row):
        raise Http404(name)
    if not printable.shown_to(request.viewer, row):
        raise PermissionDenied(printable.permission)
    sheet = printable.content(request.viewer, row)
    paper = Paper(
        name=printable.name,
        template=printable.template,
        title=sheet.title,
        context=sheet.context,
        issuer=sheet.issuer,
        rows=sheet.rows,
        object_id=row.pk,
        path=row.path,
        size=printable.paper,
        landscape=printable.landscape,
        style=printable.style,
    )
    return answer(request, paper)


@login_required
@require_safe
def document(request: Request, pk: int) -> HttpResponse:
    """A document of the viewer's own that is ready."""
    row = request.viewer.get(PrintedDocument, pk)
    if not row.is_ready:
        raise Http404
    return pdf_response(row.get_content(), row.title)


@login_required
@require_safe
def style(request: Request) -> HttpResponseBase:
    """The style sheet, for documents that the browser prints itself."""
    return FileResponse(STYLE.open("rb"), content_type="text/css")
