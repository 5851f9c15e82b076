"""Documents as PDF in the layout of GB/T 9704-2012: one's own, what was given to one, what one has received."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.documents.layout.paper import STYLE, paper_of
from santong.domains.campus.documents.models import VIEW, Delivery, Document, Incoming
from santong.domains.campus.documents.queries import document_of
from santong.kit.access import Viewer
from santong.kit.printing.declare import Printable, Sheet


def _sheet(document: Document) -> Sheet:
    return Sheet(document.title, context={"document": paper_of(document)})


def _own(acting: Viewer, row: Document) -> Sheet:
    return _sheet(row)


def _given(acting: Viewer, row: Delivery) -> Sheet:
    return _sheet(row.document)


def _received(acting: Viewer, row: Incoming) -> Sheet:
    document = document_of(row)
    assert document is not None
    return _sheet(document)


def _printable(name: str, model: str, content: Any, **more: Any) -> Printable:
    return Printable(
        name, _("Official document"), model, "documents/gbt9704.html", permission=VIEW, content=content, style=STYLE,
        icon="certificate", **more,
    )  # fmt: skip


PRINTABLES = (
    _printable("document", "documents.Document", _own),
    _printable("document-delivered", "documents.Delivery", _given),
    _printable("document-received", "documents.Incoming", _received, applies=lambda row: row.delivery_id is not None),
)
