"""Pages of their own: changing a document, what its versions differ in, its file for Word."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from santong.domains.campus.documents.forms import DocumentForm
from santong.domains.campus.documents.layout.paper import paper_of
from santong.domains.campus.documents.layout.word import MEDIA_TYPE, word_of
from santong.domains.campus.documents.models import Delivery, Document, Incoming, Version
from santong.domains.campus.documents.pages import DocumentPages
from santong.domains.campus.documents.queries import document_of, may_write, versions_of
from santong.domains.campus.documents.text import compared
from santong.kit.http import Request
from santong.kit.pages.edits import Edit
from santong.kit.printing.documents import private
from santong.kit.refusals import NotPossible
from santong.lib.whole_numbers import whole_number

DOCUMENTS = DocumentPages()


@login_required
@require_http_methods(["GET", "POST"])
def write(request: Request, pk: int) -> HttpResponse:
    """The form of a document, for its drafter and for those whom it waits for."""
    row = request.viewer.get(Document, pk)
    if not may_write(request.viewer, row):
        messages.error(request, _("It is with others now. Ask them to return it, then change it."))
        return redirect("documents:documents-detail", pk)
    edit: Edit[Any, DocumentForm] = Edit(
        request, row, lambda row, data: DocumentForm(data, instance=row, viewer=request.viewer)
    )
    if request.method == "POST":
        with edit.locked():
            saved = _kept(request, edit) if edit.is_valid() else None
        if saved is not None:
            messages.success(request, _("Saved."))
            return redirect("documents:documents-detail", pk)
    context = {
        "pages": DOCUMENTS,
        "form": edit.form,
        "edit": edit,
        "row": edit.row,
        "back_url": DOCUMENTS.detail_url(row),
        "list_url": DOCUMENTS.url("list"),
    }
    return render(request, "documents/write.html", context, status=edit.status)


def _kept(request: Request, edit: Edit[Any, DocumentForm]) -> Document | None:
    """Write a valid form; None, with the reason in the form, when it isn't possible."""
    form = edit.form
    try:
        with transaction.atomic():
            saved: Document = DOCUMENTS.save(request.viewer, form, edit.row)
    except NotPossible as problem:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        return None
    return saved


@login_required
@require_safe
def versions(request: Request, pk: int) -> HttpResponse:
    """What one version of a document has that an earlier one hadn't: by default the last beside the first."""
    row = request.viewer.get(Document, pk)
    every = versions_of(row)
    if not every:
        raise Http404
    old = _version(every, request.GET.get("old", ""), every[0])
    new = _version(every, request.GET.get("new", ""), every[-1])
    pieces = compared(f"{old.title}\n{old.body}", f"{new.title}\n{new.body}")
    context = {"row": row, "versions": every, "old": old, "new": new, "pieces": pieces}
    return render(request, "documents/versions.html", context)


def _version(every: list[Version], text: str, otherwise: Version) -> Version:
    number = whole_number(text)
    return next((each for each in every if each.number == number), otherwise)


@login_required
@require_safe
def word(request: Request, pk: int) -> HttpResponse:
    """An outgoing document as a file for Word."""
    return _word(request.viewer.get(Document, pk))


@login_required
@require_safe
def received_word(request: Request, pk: int) -> HttpResponse:
    """What came in through the platform, as a file for Word."""
    document = document_of(request.viewer.get(Incoming, pk))
    if document is None:
        raise Http404
    return _word(document)


@login_required
@require_safe
def delivered_word(request: Request, pk: int) -> HttpResponse:
    """What is to be signed for, as a file for Word."""
    return _word(request.viewer.get(Delivery, pk).document)


def _word(document: Document) -> HttpResponse:
    response = HttpResponse(word_of(paper_of(document)), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(document.title)}.docx"
    return private(response)
